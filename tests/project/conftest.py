"""The repository and its template, as the tests of both see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.project.expansion import expanded_template
from tools.template import Template, load_template
from tools.template.document import read_document


@pytest.fixture(scope="session")
def template(root: Path) -> Template:
    return load_template(root / "template.yaml", {"Stage": "prod"})


@pytest.fixture(scope="session")
def document(root: Path) -> dict[str, Any]:
    """Return template.yaml as it is written."""
    return read_document(root / "template.yaml")


@pytest.fixture(scope="session")
def expanded(root: Path) -> dict[str, Any]:
    """Return template.yaml as CloudFormation receives it."""
    return expanded_template(root / "template.yaml")
