"""The schedule that erases accounts; tests/faults/test_nothing_stays.py has what it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.scheduled.erase_accounts import handler
from shared.domain.accounts.erasure import SETTLING
from shared.domain.errors import FilesUnavailableError
from shared.services.accounts import erasing
from shared.services.books.access import Caller
from tests.functions.conftest import NewPerson, Person
from tests.functions.streams.test_send_mail import Context
from tests.support.clock import Clock
from tests.support.sample_pictures import plain
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"


@pytest.fixture
def event(root: Path) -> dict[str, Any]:
    path = root / "events" / "scheduled" / "erase_accounts.json"
    event: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return event


@pytest.fixture
def people(new_person: NewPerson, clock: Clock, wired: MemoryWiring) -> list[Person]:
    """Two people who deleted their accounts a week ago, with a contact, an avatar and a file each."""
    people = [new_person(), new_person()]
    for person in people:
        person.create(tags=["family"])
        wired.avatars.upload(_caller(wired, person), plain("PNG"))
        wired.files.put(person.account_id, "uploads/1", b"BEGIN:VCARD")
        assert person.request("DELETE", ME).status == 202
    clock.advance(timedelta(days=7))
    return people


def _caller(wired: MemoryWiring, person: Person) -> Caller:
    claims = wired.access_tokens.read(person.token, now=wired.memory.accounts[person.account_id].created_at)
    return Caller(account_id=claims.account_id, verified=True, session_id=claims.session_id, issued_at=claims.issued_at)


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_accounts_are_erased_and_looked_at_once_more(
    wired: MemoryWiring, people: list[Person], event: dict[str, Any], clock: Clock
) -> None:
    assert handler(event, Context()) == {"erased": 0, "settling": 2, "postponed": 0}
    assert wired.memory.accounts == {}
    assert wired.files.files == {}
    assert wired.avatar_pictures.pictures == {}
    wired.files.put(people[0].account_id, "pieces/late", b"by a task")
    clock.advance(SETTLING)
    assert handler(event, Context()) == {"erased": 2, "settling": 0, "postponed": 0}
    assert wired.files.files == {}
    assert {*wired.memory.tombstones} == {person.account_id for person in people}
    assert handler(event, Context()) == {"erased": 0, "settling": 0, "postponed": 0}


@pytest.mark.usefixtures("people")
def test_before_it_is_due_nothing_happens(
    wired: MemoryWiring, event: dict[str, Any], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "time", clock.time - timedelta(seconds=2))
    assert handler(event, Context()) == {"erased": 0, "settling": 0, "postponed": 0}
    assert len(wired.memory.accounts) == 2


@pytest.mark.usefixtures("people")
def test_what_fails_is_counted_and_left_to_the_next_run(
    wired: MemoryWiring, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(wired.files, "remove", failing(FilesUnavailableError("no answer")))
        assert handler(event, Context()) == {"erased": 0, "settling": 0, "postponed": 2}
    assert capsys.readouterr().out.count('"message":"ErasurePostponed"') == 2
    assert handler(event, Context()) == {"erased": 0, "settling": 2, "postponed": 0}


@pytest.mark.usefixtures("people")
def test_a_run_ends_when_its_time_is_over_and_the_next_one_goes_on(
    wired: MemoryWiring, event: dict[str, Any], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = wired.files.remove

    def slowly(book_id: str, name: str) -> None:
        removed(book_id, name)
        clock.advance(erasing.RUN_TIME)

    monkeypatch.setattr(wired.files, "remove", slowly)
    assert handler(event, Context()) == {"erased": 0, "settling": 0, "postponed": 2}
    assert len(wired.files.files) == 1
    assert handler(event, Context())["postponed"] in {1, 2}, "in whichever order they come"
    assert wired.files.files == {}
    assert handler(event, Context()) == {"erased": 0, "settling": 2, "postponed": 0}


@pytest.mark.usefixtures("people")
def test_a_mistake_fails_the_run_after_every_account_has_been_tried(
    wired: MemoryWiring, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake = KeyError("which bucket?")
    monkeypatch.setattr(wired.files, "remove", failing(mistake))
    with pytest.raises(ExceptionGroup) as caught:
        handler(event, Context())
    assert caught.value.exceptions == (mistake, mistake)
