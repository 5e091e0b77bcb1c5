"""What can be wrong with a session or a link, or with the account behind them."""

from __future__ import annotations

from shared.domain.errors import ContactsApiError, NotAuthenticatedError, TemporarilyUnavailableError


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


class ProviderNotFoundError(ContactsApiError):
    """The deployment has no such provider."""


class InvalidProviderStateError(ContactsApiError):
    """A browser has come back from a provider with a state that is not ours, is too old, or is another browser's."""


class ProviderUnavailableError(TemporarilyUnavailableError):
    """The provider cannot be reached, or takes too long."""


class ProviderAnswerError(ContactsApiError):
    """What the provider says proves nothing; the message is for the log."""


class InvalidIdentityCodeError(ContactsApiError):
    """The code is unknown, used or expired, or was meant for a client with another verifier."""


class EmailNotVouchedForError(ContactsApiError):
    """There is no account with this identity, and none can be made: the provider has verified no address."""


class LinkRequiredError(ContactsApiError):
    """There is no account with this identity, and its address has an account to which it must be linked first."""


class IdentityTakenError(ContactsApiError):
    """Another account has the identity."""


class IdentityNotFoundError(ContactsApiError):
    """The account does not have the identity."""


class LastSignInMethodError(ContactsApiError):
    """Without this identity nobody could sign in to the account."""


class TooManyIdentitiesError(ContactsApiError):
    """The account has as many identities as it can have."""
