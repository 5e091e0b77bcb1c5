"""PatchObjects (RFC 9553 section 1.4.3): what is different in another language, as values by path.

Paths are JSON pointers (RFC 6901) without the first slash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

MAX_PATH_LENGTH = 32
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class PatchError(ValueError):
    """A PatchObject is invalid, so none of it counts; ``key`` is the path that is, the message says to people why."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


def pointer_of(path: Sequence[str]) -> str:
    """Return the JSON pointer of a path."""
    return "".join(f"/{escaped(name)}" for name in path)


def escaped(name: str) -> str:
    """Return a name as it stands in a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def path_of(key: str) -> list[str]:
    """Return the names in a path."""
    return [name.replace("~1", "/").replace("~0", "~") for name in key.split("/")]


def patched(card: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of the card with the patch applied. Raises PatchError.

    A path may lead into an array, to replace one of its elements. What it leads through must be there.
    """
    paths = {key: path_of(key) for key in patch}
    _require_separate(paths)
    result = dict(deepcopy(card))
    for key, path in paths.items():
        _replace(result, path, deepcopy(patch[key]), key)
    return result


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the patch that makes one object of another one; it replaces arrays as a whole."""
    patch: dict[str, Any] = {}
    _collect(before, after, "", patch)
    return patch


def _collect(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str, patch: dict[str, Any]) -> None:
    for name in (*before, *(name for name in after if name not in before)):
        key = f"{prefix}{escaped(name)}"
        one, other = before.get(name), after.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            _collect(one, other, f"{key}/", patch)
        elif one != other:
            patch[key] = other


def _require_separate(paths: Mapping[str, Sequence[str]]) -> None:
    """Raise PatchError for a path that is too long, or leads through what another one replaces."""
    taken = {tuple(path) for path in paths.values()}
    for key, path in paths.items():
        if len(path) > MAX_PATH_LENGTH:
            raise PatchError(key, f"A path has at most {MAX_PATH_LENGTH} names.")
        if any(tuple(path[:length]) in taken for length in range(1, len(path))):
            raise PatchError(key, "Another path of the same language is the beginning of this one.")


def _replace(card: Any, path: Sequence[str], new: Any, key: str) -> None:
    parent = card
    for name in path[:-1]:
        parent = _part(parent, name, key)
    last = path[-1]
    if isinstance(parent, dict):
        if new is None:
            parent.pop(last, None)
        else:
            parent[last] = new
        return
    _part(parent, last, key)
    if new is None:
        raise PatchError(key, "An element of an array can be replaced, but not removed.")
    parent[int(last)] = new


def _part(value: Any, name: str, key: str) -> Any:
    if isinstance(value, dict) and name in value:
        return value[name]
    if isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
        return value[int(name)]
    raise PatchError(key, "The card has nothing in this place that could be changed.")
