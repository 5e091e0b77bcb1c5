"""Pydantic without typed dictionaries, the search for plugins, the types that none of our models uses, and compiling.

It fits 2.13 and 2.14; the edits of the older one go when that is left behind.

Gain: 60.7 M of a cold GET, 111.1 M of a cold create, 4 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.patching.edits import (
    already,
    combined,
    one_of,
    replaced,
    with_local_imports,
    with_plain_dictionaries,
    without,
)
from tools.bundle.patching.tree import Edit, Tree


def apply(tree: Tree) -> None:
    """Make the parts of a core schema plain dictionaries, and compare with types only if they are loaded."""
    tree.edit("pydantic_core/core_schema.py", with_plain_dictionaries)
    tree.edit("pydantic/plugin/_loader.py", _NO_PLUGINS)
    tree.edit("pydantic/_internal/_generate_schema.py", _TYPES)
    tree.edit("pydantic/_internal/_validators.py", _VALIDATORS)
    tree.edit("pydantic/_internal/_known_annotated_metadata.py", _GROUPED)
    tree.edit("typing_inspection/typing_objects.py", _COMPARISONS)


def _if_loaded(module: str, name: str) -> Edit:
    """Return an edit that compares a type with this one only if its module has been loaded by whoever uses it."""
    return replaced(
        f"elif obj is {name}:", f"elif '{module}' in sys.modules and obj is sys.modules['{module}'].{name}:"
    )


# Pydantic looks for plugins among all installed distributions.
_NO_PLUGINS = one_of(
    combined(
        without("from importlib.metadata import entry_points\n"),
        replaced("entry_points(group=PYDANTIC_ENTRY_POINT_GROUP)", "()"),
    ),
    combined(
        without("import importlib.metadata as importlib_metadata\n"),
        replaced("importlib_metadata.distributions()", "()"),
    ),
)
# From 2.14 on it looks types up in tables, and its compiled part loads fractions by itself.
_TYPES = one_of(
    combined(
        without(
            "from zoneinfo import ZoneInfo\n",
            "        ZoneInfo: lambda self, obj: self._zoneinfo_schema(),\n",
        ),
        replaced("        Decimal,\n        ZoneInfo,\n", "        Decimal,\n"),
    ),
    combined(
        _if_loaded("fractions", "Fraction"),
        with_local_imports("Fraction"),
        _if_loaded("zoneinfo", "ZoneInfo"),
        without("from zoneinfo import ZoneInfo\n"),
    ),
)
_VALIDATORS = combined(
    one_of(with_local_imports("Fraction"), already("def _count_digits(")),
    with_local_imports("ZoneInfo", "ZoneInfoNotFoundError"),
)
# Before Python 3.12, an instance check on a protocol examines every class again.
_GROUPED = one_of(
    replaced(
        "isinstance(annotation, at.GroupedMetadata)", "hasattr(annotation, '__is_annotated_types_grouped_metadata__')"
    ),
    already("if _is_grouped_metadata(annotation):"),
)
# Thirty functions that compare a type with one of typing are composed as text and compiled at import.
_COMPARISONS = combined(
    without("from textwrap import dedent\n"),
    replaced("check_code = 'obj is _obj'", "one = globals_['_obj']; return lambda obj: obj is one", times=3),
    replaced("check_code = 'obj is _t_obj or obj is _te_obj'", "return lambda obj: obj is t_obj or obj is te_obj"),
    replaced(
        "check_code = 'isinstance(obj, _obj)'",
        "one = globals_['_obj']; return lambda obj: isinstance(obj, one)",
        times=3,
    ),
    replaced("check_code = 'isinstance(obj, _objs)'", "return lambda obj: isinstance(obj, (t_obj, te_obj))"),
    replaced("check_code = 'False'", "return lambda obj: False", times=2),
)
