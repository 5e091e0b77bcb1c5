from __future__ import annotations

import pytest

from tools.bundle.patching.edits import (
    already,
    combined,
    one_of,
    replaced,
    with_local_imports,
    with_plain_dictionaries,
    with_plain_models,
    with_postponed_annotations,
    without,
)
from tools.bundle.patching.tree import EditError

MODELS = """\
from enum import Enum
from pydantic import BaseModel

class Base(BaseModel):
    model_config = {"extra": "allow"}

class ProblemType(Enum):
    header = "header"

class Key(Base):
    name: str
    where: ProblemType = ProblemType.header

Key.model_rebuild()
"""

TYPED = """\
from typing import TypedDict

class First(TypedDict, total=False):
    a: int

class Second(First):
    b: int

def made(**members):
    return Second(**members)
"""


def names_of(source: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(source, "edited", "exec"), names)
    return names


def test_a_text_is_replaced_where_it_stands_as_often_as_expected() -> None:
    assert replaced("a", "b")("a c") == "b c"
    assert replaced("a", "b", times=2)("a a") == "b b"


def test_of_several_edits_the_first_that_fits_is_made() -> None:
    edit = one_of(combined(replaced("a", "b"), replaced("c", "d")), replaced("a", "e"), already("f"))
    assert edit("a c") == "b d"
    assert edit("a") == "e"
    assert edit("f g") == "f g"
    with pytest.raises(EditError, match="'a' stands there 0 times; 'a' stands there 0 times; 'f' stands there 0 times"):
        edit("g")


@pytest.mark.parametrize("source", ["", "a a"])
def test_an_edit_that_does_not_fit_is_refused(source: str) -> None:
    with pytest.raises(EditError, match="'a' stands there"):
        replaced("a", "b")(source)


def test_edits_follow_each_other() -> None:
    assert combined(replaced("a", "b"), without("b"))("ac") == "c"


def test_plain_models_hold_what_they_are_given_and_keep_their_family() -> None:
    names = names_of(with_plain_models(MODELS))
    key = names["Key"](name="x", other=1)  # type: ignore[operator]
    assert vars(key) == {"name": "x", "other": 1}
    assert isinstance(key, names["Base"])  # type: ignore[arg-type]
    assert names["ProblemType"].header.value == "header"  # type: ignore[attr-defined]


def test_typed_dictionaries_become_dictionaries_with_all_their_descendants() -> None:
    names = names_of(with_plain_dictionaries(TYPED))
    assert names["First"] is names["Second"] is dict
    assert names["made"](a=1) == {"a": 1}  # type: ignore[operator]


@pytest.mark.parametrize("edit", [with_plain_dictionaries, with_plain_models])
def test_a_module_without_such_classes_is_not_the_one_that_was_meant(edit: object) -> None:
    with pytest.raises(EditError, match="no class is a"):
        edit("class Alone: pass\n")  # type: ignore[operator]


def test_annotations_are_left_until_somebody_asks() -> None:
    names = names_of(with_postponed_annotations("def f(a: nowhere): ...\n"))
    assert names["f"].__annotations__ == {"a": "nowhere"}


def test_an_import_that_functions_alone_use_becomes_theirs() -> None:
    edit = with_local_imports("dumps", "loads")
    names = names_of(edit("from json import dumps, loads\ndef copied(value):\n    return loads(dumps(value))\n"))
    assert "loads" not in names
    assert names["copied"]([1]) == [1]  # type: ignore[operator]


def test_an_import_that_more_than_functions_use_stays() -> None:
    with pytest.raises(EditError, match="'json' is not imported for functions alone"):
        with_local_imports("json")("import json\nread = json.loads\n")
