"""Views over HTTP: their ids in paths, and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Depends

from shared.domain.contacts.filters import ContactFilter
from shared.domain.contacts.queries import order_of
from shared.web.http.entity_tags import entity_tag
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.parameters import PathParameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shared.web.contacts.schemas.views
    from shared.services.contacts.views import ShownView

ViewAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.views.ViewOut"]
ViewListAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.views.ViewListOut"]


ViewId = Annotated[str, Depends(PathParameter("view_id", "The view's id."))]


def view_answer(shown: ShownView, *, status: int = 200) -> ViewAnswer:
    """Return a response with a view, and its version as the entity tag; for a new one, also where it is."""
    headers = {"Location": f"/api/v1/views/{shown.view.id}"} if status == 201 else {}
    return JsonAnswer(view_json(shown), status, {"ETag": entity_tag(shown.version), **headers})


def views_answer(views: Sequence[ShownView]) -> ViewListAnswer:
    """Return a response with all views of a book."""
    return JsonAnswer({"items": [view_json(each) for each in views]})


def view_json(shown: ShownView) -> dict[str, Any]:
    """Return the JSON form of a view."""
    view = shown.view
    asked = view.query.filter or ContactFilter()
    return {
        "id": view.id,
        "name": view.name,
        "q": view.query.text,
        "tag": shown.tag,
        "tag_removed": shown.tag_removed,
        "favorite": asked.favorite,
        "organization": asked.organization,
        "has": list(asked.has),
        "updated_since": asked.updated_since,
        "created_since": asked.created_since,
        "birthday_month": asked.birthday_month,
        "kind": asked.kind or None,
        "sort": order_of(view.sort),
        "created_at": view.created_at,
        "updated_at": view.updated_at,
    }
