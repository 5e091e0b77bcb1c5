"""Responses with a page of contacts, birthdays or versions: as many of them as fit into one response."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from shared.web.contacts.answers import contact_json
from shared.web.contacts.incompleteness import retry_headers
from shared.web.http.envelope import count_fitting, surely_fits
from shared.web.http.json_answer import JsonAnswer, json_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from starlette.responses import Response

    from shared.services.contacts.birthdays import BirthdayPage
    from shared.services.contacts.history import VersionPage
    from shared.services.contacts.tagged import TaggedContactPage
    from shared.services.ports.books import Position
    from shared.web.contacts.answers import ContactPageAnswer, Json
    from shared.web.contacts.cards import AskedForm

_ROOM_FOR_CURSOR = 4 * 1024
"""For what a page has besides its items."""


def page_answer(
    items: Sequence[Json],
    page: TaggedContactPage | BirthdayPage | VersionPage,
    issue: Callable[[Position], str],
    *,
    more: Mapping[str, Any] = MappingProxyType({}),
    headers: Mapping[str, str] | None = None,
) -> JsonAnswer[Any]:
    """Return a response with the items of a page, and with the cursor that ``issue`` makes of the next position.

    ``more`` are members of the page besides. Items that do not fit are left to the next page: a hundred of the largest
    contacts exceed what Lambda returns.
    """

    def answer(items: Sequence[Json], following: Position | None) -> JsonAnswer[Any]:
        next_cursor = issue(following) if following else None
        return JsonAnswer({"items": items, "next_cursor": next_cursor, **more}, 200, headers)

    whole = answer(items, page.next)
    if surely_fits(len(whole.body)):
        return whole
    fitting = count_fitting(map(json_bytes, items), room=_ROOM_FOR_CURSOR)
    return whole if fitting == len(items) else answer(items[:fitting], page.positions[fitting - 1])


def contact_page_response(
    page: TaggedContactPage, issue: Callable[[Position], str], fields: Collection[str] | None, form: AskedForm | None
) -> ContactPageAnswer | Response:
    """Return a response with contacts as JSON, or with their ``fields`` alone, or as cards in this form."""
    return contact_page_answer(page, issue, fields) if form is None else form.page_answer(page, issue)


def contact_page_answer(
    page: TaggedContactPage, issue: Callable[[Position], str], fields: Collection[str] | None = None
) -> ContactPageAnswer:
    """Return a response with contacts of now, of then, or that a search has found, or with their ``fields`` alone."""
    items = [contact_json(contact, fields) for contact in page.contacts]
    if page.then is not None:
        return page_answer(items, page, issue, more={"as_of": {"revision": page.then.revision, "at": page.then.at}})
    if page.findings is None:
        return page_answer(items, page, issue)
    if page.findings.matches is not None:
        for item, matches in zip(items, page.findings.matches, strict=True):
            item["matches"] = [{"path": one.path, "kind": one.kind, "text": one.text} for one in matches]
    is_complete = page.findings.is_complete
    headers = retry_headers(is_complete=is_complete)
    return page_answer(items, page, issue, more={"complete": is_complete}, headers=headers)
