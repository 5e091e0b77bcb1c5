"""Responses with versions of a contact, in the form that ``schemas.history.VersionOut`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    import shared.web.contacts.schemas.history
    from shared.services.contacts.history import Version
    from shared.web.contacts.answers import Json

VersionPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.history.VersionPageOut"]


def version_json(version: Version) -> Json:
    """Return the JSON form of a version."""
    change = version.change
    return {
        "revision": change.revision,
        "at": change.at,
        "actor": change.actor,
        "kind": change.kind,
        "operation_id": change.operation,
        "changes": [
            {"path": each.path, "before": each.before, "after": each.after, "text": each.text}
            for each in version.differences
        ],
    }
