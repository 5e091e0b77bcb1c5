from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.budgets.families import changed, digest, members, note_counted, own_modules, representative_of

COMMON = frozenset({"functions.contacts.list", "shared.domain.ids", "pydantic"})
LOADED = {
    "contacts.list": COMMON,
    "contacts.birthdays": COMMON - {"functions.contacts.list"} | {"functions.contacts.birthdays", "zoneinfo"},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "counted.json"


def test_a_function_belongs_to_the_family_that_its_facts_name() -> None:
    assert representative_of("contacts.birthdays") == "contacts.list"
    assert members({"contacts.list"}) >= {"contacts.list", "contacts.birthdays"}
    assert {representative_of(name) for name in members({"contacts.list"})} == {"contacts.list"}


def test_own_is_what_the_one_that_stands_for_the_family_does_not_load() -> None:
    assert own_modules("contacts.birthdays", LOADED) == {"functions.contacts.birthdays", "zoneinfo"}
    assert own_modules("contacts.list", LOADED) == {"functions.contacts.list", "shared.domain.ids"}


def test_everything_has_changed_that_was_never_counted(file: Path) -> None:
    assert changed(LOADED, file) == set(LOADED)


def test_what_was_counted_as_it_is_has_not_changed(file: Path) -> None:
    note_counted(["contacts.birthdays"], LOADED, file)
    assert changed(LOADED, file) == {"contacts.list"}


@pytest.mark.parametrize("module", ["shared.domain.limits", "tzdata"])
def test_another_module_is_a_change_of_the_one_that_loads_it(file: Path, module: str) -> None:
    note_counted(LOADED, LOADED, file)
    more = LOADED | {"contacts.birthdays": LOADED["contacts.birthdays"] | {module}}
    assert changed(more, file) == {"contacts.birthdays"}


def test_another_text_is_a_change_of_those_that_alone_load_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_counted(LOADED, LOADED, file)
    edited = tmp_path / "ids.py"
    edited.write_text("EDITED = True\n", encoding="utf-8")

    class Spec:
        origin = str(edited)

    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: Spec if name == "shared.domain.ids" else found(name))
    assert changed(LOADED, file) == {"contacts.list"}


def test_functions_that_are_no_more_are_forgotten(file: Path) -> None:
    note_counted(LOADED, LOADED, file)
    note_counted([], {"contacts.list": COMMON}, file)
    assert "contacts.birthdays" not in file.read_text(encoding="utf-8")


def test_a_digest_tells_own_code_apart() -> None:
    assert digest("contacts.list", LOADED) != digest("contacts.birthdays", LOADED)
