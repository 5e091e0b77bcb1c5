"""Pydantic without typed dictionaries, the search for plugins, and the types that none of our models uses.

Gain: 60.7 M of a cold GET, 111.1 M of a cold create, 4 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.patching.edits import combined, replaced, with_local_imports, with_plain_dictionaries, without
from tools.bundle.patching.tree import Edit, Tree


def apply(tree: Tree) -> None:
    """Make the parts of a core schema plain dictionaries, and compare with types only if they are loaded."""
    tree.edit("pydantic_core/core_schema.py", with_plain_dictionaries)
    tree.edit("pydantic/plugin/_loader.py", _NO_PLUGINS)
    tree.edit("pydantic/_internal/_generate_schema.py", _TYPES)
    tree.edit("pydantic/_internal/_validators.py", with_local_imports("Fraction", "ZoneInfo", "ZoneInfoNotFoundError"))
    tree.edit("pydantic/_internal/_known_annotated_metadata.py", _GROUPED)


def _if_loaded(module: str, name: str) -> Edit:
    """Return an edit that compares a type with this one only if its module has been loaded by whoever uses it."""
    return replaced(
        f"elif obj is {name}:", f"elif '{module}' in sys.modules and obj is sys.modules['{module}'].{name}:"
    )


# Pydantic looks for plugins among all installed distributions.
_NO_PLUGINS = combined(
    without("import importlib.metadata as importlib_metadata\n"),
    replaced("importlib_metadata.distributions()", "()"),
)
_TYPES = combined(
    _if_loaded("fractions", "Fraction"),
    with_local_imports("Fraction"),
    _if_loaded("zoneinfo", "ZoneInfo"),
    without("from zoneinfo import ZoneInfo\n"),
)
# Before Python 3.12, an instance check on a protocol examines every class again.
_GROUPED = replaced(
    "isinstance(annotation, at.GroupedMetadata)", "hasattr(annotation, '__is_annotated_types_grouped_metadata__')"
)
