"""Every error of ours is an answer that is known beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from shared.domain import errors
from shared.domain.accounts.errors import ProviderAnswerError
from shared.domain.errors import ContactsApiError
from shared.services.ports.conflicts import StoreConflictError
from shared.web.http.problem_types import (
    INTERNAL,
    INVALID,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    PROBLEM_TYPES,
    ProblemType,
    problem_type_of,
)
from shared.web.http.problems import problem_response

NEVER_ANSWERED = {errors.MailRejectedError, ProviderAnswerError}
"""End with the mail that they are about, and with the redirect of a browser."""
EVERY_KIND: set[ProblemType] = {*PROBLEM_TYPES.values(), INTERNAL, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE}
BY_CODE = sorted(EVERY_KIND, key=lambda kind: kind.code)


def below(error: type[ContactsApiError]) -> Iterator[type[ContactsApiError]]:
    for child in error.__subclasses__():
        yield child
        yield from below(child)


def test_every_error_of_the_domain_has_a_row() -> None:
    of_ports = {StoreConflictError, *below(StoreConflictError)}
    unknown = {error for error in below(ContactsApiError) if problem_type_of(error.__new__(error)) is INTERNAL}
    assert unknown - of_ports == NEVER_ANSWERED


def test_what_is_not_of_the_domain_is_a_fault_of_ours() -> None:
    assert problem_type_of(KeyError("x")) is INTERNAL
    assert problem_type_of(StoreConflictError()) is INTERNAL


def test_the_nearest_ancestor_decides() -> None:
    assert problem_type_of(errors.WeakPasswordError("too_short", "")) is INVALID
    assert problem_type_of(errors.OutcomeUnknownError("")).code == "outcome_unknown"
    assert problem_type_of(errors.StoreUnavailableError("")).code == "temporarily_unavailable"


def test_a_code_stands_for_one_kind() -> None:
    assert len({kind.code for kind in EVERY_KIND}) == len(EVERY_KIND)


@pytest.mark.parametrize("kind", BY_CODE)
def test_a_problem_has_the_members_of_rfc_9457_and_ours(kind: ProblemType) -> None:
    body = json.loads(bytes(problem_response(kind, request_id="r").body))
    assert body == {
        "type": f"urn:problem-type:contacts-api:{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": f"{kind.title}.",
        "request_id": "r",
    }


def test_the_reasons_of_a_failure_of_ours_are_for_the_log() -> None:
    told = {kind.code for kind in EVERY_KIND if kind.status >= 500 and kind.says_why}
    assert told == {"book_busy"}


def test_a_name_that_is_no_unicode_can_be_told_back() -> None:
    response = problem_response(INVALID, request_id="r", problems=[{"pointer": "/\ud800"}])
    assert json.loads(bytes(response.body))["errors"] == [{"pointer": "/\ud800"}]
