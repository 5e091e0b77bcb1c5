"""Everything that can go wrong, as one tree.

    ContactsApiError
    ├── InvalidInputError              the request breaks a rule; says where and why
    │   ├── WeakPasswordError
    │   ├── InvalidEmailError
    │   └── InvalidPictureError
    ├── InvalidCursorError
    ├── InvalidVerificationTokenError  unknown, expired or superseded
    ├── NotAuthenticatedError          no caller could be established
    │   ├── InvalidAccessTokenError
    │   ├── InvalidCredentialsError
    │   └── AccountGoneError
    ├── EmailNotVerifiedError
    ├── ContactNotFoundError           also when it is somebody else's
    ├── PreconditionFailedError        the contact has another version than those allowed
    ├── IdempotencyKeyReusedError      the same key with another request
    ├── TooManyRequestsError           somebody asks more often than a limit allows
    └── TemporarilyUnavailableError    try again after retry_after_seconds
        ├── BookBusyError              too many writers at the same time
        ├── StoreUnavailableError
        │   └── OutcomeUnknownError    the write may or may not have happened
        ├── SecretsUnavailableError
        ├── MailUnavailableError
        ├── MailLeasedError            somebody else is at this mail
        ├── UnknownMailError           newer code knows how to send this mail
        └── AvatarUnavailableError
    MailRejectedError                  the provider will never take this mail

What is wrong with a request before it says anything, its bytes or its media type, is a matter of ``web/http/errors``.
Only ports raise StoreConflictError's children (see services/ports); services turn them into one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.limits import Allowance


class ContactsApiError(Exception):
    """The root of the tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One broken rule.

    ``pointer`` is a JSON pointer (RFC 6901) into the request body, ``code`` is stable, ``detail`` is for people.
    """

    pointer: str
    code: str
    detail: str


class InvalidInputError(ContactsApiError):
    """The request is readable and breaks at least one rule."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join(f"{problem.pointer}: {problem.detail}" for problem in problems))
        self.problems = problems


class WeakPasswordError(InvalidInputError):
    """The password is refused. ``reason``: too_short, too_long, common, control_characters or like_email."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(FieldProblem(pointer="/password", code=f"password_{reason}", detail=detail))
        self.reason = reason


class InvalidEmailError(InvalidInputError):
    """The text is no usable e-mail address (RFC 5321, RFC 6531)."""

    def __init__(self, detail: str) -> None:
        super().__init__(FieldProblem(pointer="/email", code="invalid_email", detail=detail))
        self.detail = detail


class InvalidPictureError(InvalidInputError):
    """The file is no picture that can be an avatar.

    ``reason``: empty, not_a_picture, unsupported_format, malformed, truncated, animated, too_many_pixels
    or unreadable.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(FieldProblem(pointer="/file", code=f"picture_{reason}", detail=detail))
        self.reason = reason


class InvalidCursorError(ContactsApiError):
    """The cursor was changed, or belongs to another book or another query."""


class InvalidVerificationTokenError(ContactsApiError):
    """The verification token is unknown, expired, or replaced by a newer one."""


class NotAuthenticatedError(ContactsApiError):
    """No caller could be established."""


class InvalidAccessTokenError(NotAuthenticatedError):
    """The access token is missing, malformed, forged, expired or meant for somebody else."""

    def __init__(self, detail: str, *, missing: bool = False) -> None:
        super().__init__(detail)
        self.missing = missing


class InvalidCredentialsError(NotAuthenticatedError):
    """No account has this address with this password. Says the same for both halves."""


class AccountGoneError(NotAuthenticatedError):
    """The token is genuine, its account no longer exists."""


class EmailNotVerifiedError(ContactsApiError):
    """The account has not proved its e-mail address yet."""


class ContactNotFoundError(ContactsApiError):
    """There is no such contact in the caller's book."""


class PreconditionFailedError(ContactsApiError):
    """The contact has another version than those that the caller allows. ``current_version`` is the one it has."""

    def __init__(self, current_version: str) -> None:
        super().__init__(f'the current version is "{current_version}"')
        self.current_version = current_version


class IdempotencyKeyReusedError(ContactsApiError):
    """The Idempotency-Key was used before with a different request."""


class TooManyRequestsError(ContactsApiError):
    """Somebody asks more often than a limit allows; ``retry_after_seconds`` later the same request may pass."""

    def __init__(self, allowance: Allowance, *, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} seconds")
        self.allowance = allowance
        self.retry_after_seconds = retry_after_seconds


class TemporarilyUnavailableError(ContactsApiError):
    """Nothing is wrong with the request: the same one may succeed after ``retry_after_seconds``."""

    def __init__(self, detail: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class BookBusyError(TemporarilyUnavailableError):
    """Other writers won every race for the book until the deadline. Nothing was written."""


class StoreUnavailableError(TemporarilyUnavailableError):
    """The database throttled, refused or failed. Nothing was written, unless it is an OutcomeUnknownError."""


class OutcomeUnknownError(StoreUnavailableError):
    """The database did not answer: the write may or may not have happened. Look before you repeat it."""


class SecretsUnavailableError(TemporarilyUnavailableError):
    """The keys could not be read and none are held from before."""


class MailUnavailableError(TemporarilyUnavailableError):
    """The mail provider failed or throttled; the mail stays pending."""


class MailLeasedError(TemporarilyUnavailableError):
    """Somebody is at the mail, or was, and broke off; it is free when the lease ends."""


class UnknownMailError(TemporarilyUnavailableError):
    """The message is of a kind that this code does not know, but newer code does. It stays pending."""


class AvatarUnavailableError(TemporarilyUnavailableError):
    """The keeper of the pictures failed, or took too long. Nothing that the account says of its picture has changed."""


class MailRejectedError(ContactsApiError):
    """The mail provider refuses this mail for good (a rejected address, for example)."""
