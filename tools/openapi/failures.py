"""The errors with which an endpoint may respond, derived from its dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi.routing import APIRoute

from shared.domain import errors
from shared.domain.accounts import errors as account_errors
from shared.domain.errors import ContactsApiError
from shared.web import caller
from shared.web.accounts import link_pages, verification_page
from shared.web.accounts.credentials import CredentialsBody
from shared.web.accounts.provider_flows import CallbackForm, CallbackQuery
from shared.web.calendars.feeds import FeedIdPath
from shared.web.calendars.files import FeedFilePath
from shared.web.contacts.edits import EditHeaders
from shared.web.contacts.lookups import limit_looking_up
from shared.web.contacts.queries import limit_searching
from shared.web.contacts.representations import AcceptHeader
from shared.web.contacts.suggestions import limit_suggesting
from shared.web.dependencies import Provided
from shared.web.http.errors import (
    ContentTooLargeError,
    MalformedRequestError,
    NotAcceptableError,
    UnsupportedContentCodingError,
    UnsupportedMediaTypeError,
)
from shared.web.http.json_body import JsonBody
from shared.web.http.problem_types import INTERNAL, INVALID, NOT_ACCEPTABLE, NOT_FOUND, ProblemType, problem_type_of
from tools.openapi.schemas import bodies, dependencies, parameters
from tools.openapi.use_cases import raised_by

Errors = tuple[type[ContactsApiError], ...]

_OF_TOKENS: Errors = (
    errors.InvalidAccessTokenError,
    errors.AccountGoneError,
    errors.SecretsUnavailableError,
    account_errors.InsufficientScopeError,
)
_OF_RETURNS: Errors = (
    MalformedRequestError,
    account_errors.InvalidProviderStateError,
    errors.OutcomeUnknownError,
    errors.StoreUnavailableError,
)
_BY_DEPENDENCY: Mapping[object, Errors] = {
    caller.TokenCaller: _OF_TOKENS,
    caller.BookCaller: (
        *_OF_TOKENS,
        account_errors.AccountDisabledError,
        account_errors.AccountDeletedError,
        account_errors.SessionEndedError,
        errors.EmailNotVerifiedError,
    ),
    caller.FreshTokenCaller: (*_OF_TOKENS, account_errors.StepUpRequiredError),
    caller.AdminTokenCaller: (*_OF_TOKENS, account_errors.NotAdministratorError),
    caller.FreshAdminTokenCaller: (
        *_OF_TOKENS,
        account_errors.NotAdministratorError,
        account_errors.StepUpRequiredError,
    ),
    link_pages.link_token: (account_errors.InvalidVerificationTokenError,),
    verification_page.PostedToken: (errors.InvalidInputError,),
    link_pages.FormOrJson: (account_errors.InvalidActionTokenError,),
    EditHeaders: (errors.EditConflictError,),
    AcceptHeader: (NotAcceptableError, errors.InvalidInputError),
    CallbackQuery: _OF_RETURNS,
    CallbackForm: _OF_RETURNS,
    FeedIdPath: (errors.FeedNotFoundError,),
    FeedFilePath: (errors.FeedNotFoundError, errors.FeedTooLargeError),
    CredentialsBody: (errors.InvalidCredentialsError,),
    limit_suggesting: (errors.InvalidInputError,),
    limit_looking_up: (errors.InvalidInputError,),
    limit_searching: (
        errors.TooManyRequestsError,
        errors.InvalidInputError,
        errors.HistoryGoneError,
        errors.BookBusyError,
    ),
}
_BY_PARAMETER: Mapping[str, Errors] = {
    "contact_id": (errors.ContactNotFoundError,),
    "operation_id": (errors.OperationNotFoundError,),
    "import_id": (errors.ImportNotFoundError,),
    "export_id": (errors.ExportNotFoundError,),
    "label_id": (errors.LabelNotFoundError,),
    "view_id": (errors.ViewNotFoundError,),
    "passkey_id": (account_errors.PasskeyNotFoundError,),
    "account_id": (account_errors.AccountNotFoundError,),
    "token_id": (account_errors.PersonalTokenNotFoundError,),
    "session_id": (account_errors.SessionNotFoundError,),
    "name": (account_errors.ProviderNotFoundError,),
    "identity_id": (account_errors.IdentityNotFoundError, account_errors.LastSignInMethodError),
    "fields": (errors.InvalidInputError,),
    "If-Match": (MalformedRequestError, errors.PreconditionFailedError),
    "If-None-Match": (MalformedRequestError,),
    "Idempotency-Key": (errors.IdempotencyKeyReusedError,),
}
_OF_BODIES: Errors = (MalformedRequestError, UnsupportedContentCodingError, ContentTooLargeError)
_OF_CONTENT: Errors = (UnsupportedMediaTypeError, errors.InvalidInputError)
_OF_WRITES: Errors = (
    errors.BookBusyError,
    errors.BookFullError,
    errors.OutcomeUnknownError,
    errors.EmailNotVerifiedError,
    account_errors.NoSecondFactorError,
    account_errors.PasswordTooShortError,
)
"""Errors that only a write can cause. A route that only reads drops them, even if its use case declares them."""


def failures(route: APIRoute) -> dict[int, list[ProblemType]]:
    """Return the problem types with which a route may respond, by status."""
    kinds = {problem_type_of(error.__new__(error)) for error in _errors(route)}
    if route.dependant.query_params:
        kinds.add(INVALID)
    kinds |= {kind for kind in (NOT_FOUND, NOT_ACCEPTABLE) if kind.status in route.responses}
    by_status: dict[int, list[ProblemType]] = {}
    for kind in sorted({*kinds, INTERNAL}, key=lambda kind: (kind.status, kind.code)):
        by_status.setdefault(kind.status, []).append(kind)
    return by_status


def _errors(route: APIRoute) -> Iterator[type[ContactsApiError]]:
    if bodies(route):
        yield from _OF_BODIES
        yield from () if _takes_link(route) else _OF_CONTENT
    for dependency in dependencies(route.dependant):
        yield from _BY_DEPENDENCY.get(dependency, _BY_DEPENDENCY.get(type(dependency), ()))
        if isinstance(dependency, Provided):
            yield from (error for error in raised_by(dependency) if error not in _OF_WRITES or _writes(route))
    named = [parameter.name for parameter in parameters(route)]
    for name in [*named, *(parameter.alias for parameter in route.dependant.header_params)]:
        yield from _BY_PARAMETER.get(name, ())


def _writes(route: APIRoute) -> bool:
    """Return whether a route may change something; following a verification link does, although it is a GET."""
    return route.methods != {"GET"} or _takes_link(route)


def needs_body(route: APIRoute) -> bool:
    """Return whether a route needs a body; not if the token of a link may be in the query, or the body says so."""
    optional = any(isinstance(each, JsonBody) and not each.required for each in dependencies(route.dependant))
    return not (optional or _takes_link(route))


def _takes_link(route: APIRoute) -> bool:
    return link_pages.link_token in dependencies(route.dependant)
