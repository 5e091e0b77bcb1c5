from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from shared.web.system.schemas import HealthOut
from tools.docs import __main__ as command
from tools.docs.markdown import table
from tools.openapi import examples


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the generated pages are made from, as the working folder."""
    for name in ("template.yaml", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    for name in ("functions", "events", "tools/docs/reference"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("docs", "shared/web/pages"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_written_pages_are_up_to_date(project: Path) -> None:
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0


def test_a_page_that_no_longer_says_what_the_template_says_is_out_of_date(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.main([])
    template = project / "template.yaml"
    template.write_text(
        template.read_text(encoding="utf-8").replace("MemorySize: 1769", "MemorySize: 1770"), encoding="utf-8"
    )
    assert command.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs/routes.md is out of date: make docs\n"


def test_a_missing_page_is_out_of_date(project: Path) -> None:
    assert command.outdated_pages(project) == list(command.PAGES)


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_model_without_an_example_is_named_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    known = {model: example for model, example in examples._RESPONSE_EXAMPLES.items() if model is not HealthOut}
    monkeypatch.setattr(examples, "_RESPONSE_EXAMPLES", known)
    assert command.main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("docs: there is no example of HealthOut: add one to tools/openapi/examples.py, ")
    assert not list((project / "docs").iterdir())


def test_an_example_is_made_of_those_of_the_fields() -> None:
    class CountOut(BaseModel):
        count: Annotated[int, Field(examples=[42])]
        note: str | None = None

    assert examples.response_example(CountOut) == {"count": 42, "note": None}


def test_an_example_that_is_none_is_refused() -> None:
    class CountOut(BaseModel):
        count: Annotated[int, Field(examples=["many"])]

    with pytest.raises(examples.MissingExampleError, match="the examples of CountOut are none of it"):
        examples.response_example(CountOut)


def test_a_missing_event_is_told_in_a_sentence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "events/contacts/create.json").unlink()
    assert command.main([]) == 1
    said = "docs: functions.contacts.create has no sample event events/contacts/create.json: "
    assert capsys.readouterr().err.startswith(said)


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |"
