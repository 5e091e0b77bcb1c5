"""The reference page's script, joined from modules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.docs.reference_page import reference_script

FOLDER = Path("tools/docs/reference")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    (project / FOLDER / f"{name}.js").write_text(text, encoding="utf-8")


def test_a_module_comes_once_and_after_those_it_imports(project: Path) -> None:
    write(project, "reference", 'import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);\n')
    write(project, "b", 'import { c } from "./c.js";\nexport function b() {}\n')
    write(project, "c", "export const c = 1;\n")
    script = reference_script(project)
    assert re.findall(r"const module_(\w+) =", script) == ["c", "b", "reference"]
    assert "const { c } = module_c;" in script
    assert "return { b };" in script
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)


def test_nothing_of_a_module_is_left_out_of_the_page(root: Path) -> None:
    script = reference_script(root)
    modules = {path.stem for path in (root / FOLDER).glob("*.js")}
    assert set(re.findall(r"const module_(\w+) =", script)) == modules
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
