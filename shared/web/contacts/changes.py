"""The changes of contacts: query parameters and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from fastapi import Query
from pydantic import BaseModel, Field

from shared.services.cursors import MAX_CURSOR_LENGTH
from shared.web.contacts.answers import contact_json
from shared.web.contacts.label_answers import label_json
from shared.web.http.entity_tags import entity_tag
from shared.web.http.envelope import count_fitting, surely_fits
from shared.web.http.json_answer import JsonAnswer, json_bytes
from shared.web.http.query_parameters import STRICT, without_empty_values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import shared.web.contacts.schemas.changes
    from shared.domain.labels import Labels
    from shared.services.contacts.syncing import SyncItem, SyncPage, SyncPoint
    from shared.web.contacts.answers import Json

ChangePageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.changes.ChangePageOut"]

MAX_CHANGES = 500
DEFAULT_CHANGES = 100
_ROOM_FOR_TOKEN = 4 * 1024
"""For what a page has besides its items and labels."""


class ChangeListParameters(BaseModel):
    """The query parameters of changes."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    since: Annotated[
        str | None,
        Field(
            max_length=MAX_CURSOR_LENGTH,
            description="`next_since` of the previous page, at most {sync_token_lifetime} old; without it, you get all "
            "contacts.",
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MAX_CHANGES, description="The maximum number of items in a page.")] = (
        DEFAULT_CHANGES
    )


ChangeList = Annotated[ChangeListParameters, Query()]


def changes_answer(page: SyncPage, issue: Callable[[SyncPoint], str]) -> ChangePageAnswer:
    """Return a response with the items of a page, and with the token that ``issue`` makes of how far they lead.

    Items that do not fit into one response are left to the next page.
    """
    items = [_item_json(item) for item in page.items]
    labels = None if page.labels is None else _labels_json(page.labels)
    answer = _answer(items, labels, issue(page.point), has_more=page.has_more)
    if surely_fits(len(answer.body)):
        return answer
    room = _ROOM_FOR_TOKEN + len(json_bytes(json_bytes(labels).decode()))
    fitting = count_fitting(map(json_bytes, items), room=room)
    if fitting == len(items):
        return answer
    return _answer(items[:fitting], labels, issue(page.items[fitting - 1].point), has_more=True)


def _answer(
    items: Sequence[Json], labels: Sequence[Json] | None, next_since: str, *, has_more: bool
) -> ChangePageAnswer:
    return JsonAnswer({"items": items, "labels": labels, "next_since": next_since, "has_more": has_more})


def _item_json(item: SyncItem) -> Json:
    contact = item.contact
    return {
        "id": item.contact_id,
        "uid": item.uid,
        "revision": item.revision,
        "deleted": contact is None,
        "etag": entity_tag(contact.version) if contact else None,
        "label_ids": list(item.label_ids),
        "contact": contact_json(contact) if contact else None,
    }


def _labels_json(labels: Labels) -> list[Json]:
    """Return the labels by name, and after them those that have been merged into one of them."""
    known = {label_id: label for label_id in labels.names if (label := labels.get(label_id))}
    shown = [{**label_json(label_id, label), "merged_into": None} for label_id, label in known.items()]
    merged = [
        {**label_json(label_id, known[into]), "merged_into": into}
        for label_id, into in labels.removed.items()
        if into in known
    ]
    return [*sorted(shown, key=lambda label: (label["name"].casefold(), label["name"], label["id"])), *merged]
