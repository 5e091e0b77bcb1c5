"""The types of problems (RFC 9457), and one table of the type, and with it the status, of each error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain import errors
from shared.domain.accounts import errors as account_errors
from shared.domain.errors import ContactsApiError
from shared.web.http.errors import (
    ContentTooLargeError,
    MalformedRequestError,
    NotAcceptableError,
    UnsupportedContentCodingError,
    UnsupportedMediaTypeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """A problem type: its HTTP status, its stable code, and its title for people.

    ``says_why``: whether clients are told the text of the error. Otherwise it is only for the log.
    """

    status: int
    code: str
    title: str
    says_why: bool = True


INTERNAL = ProblemType(status=500, code="internal_error", title="Something went wrong on our side", says_why=False)
INVALID = ProblemType(status=422, code="invalid_input", title="The request breaks a rule", says_why=False)
MALFORMED = ProblemType(status=400, code="malformed_request", title="The request cannot be read")
NOT_FOUND = ProblemType(status=404, code="route_not_found", title="There is no such route", says_why=False)
METHOD_NOT_ALLOWED = ProblemType(
    status=405, code="method_not_allowed", title="The route does not have this method", says_why=False
)
NOT_ACCEPTABLE = ProblemType(
    status=406,
    code="not_acceptable",
    title="This is only available compressed with gzip, which the client does not accept",
    says_why=False,
)

PROBLEM_TYPES: Mapping[type[ContactsApiError], ProblemType] = {
    errors.InvalidInputError: INVALID,
    MalformedRequestError: MALFORMED,
    NotAcceptableError: ProblemType(
        status=406, code="no_such_form", title="There is no form of this that the client accepts"
    ),
    UnsupportedMediaTypeError: ProblemType(
        status=415, code="unsupported_media_type", title="The body does not have a media type that this route reads"
    ),
    UnsupportedContentCodingError: ProblemType(
        status=415, code="unsupported_content_coding", title="The body has a coding other than gzip"
    ),
    ContentTooLargeError: ProblemType(status=413, code="content_too_large", title="The body is too large"),
    errors.InvalidCursorError: ProblemType(
        status=400, code="invalid_cursor", title="The cursor does not fit this request"
    ),
    errors.SyncTokenExpiredError: ProblemType(
        status=410, code="sync_token_expired", title="Start over without `since`"
    ),
    errors.HistoryGoneError: ProblemType(
        status=410, code="history_gone", title="The history does not go back that far"
    ),
    account_errors.InvalidVerificationTokenError: ProblemType(
        status=400, code="invalid_verification_token", title="The verification link is wrong or outdated"
    ),
    account_errors.InvalidActionTokenError: ProblemType(
        status=400, code="invalid_link", title="The link is wrong or outdated"
    ),
    account_errors.InvalidChallengeError: ProblemType(
        status=400, code="invalid_challenge", title="The challenge is wrong, outdated or used: start again"
    ),
    errors.NotAuthenticatedError: ProblemType(status=401, code="not_authenticated", title="Sign in first"),
    errors.InvalidAccessTokenError: ProblemType(
        status=401, code="invalid_access_token", title="The access token is missing or invalid"
    ),
    errors.InvalidCredentialsError: ProblemType(
        status=401, code="invalid_credentials", title="Wrong address or password"
    ),
    account_errors.InvalidRefreshTokenError: ProblemType(
        status=401, code="invalid_refresh_token", title="The refresh token does not work"
    ),
    account_errors.InvalidFactorError: ProblemType(
        status=401, code="invalid_second_factor", title="The second factor is wrong or was used before"
    ),
    account_errors.StepUpRequiredError: ProblemType(
        status=401, code="step_up_required", title="Prove again who you are, within ten minutes of this"
    ),
    account_errors.NoSecondFactorError: ProblemType(
        status=409, code="no_second_factor", title="The account has no second factor"
    ),
    account_errors.PasswordTooShortError: ProblemType(
        status=409, code="password_too_short", title="The password is too short to be the only factor"
    ),
    account_errors.SessionEndedError: ProblemType(status=401, code="session_ended", title="The session has ended"),
    account_errors.AccountDisabledError: ProblemType(
        status=403, code="account_disabled", title="The account is disabled"
    ),
    account_errors.ProviderNotFoundError: ProblemType(
        status=404, code="provider_not_found", title="There is no such provider", says_why=False
    ),
    account_errors.InvalidProviderStateError: ProblemType(
        status=400, code="invalid_state", title="This sign-in cannot go on: begin again"
    ),
    account_errors.InvalidIdentityCodeError: ProblemType(
        status=400, code="invalid_code", title="The code does not work: begin again"
    ),
    account_errors.EmailNotVouchedForError: ProblemType(
        status=403, code="email_not_vouched_for", title="The provider vouches for no e-mail address"
    ),
    account_errors.LinkRequiredError: ProblemType(
        status=409, code="link_required", title="Sign in to the account with this address, then link this identity"
    ),
    account_errors.IdentityTakenError: ProblemType(
        status=409, code="identity_taken", title="Another account has this identity"
    ),
    account_errors.IdentityNotFoundError: ProblemType(
        status=404, code="identity_not_found", title="There is no such identity", says_why=False
    ),
    account_errors.LastSignInMethodError: ProblemType(
        status=409, code="last_sign_in_method", title="Without this identity nobody could sign in to the account"
    ),
    account_errors.TooManyIdentitiesError: ProblemType(
        status=409, code="too_many_identities", title="The account has as many identities as it can have"
    ),
    account_errors.InvalidPasskeyError: ProblemType(
        status=401, code="invalid_passkey", title="The passkey is unknown, or cannot be verified", says_why=False
    ),
    account_errors.PasskeyNotFoundError: ProblemType(
        status=404, code="passkey_not_found", title="There is no such passkey", says_why=False
    ),
    account_errors.InsufficientScopeError: ProblemType(
        status=403, code="insufficient_scope", title="The token does not allow this"
    ),
    account_errors.PersonalTokenNotFoundError: ProblemType(
        status=404, code="token_not_found", title="There is no such token", says_why=False
    ),
    account_errors.NotAdministratorError: ProblemType(
        status=403, code="not_an_administrator", title="Only administrators may do this", says_why=False
    ),
    account_errors.AccountNotFoundError: ProblemType(
        status=404, code="account_not_found", title="There is no such account", says_why=False
    ),
    account_errors.OwnAccountError: ProblemType(
        status=409, code="own_account", title="Nobody may do this to their own account"
    ),
    account_errors.UnverifiedAccountError: ProblemType(
        status=409, code="account_not_verified", title="The address of this account is not verified", says_why=False
    ),
    account_errors.AccountDeletedError: ProblemType(
        status=403, code="account_deleted", title="The account was deleted by its owner"
    ),
    account_errors.SessionNotFoundError: ProblemType(
        status=404, code="session_not_found", title="There is no such session", says_why=False
    ),
    errors.AccountGoneError: ProblemType(
        status=401, code="account_gone", title="The account of this token no longer exists"
    ),
    errors.EmailNotVerifiedError: ProblemType(
        status=403, code="email_not_verified", title="Verify the e-mail address of this account first"
    ),
    errors.ContactNotFoundError: ProblemType(
        status=404, code="contact_not_found", title="There is no such contact", says_why=False
    ),
    errors.OperationNotFoundError: ProblemType(
        status=404, code="operation_not_found", title="There is no such operation", says_why=False
    ),
    errors.ImportNotFoundError: ProblemType(
        status=404, code="import_not_found", title="There is no such import, or it is too old", says_why=False
    ),
    errors.ExportNotFoundError: ProblemType(
        status=404, code="export_not_found", title="There is no such export", says_why=False
    ),
    errors.LabelNotFoundError: ProblemType(
        status=404, code="label_not_found", title="There is no such label", says_why=False
    ),
    errors.LabelExistsError: ProblemType(status=409, code="label_exists", title="Another label has this name"),
    errors.ViewNotFoundError: ProblemType(
        status=404, code="view_not_found", title="There is no such view", says_why=False
    ),
    errors.ViewExistsError: ProblemType(status=409, code="view_exists", title="Another view has this name"),
    errors.FeedNotFoundError: ProblemType(
        status=404, code="feed_not_found", title="There is no such feed", says_why=False
    ),
    errors.FeedTooLargeError: ProblemType(
        status=409, code="feed_too_large", title="The calendar is too large for one response"
    ),
    errors.PreconditionFailedError: ProblemType(
        status=412, code="precondition_failed", title="The current version is not one that the request allows"
    ),
    errors.EditConflictError: ProblemType(status=409, code="edit_conflict", title="Others have changed the same parts"),
    errors.IdempotencyKeyReusedError: ProblemType(
        status=422, code="idempotency_key_reused", title="This Idempotency-Key was used with another request"
    ),
    errors.NotCarriedOutError: ProblemType(
        status=424, code="not_carried_out", title="The batch did not do this because of something else"
    ),
    errors.UndoRefusedError: ProblemType(status=409, code="undo_refused", title="The operation cannot be undone"),
    errors.RestoreRefusedError: ProblemType(
        status=409, code="restore_refused", title="The book cannot be taken back now"
    ),
    errors.BookFullError: ProblemType(status=409, code="book_full", title="The book is full: delete contacts first"),
    errors.AvatarUnavailableError: ProblemType(
        status=502,
        code="avatar_service_unavailable",
        title="The service that keeps the pictures failed: try the same request again later",
        says_why=False,
    ),
    errors.TooManyRequestsError: ProblemType(
        status=429, code="too_many_requests", title="Too many requests: wait for as long as Retry-After says"
    ),
    errors.TemporarilyUnavailableError: ProblemType(
        status=503, code="temporarily_unavailable", title="Try the same request again later", says_why=False
    ),
    errors.BookBusyError: ProblemType(
        status=503, code="book_busy", title="Too many changes of this book at the same time"
    ),
    errors.BatchRunningError: ProblemType(
        status=409, code="batch_running", title="The first request with this Idempotency-Key is still being carried out"
    ),
    errors.BatchInterruptedError: ProblemType(
        status=503,
        code="batch_interrupted",
        title="Send the same request with the same Idempotency-Key: it goes on",
        says_why=False,
    ),
    errors.OutcomeUnknownError: ProblemType(
        status=503,
        code="outcome_unknown",
        title="The request may or may not have been carried out: check before you repeat it",
        says_why=False,
    ),
}
"""The nearest base class of an error that has a row decides; an error without one is ours (500)."""


def problem_type_of(error: Exception) -> ProblemType:
    """Return the problem type of an error."""
    return next((PROBLEM_TYPES[kind] for kind in type(error).__mro__ if kind in PROBLEM_TYPES), INTERNAL)
