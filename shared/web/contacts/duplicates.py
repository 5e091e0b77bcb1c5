"""Bodies, parameters and responses of duplicates. They are apart from others, so that no other function loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Query
from pydantic import Field

from shared.services.contacts.duplicates import MAX_PAGE
from shared.web.contacts.answers import contact_json
from shared.web.contacts.schemas.duplicates import DismissalIn
from shared.web.http.entity_tags import entity_tag
from shared.web.http.envelope import count_fitting
from shared.web.http.json_answer import JsonAnswer, json_bytes
from shared.web.http.json_body import json_body
from shared.web.http.paging import PageParameters

if TYPE_CHECKING:
    from collections.abc import Callable

    import shared.web.contacts.schemas.duplicates
    from shared.services.contacts.duplicates import DuplicateGroup, DuplicatePage
    from shared.services.ports.books import Position

QUERY = "duplicates"
_ROOM_FOR_THE_REST = 4 * 1024

Dismissal = Annotated[DismissalIn, json_body(DismissalIn)]
DuplicatePageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.duplicates.DuplicatePageOut"]


class DuplicateListParameters(PageParameters):
    """The query parameters of the list of duplicates."""

    limit: Annotated[int, Field(ge=1, le=MAX_PAGE, description="The maximum number of groups in a page.")] = MAX_PAGE


DuplicateList = Annotated[DuplicateListParameters, Query()]


def duplicate_page_answer(page: DuplicatePage, issue: Callable[[Position], str]) -> DuplicatePageAnswer:
    """Return a response with the groups of a page that fit into one, and the cursor that ``issue`` makes of the next.

    A page of 20 groups of 20 of the largest contacts exceeds what Lambda returns. One group always fits.
    """
    items = [_group_json(group) for group in page.groups]
    fitting = count_fitting(map(json_bytes, items), room=_ROOM_FOR_THE_REST)
    following = page.next if fitting >= len(items) else page.positions[fitting - 1]
    return JsonAnswer(
        {
            "items": items[:fitting],
            "next_cursor": issue(following) if following else None,
            "found_at": page.found_at,
            "has_more": page.has_more,
        }
    )


def _group_json(group: DuplicateGroup) -> dict[str, Any]:
    return {
        "score": group.score,
        "reasons": [{"code": reason.code, "detail": reason.detail} for reason in group.reasons],
        "contacts": [{"etag": entity_tag(each.version), "contact": contact_json(each)} for each in group.contacts],
    }
