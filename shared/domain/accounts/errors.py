"""What can be wrong with a session or a link, or with the account behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import ContactsApiError, NotAuthenticatedError, TemporarilyUnavailableError

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


class AccountDeletedError(ContactsApiError):
    """The owner has deleted the account. Until it is erased, the link that was mailed then undoes that."""


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


class InvalidPasskeyError(NotAuthenticatedError):
    """The passkey is unknown, or what came of it cannot be verified. The text says why, for the log."""


class PasskeyNotFoundError(ContactsApiError):
    """The caller has no such passkey."""


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
