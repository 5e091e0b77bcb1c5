"""Everything that can go wrong, as one tree.

    ContactsApiError
    ├── InvalidInputError              the request breaks a rule; says where and why
    │   ├── WeakPasswordError
    │   ├── InvalidEmailError
    │   └── InvalidPictureError
    ├── InvalidCursorError
    ├── SyncTokenExpiredError          the client must start over
    ├── HistoryGoneError               the history does not go back to the moment that is asked for
    ├── NotAuthenticatedError          no caller could be established
    │   ├── InvalidAccessTokenError
    │   ├── InvalidCredentialsError
    │   └── AccountGoneError
    ├── EmailNotVerifiedError
    ├── ContactNotFoundError           also if it belongs to somebody else
    ├── LabelNotFoundError
    ├── LabelExistsError               another label of the book has this name
    ├── ViewNotFoundError
    ├── ViewExistsError                another view of the book has this name
    ├── FeedNotFoundError              also if its secret is wrong
    ├── FeedTooLargeError              a calendar does not fit into a response
    ├── PreconditionFailedError        the contact or view has a version that the caller does not allow
    ├── EditConflictError              others have changed the same parts of the contact
    ├── IdempotencyKeyReusedError      the same key with another request
    ├── OperationNotFoundError         also if it belongs to somebody else
    ├── NotCarriedOutError             an item of a batch, because of another one, or because the batch was cancelled
    ├── RestoreRefusedError            something else that changes the whole book is going on
    ├── UndoRefusedError               what the operation changed has changed since, or cannot be undone at all
    ├── BookFullError                  no room for what the request would store
    ├── TooManyRequestsError           more requests than a limit allows
    └── TemporarilyUnavailableError    try again after retry_after_seconds
        ├── BookBusyError              too many writers at the same time
        ├── BatchRunningError          another request carries this batch out
        ├── BatchInterruptedError      a batch broke off, and goes on when the request is repeated
        ├── StoreUnavailableError
        │   └── OutcomeUnknownError    the write may or may not have been carried out
        │       └── BatchOutcomeUnknownError
        ├── SecretsUnavailableError
        ├── MailUnavailableError
        ├── MailLeasedError            another attempt to send this message is in progress
        ├── MailPostponedError         this message has to wait, and others need not
        │   ├── MailRefusedError       the message, or everything from this sender
        │   └── UnknownMailError       only newer code knows how to send this message
        ├── TasksUnavailableError      what goes on in the background cannot be started
        ├── EventsUnavailableError     the bus takes no events at present
        ├── SnapshotsUnavailableError  snapshots of books cannot be read or stored at present
        │   └── SnapshotLostError      a part of this one has been replaced, or is damaged
        ├── TaskLeasedError            another worker carries this task out
        ├── UnknownTaskError           only newer code knows how to carry this task out
        └── AvatarUnavailableError
    MailRejectedError                  the provider will never accept this message

What can be wrong with sessions and links of accounts is in ``accounts/errors``.
What is wrong with a request before its content can be read, its bytes or its media type, is in ``web/http/errors``.
Only ports raise StoreConflictError's children (see services/ports); services turn them into one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.edit_conflicts import EditConflict
    from shared.domain.limits import Allowance


MAX_NAMED = 5
"""How many places in a contact a sentence names."""


class ContactsApiError(Exception):
    """The root of the tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One broken rule.

    ``pointer`` is a JSON pointer (RFC 6901) into the request body, or into its query if it is ``in_query``; ``code`` is
    stable, ``detail`` is for people.
    """

    pointer: str
    code: str
    detail: str
    in_query: bool = False


class InvalidInputError(ContactsApiError):
    """The request is readable and breaks at least one rule."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join([": ".join(filter(None, (each.pointer, each.detail))) for each in problems]))
        self.problems = problems


class WeakPasswordError(InvalidInputError):
    """The password is refused.

    ``reason``: control_characters, too_short, too_long, common, like_email, like_name, like_service or breached.
    ``rule`` is what the password is or must be, in words: ``must have at least 15 characters``.
    """

    def __init__(self, reason: str, rule: str) -> None:
        super().__init__(FieldProblem(pointer="/password", code=f"password_{reason}", detail=f"This password {rule}."))
        self.reason = reason


class InvalidEmailError(InvalidInputError):
    """The text is not a usable e-mail address (RFC 5321, RFC 6531)."""

    def __init__(self, detail: str) -> None:
        super().__init__(FieldProblem(pointer="/email", code="invalid_email", detail=detail))
        self.detail = detail


class InvalidPictureError(InvalidInputError):
    """The file cannot be used as an avatar.

    ``reason``: empty, not_a_picture, unsupported_format, malformed, truncated, animated, too_many_pixels
    or unreadable.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(FieldProblem(pointer="/file", code=f"picture_{reason}", detail=detail))
        self.reason = reason


class InvalidCursorError(ContactsApiError):
    """The cursor was changed, or belongs to another book or another query."""


class SyncTokenExpiredError(ContactsApiError):
    """What has changed since this token can no longer be determined: the client must read everything again."""


class HistoryGoneError(ContactsApiError):
    """The book can no longer be read as it was then: the history does not go back that far. The text says why."""


class NotAuthenticatedError(ContactsApiError):
    """No caller could be established."""


class InvalidAccessTokenError(NotAuthenticatedError):
    """The access token is missing, malformed, forged, expired or issued for another audience."""

    def __init__(self, detail: str, *, missing: bool = False) -> None:
        super().__init__(detail)
        self.missing = missing


class InvalidCredentialsError(NotAuthenticatedError):
    """No account has this address with this password. Does not say which of the two is wrong."""


class AccountGoneError(NotAuthenticatedError):
    """The token is genuine, but its account no longer exists."""


class EmailNotVerifiedError(ContactsApiError):
    """The account has not verified its e-mail address yet."""


class ContactNotFoundError(ContactsApiError):
    """There is no such contact in the caller's book."""


class LabelNotFoundError(ContactsApiError):
    """There is no such label in the caller's book."""


class LabelExistsError(ContactsApiError):
    """Another label of the book has this name, or one that is equal when folded."""

    def __init__(self, label_id: str, name: str) -> None:
        super().__init__(f"the label {label_id} has the name {name}: use that one, or merge the two")
        self.label_id = label_id


class ViewNotFoundError(ContactsApiError):
    """There is no such view in the caller's book."""


class ViewExistsError(ContactsApiError):
    """Another view of the book has this name, or one that is equal when folded."""

    def __init__(self, view_id: str, name: str) -> None:
        super().__init__(f"the view {view_id} has the name {name}: change that one, or choose another name")
        self.view_id = view_id


class FeedNotFoundError(ContactsApiError):
    """There is no such feed, or none with this secret: nobody learns which."""


class FeedTooLargeError(ContactsApiError):
    """The calendar has more events than fit into a response. The text tells people what to do."""


class UndoRefusedError(ContactsApiError):
    """The operation cannot be undone; the text says why.

    ``contact_ids`` are some of the contacts that have changed since, or are gone, ``count`` is how many there are.
    """

    def __init__(self, why: str, *, contact_ids: tuple[str, ...] = (), count: int = 0) -> None:
        super().__init__(why)
        self.contact_ids = contact_ids
        self.count = count


class RestoreRefusedError(ContactsApiError):
    """The book cannot be taken back now, since an operation that writes to many contacts is still going on."""

    def __init__(self, operation_id: str, kind: str) -> None:
        super().__init__(
            f"the operation {operation_id} ({kind}) is still going on: wait for its end, or cancel it first"
        )
        self.operation_id = operation_id


class PreconditionFailedError(ContactsApiError):
    """The contact, or view, has a version that the caller does not allow. ``current_version`` is the current one.

    ``contact_id`` names the contact if the request is about several. ``why`` says why an edit could not be merged.
    """

    def __init__(self, current_version: str, *, contact_id: str = "", why: str = "") -> None:
        which = f"the current version of {contact_id}" if contact_id else "the current version"
        super().__init__(f'{which} is "{current_version}"' + (f"; {why}" if why else ""))
        self.current_version = current_version
        self.why = why


class EditConflictError(ContactsApiError):
    """An edit of an earlier version and what the contact has become since have changed the same, differently.

    ``current_version`` is the one that the conflicts are about; empty if it may never be one of the contact.
    """

    def __init__(self, current_version: str, conflicts: tuple[EditConflict, ...]) -> None:
        paths = ", ".join(conflict.path for conflict in conflicts[:MAX_NAMED])
        more = f" and {len(conflicts) - MAX_NAMED} more" if len(conflicts) > MAX_NAMED else ""
        super().__init__(f"others have changed {paths}{more}: decide, and send that with the current version")
        self.current_version = current_version
        self.conflicts = conflicts


class IdempotencyKeyReusedError(ContactsApiError):
    """The Idempotency-Key was used before with a different request."""


class OperationNotFoundError(ContactsApiError):
    """There is no such operation in the caller's book."""


class ImportNotFoundError(ContactsApiError):
    """There is no such import in the caller's book, or what became of its rows is no longer kept."""


class ExportNotFoundError(ContactsApiError):
    """There is no such export in the caller's book."""


class NotCarriedOutError(ContactsApiError):
    """An item of a batch was left alone, because another one failed, or because the batch was cancelled."""


class BookFullError(ContactsApiError):
    """The book has no room for what the request would store: in contacts, or in bytes. Nothing was written."""


class TooManyRequestsError(ContactsApiError):
    """There were more requests than a limit allows; the same one may pass ``retry_after_seconds`` later."""

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
    """The database throttled, refused or failed. Nothing was written, unless this is an OutcomeUnknownError."""


class OutcomeUnknownError(StoreUnavailableError):
    """The database did not respond: the write may or may not have been carried out. Check before you repeat it."""


class BatchOutcomeUnknownError(OutcomeUnknownError):
    """A batch without an Idempotency-Key broke off: its operation says how many items were dealt with."""

    def __init__(self, operation_id: str) -> None:
        super().__init__(f"operation {operation_id} says how many items were dealt with, if it exists")
        self.operation_id = operation_id


class BatchRunningError(TemporarilyUnavailableError):
    """Another request with the same Idempotency-Key is carrying this batch out, or broke off a moment ago."""

    def __init__(self, operation_id: str, *, retry_after_seconds: int) -> None:
        super().__init__(f"operation {operation_id} is still running", retry_after_seconds=retry_after_seconds)
        self.operation_id = operation_id


class BatchInterruptedError(TemporarilyUnavailableError):
    """A batch broke off. The same request with the same Idempotency-Key goes on where this one has ended."""

    def __init__(self, operation_id: str, *, retry_after_seconds: int) -> None:
        super().__init__(f"operation {operation_id} broke off", retry_after_seconds=retry_after_seconds)
        self.operation_id = operation_id


class SecretsUnavailableError(TemporarilyUnavailableError):
    """The keys could not be read, and none are cached."""


class MailUnavailableError(TemporarilyUnavailableError):
    """The mail provider failed or throttled; the message stays pending."""


class MailPostponedError(TemporarilyUnavailableError):
    """One message has to wait, nobody knows how long. It stays pending, and others need not wait for it."""


class MailRefusedError(MailPostponedError):
    """The mail provider refuses this message with a code that it also uses while it refuses all from our sender.

    So this alone is no verdict on the message. The text is the provider's code, without personal data.
    """


class MailLeasedError(TemporarilyUnavailableError):
    """Another attempt is in progress, or crashed; the message is free again when its lease expires."""


class UnknownMailError(MailPostponedError):
    """The message is of a kind that this code does not know, but newer code does."""


class TasksUnavailableError(TemporarilyUnavailableError):
    """What goes on in the background cannot be started at present. Nothing was changed."""


class EventsUnavailableError(TemporarilyUnavailableError):
    """The bus takes no events at present, or does not tell whether it took them."""


class SnapshotsUnavailableError(TemporarilyUnavailableError):
    """Snapshots cannot be read or stored at present; what should have been stored may have been."""


class FilesUnavailableError(TemporarilyUnavailableError):
    """Files of imports cannot be read or stored at present; what should have been stored may have been."""


class SnapshotLostError(SnapshotsUnavailableError):
    """A part of this snapshot cannot be had, and never will be: it has been replaced, or it is damaged."""


class TaskLeasedError(TemporarilyUnavailableError):
    """Another worker carries this task out, or crashed; the task is free again when the lease expires."""


class UnknownTaskError(TemporarilyUnavailableError):
    """The operation is of a kind that this code does not know, but newer code does."""


class AvatarUnavailableError(TemporarilyUnavailableError):
    """The avatar provider failed, or took too long. The account's data about its avatar is unchanged."""


class MailRejectedError(ContactsApiError):
    """The mail provider refuses this message for good (because of a rejected address, for example)."""
