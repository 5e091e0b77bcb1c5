"""A change of labels as the history keeps it: JSON compressed with zlib (RFC 1950)."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Label

if TYPE_CHECKING:
    from collections.abc import Mapping


def labels_change_bytes(change: LabelsChange) -> bytes:
    """Return the stored form of a change of labels."""
    content = {
        "before": _members(change.before),
        "after": _members(change.after),
        "merged": change.merged,
        "previous_revision": change.previous_revision,
    }
    return zlib.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(errors="surrogatepass"))


def labels_change_of(data: bytes) -> LabelsChange:
    """Return the change in its stored form."""
    content: dict[str, Any] = json.loads(zlib.decompress(data).decode(errors="surrogatepass"))
    return LabelsChange(
        before=_labels(content["before"]),
        after=_labels(content["after"]),
        merged=content["merged"],
        previous_revision=content["previous_revision"],
    )


def _members(labels: Mapping[str, Label | None]) -> dict[str, Any]:
    return {one: _member(label) if label else None for one, label in labels.items()}


def _member(label: Label) -> dict[str, Any]:
    return {"name": label.name, "color": label.color, "added_in": label.added_in}


def _labels(members: Mapping[str, Any]) -> dict[str, Label | None]:
    return {one: _label(label) if label else None for one, label in members.items()}


def _label(member: Mapping[str, Any]) -> Label:
    return Label(name=member["name"], color=member.get("color"), added_in=member.get("added_in", 0))
