"""The schedule that purges the trash."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.scheduled.purge_trash import handler
from shared.domain.errors import TasksUnavailableError
from shared.services.contacts import due_trash
from tests.functions.conftest import NewPerson, Person
from tests.functions.streams.test_send_mail import Context
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


@pytest.fixture
def event(root: Path) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((root / "events" / "scheduled" / "purge_trash.json").read_text(encoding="utf-8"))
    return event


@pytest.fixture
def people(new_person: NewPerson, clock: Clock) -> list[Person]:
    """Two people, each of whom deleted a contact 31 days ago."""
    people = [new_person(), new_person()]
    for person in people:
        contact_id = person.create().json["id"]
        assert person.request("DELETE", f"/api/v1/contacts/{contact_id}").status == 204
    clock.advance(timedelta(days=31))
    return people


def failing(error: Exception) -> Callable[..., None]:
    def send(*_: object, **__: object) -> None:
        raise error

    return send


def test_the_removal_starts_in_each_book_with_something_due(
    wired: MemoryWiring, people: list[Person], event: dict[str, Any]
) -> None:
    assert handler(event, Context()) == {"started": 2, "postponed": 0}
    assert len(wired.queued_tasks.messages) == len(people)
    assert handler(event, Context()) == {"started": 0, "postponed": 0}


@pytest.mark.usefixtures("people")
def test_what_fails_is_counted_and_left_to_the_next_run(
    wired: MemoryWiring, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(wired.queued_tasks, "send", failing(TasksUnavailableError("no answer")))
        assert handler(event, Context()) == {"started": 0, "postponed": 2}
    assert capsys.readouterr().out.count('"message":"PurgePostponed"') == 2
    assert handler(event, Context()) == {"started": 2, "postponed": 0}


@pytest.mark.usefixtures("people", "wired")
def test_a_run_that_could_not_come_to_all_books_says_so(
    event: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(due_trash, "MAX_BOOKS", 1)
    assert handler(event, Context()) == {"started": 1, "postponed": 0}
    assert capsys.readouterr().out.count('"message":"PurgesLeft"') == 1


@pytest.mark.usefixtures("people")
def test_a_mistake_fails_the_run_after_every_book_has_been_tried(
    wired: MemoryWiring, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake = KeyError("which queue?")
    monkeypatch.setattr(wired.queued_tasks, "send", failing(mistake))
    with pytest.raises(ExceptionGroup) as caught:
        handler(event, Context())
    assert caught.value.exceptions == (mistake, mistake)
