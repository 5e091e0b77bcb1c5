"""The edits of pydantic fit the release that is locked, and the next one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.bundle.patching import pydantic_imports
from tools.bundle.patching.tree import Tree

STILL_LOADED = {"2.13.5": "[]", "2.14.4": "['fractions']"}
"""By release: what compiled code loads by itself stays."""
VALIDATION = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import date
from typing import Annotated
from pydantic import BaseModel, Field, ValidationError, VERSION
assert VERSION == sys.argv[2], VERSION

class Contact(BaseModel):
    names: Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=2)]
    born: date | None = None

assert Contact.model_validate({"names": ["Ada"], "born": "1990-05-17"}).born == date(1990, 5, 17)
try:
    Contact.model_validate({"names": ["", "b", "c"]})
except ValidationError as error:
    print([(each["type"], each["loc"]) for each in error.errors()])
print(sorted({"fractions", "zoneinfo", "importlib.metadata"} & {*sys.modules}))
"""


@pytest.fixture(scope="module", params=STILL_LOADED)
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A release of pydantic in a folder, as it is installed."""
    version: str = request.param
    folder = tmp_path_factory.mktemp(version)
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--link-mode", "copy",  # links would be edited, too
         "--target", str(folder), f"pydantic=={version}"],
        check=True,
    )  # fmt: skip
    return folder, version


def test_an_edited_release_validates_and_loads_less(release: tuple[Path, str]) -> None:
    folder, version = release
    broken = "[('too_long', ('names',))]"
    assert printed(folder, version) == [broken, "['fractions', 'importlib.metadata', 'zoneinfo']"]
    pydantic_imports.apply(Tree(path=folder))
    assert printed(folder, version) == [broken, STILL_LOADED[version]]


def printed(folder: Path, version: str) -> list[str]:
    command = [sys.executable, "-I", "-S", "-c", VALIDATION, str(folder), version]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
