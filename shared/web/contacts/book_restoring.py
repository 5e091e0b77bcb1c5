"""The body that asks for a book as it was, and the preview of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from shared.web.contacts.schemas.book_restoring import BookRestoreIn
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import json_body

if TYPE_CHECKING:
    import shared.web.contacts.schemas.book_restoring
    from shared.domain.labels import Label
    from shared.services.contacts.past.preview import Preview

RestorePreviewAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.book_restoring.RestorePreviewOut"]
MomentToRestore = Annotated[BookRestoreIn, json_body(BookRestoreIn)]


def preview_answer(preview: Preview) -> RestorePreviewAnswer:
    """Return a response with a preview."""
    return JsonAnswer(
        {
            "as_of": {"revision": preview.then.revision, "at": preview.then.at},
            **preview.counts,
            "at_least": not preview.is_complete,
            "labels": [{"id": one.id, "now": _state(one.now), "then": _state(one.then)} for one in preview.labels],
            "contacts": [{"id": one.id, "name": one.name, "effect": one.effect} for one in preview.contacts],
        }
    )


def _state(label: Label | None) -> dict[str, str | None] | None:
    return {"name": label.name, "color": label.color} if label else None
