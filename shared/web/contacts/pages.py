"""Responses with a page of contacts, birthdays or versions: as many of them as fit into one response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from shared.web.http.envelope import count_fitting, surely_fits
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.services.contacts.birthdays import BirthdayPage
    from shared.services.contacts.history import VersionPage
    from shared.services.contacts.tagged import TaggedContactPage
    from shared.services.ports.books import Position
    from shared.web.contacts.answers import Json

_ROOM_FOR_CURSOR = 4 * 1024
"""For what a page has besides its items."""


def page_answer(
    items: Sequence[Json], page: TaggedContactPage | BirthdayPage | VersionPage, issue: Callable[[Position], str]
) -> JsonAnswer[Any]:
    """Return a response with the items of a page, and with the cursor that ``issue`` makes of the next position.

    Items that do not fit are left to the next page: a hundred of the largest contacts exceed what Lambda returns.
    """
    more = _as_of(page)
    answer = _answer(items, issue(page.next) if page.next else None, more)
    if surely_fits(len(answer.body)):
        return answer
    fitting = count_fitting(map(to_json, items), room=_ROOM_FOR_CURSOR)
    return answer if fitting == len(items) else _answer(items[:fitting], issue(page.positions[fitting - 1]), more)


def _answer(items: Sequence[Json], next_cursor: str | None, more: Json) -> JsonAnswer[Any]:
    return JsonAnswer({"items": items, "next_cursor": next_cursor, **more})


def _as_of(page: TaggedContactPage | BirthdayPage | VersionPage) -> Json:
    """Return the member of a page that says when it is as of, if that is not now."""
    then = getattr(page, "then", None)
    return {"as_of": {"revision": then.revision, "at": then.at}} if then else {}
