from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import targets
from bench.targets import REFERENCES, InstallationError, installed

NAMES = ("bare", "container", "expert", "lambdalith", "runtime", "vobject")
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_has_the_versions_that_we_have(root: Path, name: str) -> None:
    ours = dict(PIN.findall((root / "requirements-dev.txt").read_text(encoding="utf-8")))
    theirs = dict(PIN.findall((REFERENCES / f"{name}.txt").read_text(encoding="utf-8")))
    assert {package: ours.get(package, version) for package, version in theirs.items()} == theirs


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_has_what_was_asked_for_with_hashes(name: str) -> None:
    lock = (REFERENCES / f"{name}.txt").read_text(encoding="utf-8")
    asked = (REFERENCES / f"{name}.in").read_text(encoding="utf-8").split()
    assert set(asked) <= dict(PIN.findall(lock)).keys()
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:])


def test_a_reference_is_installed_once_with_bytecode_that_is_never_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = tmp_path / "references"
    references.mkdir()
    (references / "plain.txt").write_text("", encoding="utf-8")
    (references / "plain.py").write_text("answer = 42\n", encoding="utf-8")
    monkeypatch.setattr(targets, "REFERENCES", references)
    folder = installed("plain", tmp_path)
    assert installed("plain", tmp_path) == folder
    (bytecode,) = folder.glob("__pycache__/plain.*.pyc")
    assert bytecode.read_bytes()[4:8] == b"\x01\0\0\0"  # PEP 552: by hash, unchecked
    (references / "plain.py").write_text("answer = 43\n", encoding="utf-8")
    assert installed("plain", tmp_path) != folder
    assert not folder.exists()


def test_what_cannot_be_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "REFERENCES", tmp_path)
    (tmp_path / "broken.txt").write_text("no such requirement\n", encoding="utf-8")
    with pytest.raises(InstallationError):
        installed("broken", tmp_path)
