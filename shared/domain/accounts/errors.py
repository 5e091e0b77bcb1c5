"""What can be wrong with a session or a link, or with the account behind them."""

from __future__ import annotations

from shared.domain.errors import ContactsApiError, NotAuthenticatedError


class InvalidRefreshTokenError(NotAuthenticatedError):
    """The refresh token is no token of ours, has expired or was used before, or its session has ended."""


class SessionEndedError(NotAuthenticatedError):
    """The token is genuine, but its session has ended."""


class InvalidVerificationTokenError(ContactsApiError):
    """The verification token is unknown, expired, or replaced by a newer one."""


class InvalidActionTokenError(ContactsApiError):
    """The token in a link to change something of an account is unknown, used, expired, or replaced by a newer one."""


class InvalidFactorError(NotAuthenticatedError):
    """The code of a second factor is wrong, was used before, or is none that the account has."""


class StepUpRequiredError(NotAuthenticatedError):
    """The session is alive, but its owner has proved who they are too long ago for what is asked."""


class NoSecondFactorError(ContactsApiError):
    """The account has no second factor."""


class PasswordTooShortError(ContactsApiError):
    """The password is too short to be the only factor."""


class InvalidChallengeError(ContactsApiError):
    """The challenge is none of ours, was made for something else, has expired, or was used before."""


class AccountDisabledError(ContactsApiError):
    """The account was disabled by an administrator."""


class AccountDeletedError(ContactsApiError):
    """The owner has deleted the account. Until it is erased, the link that was mailed then undoes that."""


class SessionNotFoundError(ContactsApiError):
    """The caller has no such session, or it has ended."""
