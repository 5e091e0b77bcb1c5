"""What can be wrong with a session or a link, or with the account behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import ContactsApiError, NotAuthenticatedError

if TYPE_CHECKING:
    from shared.domain.scopes import Scope


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


class SessionNotFoundError(ContactsApiError):
    """The caller has no such session, or it has ended."""


class InsufficientScopeError(ContactsApiError):
    """The token is genuine, and does not allow this (RFC 6750 section 3.1)."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"the token lacks the scope {scope.value}")
        self.scope = scope


class PersonalTokenNotFoundError(ContactsApiError):
    """The caller has no such personal access token, or it has expired or was revoked."""


class NotAdministratorError(ContactsApiError):
    """The account of the caller is not that of an administrator, now."""


class AccountNotFoundError(ContactsApiError):
    """There is no such account."""


class OwnAccountError(ContactsApiError):
    """An administrator may not do this to the account that they use."""


class UnverifiedAccountError(ContactsApiError):
    """The address of the account is not verified, so nobody knows whose it is."""
