"""What a client may say of a new personal access token, and every way in which it may not be said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.domain.accounts.personal_token_rules import CheckedPersonalToken, PersonalTokenDraft
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.scopes import Scope

NOW = datetime(2026, 11, 30, 12, 0, 0, 500_000, tzinfo=UTC)
WHOLE_SECOND = NOW.replace(microsecond=0)
DAY = timedelta(days=1)
SCOPES = "contacts:read, contacts:write, profile:read"


def draft(**members: Any) -> PersonalTokenDraft:
    return PersonalTokenDraft(**{"name": "Backup", "scopes": ["contacts:read"], **members})


def problems(**members: Any) -> list[FieldProblem]:
    with pytest.raises(InvalidInputError) as refused:
        draft(**members).checked(NOW)
    return list(refused.value.problems)


def test_a_token_works_for_thirty_days_that_end_on_a_whole_second() -> None:
    assert draft(name=" Backup \n").checked(NOW) == CheckedPersonalToken(
        name="Backup", scopes=frozenset({Scope.CONTACTS_READ}), expires_at=WHOLE_SECOND + 30 * DAY
    )


@pytest.mark.parametrize("days", [1, 365])
def test_it_works_for_a_day_to_a_year(days: int) -> None:
    assert draft(days=days).checked(NOW).expires_at == WHOLE_SECOND + days * DAY


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_it_works_for_no_other_number_of_days(days: int) -> None:
    assert problems(days=days) == [FieldProblem(pointer="/days", code="out_of_range", detail="This is 1 to 365.")]


def test_the_end_may_be_said_in_any_zone_and_is_kept_in_utc() -> None:
    said = (WHOLE_SECOND + DAY).astimezone(timezone(timedelta(hours=5))).replace(microsecond=9)
    expires_at = draft(expires_at=said.isoformat()).checked(NOW).expires_at
    assert expires_at == WHOLE_SECOND + DAY
    assert expires_at.tzinfo is UTC


def test_the_end_may_be_the_next_second_and_is_in_a_year_at_the_latest() -> None:
    now = WHOLE_SECOND
    for later in (timedelta(seconds=1), 365 * DAY):
        assert draft(expires_at=(now + later).isoformat()).checked(now).expires_at == now + later


@pytest.mark.parametrize(
    ("expires_at", "code", "detail"),
    [
        ("2026-11-30T12:00:00Z", "in_the_past", "This is not in the future."),
        ("2027-11-30T12:00:01Z", "too_late", "A token works for at most 365 days."),
    ],
)
def test_the_end_is_neither_now_nor_too_late(expires_at: str, code: str, detail: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        draft(expires_at=expires_at).checked(WHOLE_SECOND)
    assert refused.value.problems == (FieldProblem(pointer="/expires_at", code=code, detail=detail),)


def test_an_end_that_is_no_time_is_told_apart() -> None:
    (problem,) = problems(expires_at="tomorrow")
    assert (problem.pointer, problem.code) == ("/expires_at", "wrong_form")
    assert "2026-11-29T08:00:00Z" in problem.detail


def test_the_end_is_said_once() -> None:
    assert problems(days=1, expires_at="2026-12-01T12:00:00Z") == [
        FieldProblem(pointer="/days", code="excludes_expires_at", detail="Say either expires_at or days.")
    ]


def test_every_scope_is_one_that_can_be_given() -> None:
    assert problems(scopes=["contacts:read", "account", "more"]) == [
        FieldProblem(pointer=f"/scopes/{number}", code="not_one_of", detail=f"This is one of: {SCOPES}.")
        for number in (1, 2)
    ]
    assert problems(scopes=[]) == [
        FieldProblem(pointer="/scopes", code="empty", detail=f"A token has at least one of: {SCOPES}.")
    ]


def test_a_name_may_have_a_hundred_characters() -> None:
    assert draft(name="é" * 100).checked(NOW).name == "é" * 100
    assert problems(name="é" * 101) == [
        FieldProblem(pointer="/name", code="too_long", detail="At most 100 characters.")
    ]


def test_a_name_is_one_line_of_text() -> None:
    assert problems(name="a\nb") == [
        FieldProblem(pointer="/name", code="control_characters", detail="Control characters are not allowed here.")
    ]
    assert problems(name=" ") == [
        FieldProblem(pointer="/name", code="empty", detail="A token needs a name: by it you tell it from others later.")
    ]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert [problem.pointer for problem in problems(name="", scopes=[], days=0)] == ["/name", "/scopes", "/days"]
