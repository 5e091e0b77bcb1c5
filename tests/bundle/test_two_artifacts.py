"""The artifact with cryptography has what the common one has, and cryptography."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.targets import Artifacts
from tools.bundle.artifacts import Artifact

IMPORTS = "import sys; sys.path.insert(0, sys.argv[1]); import fido2.server, jwt; assert 'cryptography' in sys.modules"


@pytest.fixture(scope="module")
def with_cryptography(artifacts: Artifacts) -> Path:
    return artifacts.folders[Artifact.CRYPTOGRAPHY]


def test_only_the_artifact_with_cryptography_has_it(artifact: Path, with_cryptography: Path) -> None:
    for name in ("cryptography", "fido2", "_cffi_backend"):
        assert list(artifact.glob(f"{name}*")) == []
        assert list(with_cryptography.glob(f"{name}*"))


def test_what_makes_extensions_ships_with_neither(with_cryptography: Path) -> None:
    assert [name for name in ("cffi", "pycparser") if (with_cryptography / name).exists()] == []


def test_all_that_the_common_artifact_has_is_in_the_other_one(artifact: Path, with_cryptography: Path) -> None:
    """But for the tables of what was compiled for all of an artifact's modules."""
    for path in artifact.rglob("*"):
        if path.is_file() and not path.name.startswith("compiled_"):
            assert (with_cryptography / path.relative_to(artifact)).read_bytes() == path.read_bytes(), path


def test_what_verifies_signatures_can_be_imported_from_it_alone(with_cryptography: Path) -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", IMPORTS, str(with_cryptography)], check=True)
