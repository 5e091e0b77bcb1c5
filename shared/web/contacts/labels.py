"""Responses with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.domain.labels import Labels


def label_json(label_id: str, labels: Labels) -> dict[str, Any]:
    """Return the JSON form of a label."""
    return {"id": label_id, "name": labels.names[label_id], "color": labels.colors.get(label_id)}
