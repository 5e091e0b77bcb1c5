"""Who does not ask for edits to be merged pays nothing for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, sys
from fastapi import Request
import functions.contacts.{name}
from shared.settings import Settings
from shared.web.contacts.edits import EditHeaders
from shared.wiring import process
from tests.support.wiring import MemoryWiring
wiring = MemoryWiring()
process.wiring = lambda: wiring
wiring.contact_writer, wiring.batches
headers = [(b"if-match", b'"7"'), *([(b"prefer", b"{prefer}")] if "{prefer}" else [])]
asyncio.run(EditHeaders()(Request(dict(type="http", headers=headers))))
print(*(name for name in sys.modules if name.endswith((".reconciling", ".ancestors", ".preferences", ".versions"))))
"""


def loaded(root: Path, name: str, prefer: str) -> set[str]:
    program = PROGRAM.format(name=name, prefer=prefer)
    finished = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    return {name.rpartition(".")[2] for name in finished.stdout.split()}


@pytest.mark.parametrize("name", ["patch", "replace", "batch"])
def test_what_merges_edits_is_loaded_only_if_it_is_preferred(root: Path, name: str) -> None:
    assert loaded(root, name, "") == set()


def test_what_merges_edits_is_loaded_then(root: Path) -> None:
    assert loaded(root, "patch", "handling=merge") == {"reconciling", "ancestors", "preferences", "versions"}
    assert loaded(root, "patch", "handling=strict") == {"preferences"}
