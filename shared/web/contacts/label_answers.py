"""The JSON form of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.domain.labels import Label


def label_json(label_id: str, label: Label) -> dict[str, Any]:
    """Return the JSON form of a label."""
    return {"id": label_id, "name": label.name, "color": label.color}
