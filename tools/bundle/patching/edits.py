"""Edits of a module's source, for accelerators. An edit raises EditError if it does not fit the source."""

from __future__ import annotations

import ast
from functools import reduce

from tools.bundle.patching.local_imports import with_local_import
from tools.bundle.patching.tree import Edit, EditError


def replaced(old: str, new: str, *, times: int = 1) -> Edit:
    """Return an edit that replaces a text which occurs exactly ``times`` times."""

    def edit(source: str) -> str:
        if source.count(old) != times:
            raise EditError(f"{old.strip()!r} stands there {source.count(old)} times")
        return source.replace(old, new)

    return edit


def without(*texts: str) -> Edit:
    """Return an edit that removes texts, each of which occurs exactly once."""
    return combined(*(replaced(text, "") for text in texts))


def combined(*edits: Edit) -> Edit:
    """Return an edit that makes several edits, one after the other."""
    return lambda source: reduce(lambda edited, edit: edit(edited), edits, source)


def one_of(*edits: Edit) -> Edit:
    """Return an edit that makes the first of several edits that fits: one for each release that may be installed."""

    def edit(source: str) -> str:
        reasons: list[str] = []
        for each in edits:
            try:
                return each(source)
            except EditError as error:
                reasons.append(str(error))
        raise EditError("; ".join(reasons))

    return edit


def already(text: str) -> Edit:
    """Return an edit of a module in which nothing is left to do, which this text in it shows."""
    return replaced(text, text)


def rewritten(text: str) -> Edit:
    """Return an edit that replaces the whole module."""
    return lambda _: text


def with_local_imports(*names: str) -> Edit:
    """Return an edit that moves imports of these names into the functions using them; nothing else may use them."""

    def edit(source: str) -> str:
        try:
            return reduce(with_local_import, names, source)
        except ValueError as error:
            raise EditError(str(error)) from error

    return edit


def with_postponed_annotations(source: str) -> str:
    """Return the module with annotations that are evaluated only on demand (PEP 563)."""
    return f"from __future__ import annotations\n{source}"


def with_plain_dictionaries(source: str) -> str:
    """Return the module with ``dict`` in place of every typed dictionary; only type checkers see a difference."""
    lines = source.splitlines()
    for node in reversed(_subclasses(source, "TypedDict")):
        lines[node.lineno - 1 : node.end_lineno] = [f"{node.name} = dict"]
    return "\n".join(lines) + "\n"


def with_plain_models(source: str) -> str:
    """Return a module with the same classes, whose instances store their arguments without validation."""
    enums = {node.name for node in _subclasses(source, "Enum")}
    parts = ["from enum import Enum", "class _Plain:\n    def __init__(self, **members): self.__dict__.update(members)"]
    names: set[str] = set()
    for node in _classes(source):
        base = node.bases[0]
        parent = base.id if isinstance(base, ast.Name) and base.id in names else "_Plain"
        whole = ast.get_source_segment(source, node)
        parts.append(whole if node.name in enums and whole else f"class {node.name}({parent}): pass")
        names.add(node.name)
    return "\n".join(parts) + "\n"


def _classes(source: str) -> list[ast.ClassDef]:
    return [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]


def _subclasses(source: str, base: str) -> list[ast.ClassDef]:
    """Return the classes of a module that have this base, directly or indirectly."""
    names = {base}
    found = []
    for node in _classes(source):
        if any(isinstance(one, ast.Name) and one.id in names for one in node.bases):
            names.add(node.name)
            found.append(node)
    if not found:
        raise EditError(f"no class is a {base}")
    return found
