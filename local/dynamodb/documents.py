"""Values at document paths inside an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from local.dynamodb.errors import DynamoError, invalid
from local.dynamodb.expressions import Path
from local.dynamodb.values import Item, Value

Parts = tuple[str | int, ...]
_UNKNOWN_PATH = "The document path provided in the update expression is invalid for update"


def resolved(path: Path, names: Mapping[str, str]) -> Parts:
    """Return the parts of a path with placeholders replaced. Raises DynamoError for one without a name."""
    return tuple(_name(part, names) if isinstance(part, str) else part for part in path.parts)


def _name(part: str, names: Mapping[str, str]) -> str:
    if not part.startswith("#"):
        return part
    if part not in names:
        raise invalid(f"An expression attribute name used in the document path is not defined; attribute name: {part}")
    return names[part]


def find(item: Mapping[str, Value], parts: Parts) -> Value | None:
    """Return the value at a path, or None."""
    found = item.get(str(parts[0]))
    for part in parts[1:]:
        if found is None:
            return None
        found = _member(found, part)
    return found


def _member(value: Value, part: str | int) -> Value | None:
    if isinstance(part, str):
        return value.get("M", {}).get(part)  # type: ignore[no-any-return]
    members = value.get("L", [])
    return members[part] if part < len(members) else None


def put(item: Item, parts: Parts, value: Value) -> None:
    """Store a value at a path; behind the end of a list, it is appended. Raises DynamoError if there is no parent."""
    parent, last = _parent(item, parts)
    if isinstance(last, str) or last < len(parent):
        parent[last] = value
    else:
        parent.append(value)


def remove(item: Item, parts: Parts) -> None:
    """Remove what is at a path, if anything is."""
    if find(item, parts) is None:
        return
    parent, last = _parent(item, parts)
    del parent[last]


def _parent(item: Item, parts: Parts) -> tuple[Any, str | int]:
    *above, last = parts
    if not above:
        return item, last
    found = find(item, tuple(above))
    kind = "M" if isinstance(last, str) else "L"
    if found is None or kind not in found:
        raise invalid(_UNKNOWN_PATH)
    return found[kind], last


def projected(item: Item, paths: Iterable[Parts]) -> Item:
    """Return what is at the paths, in the same places; chosen members of a list move together."""
    chosen: dict[str | int, Any] = {}
    for parts in paths:
        if find(item, parts) is not None:
            branch = chosen
            for part in parts[:-1]:
                branch = branch.setdefault(part, {})
            branch[parts[-1]] = None
    return {str(name): _pruned(item[str(name)], below) for name, below in chosen.items()}


def _pruned(value: Value, below: Mapping[str | int, Any] | None) -> Value:
    if below is None:
        return value
    if "M" in value:
        return {"M": {name: _pruned(value["M"][name], each) for name, each in below.items()}}
    return {"L": [_pruned(value["L"][at], each) for at, each in sorted(below.items())]}


def require_disjoint(paths: Sequence[Parts], kind: str) -> None:
    """Raise DynamoError if a path leads to, or into, what another one leads to."""
    seen: list[Parts] = []
    for parts in paths:
        for other in seen:
            shorter = min(len(parts), len(other))
            if parts[:shorter] == other[:shorter]:
                raise _overlap(kind, other, parts)
        seen.append(parts)


def _overlap(kind: str, one: Parts, other: Parts) -> DynamoError:
    return invalid(
        f"Invalid {kind}: Two document paths overlap with each other; "
        f"must remove or rewrite one of these paths; path one: {list(one)}, path two: {list(other)}"
    )
