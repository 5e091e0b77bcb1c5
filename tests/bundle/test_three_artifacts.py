"""The artifact for accounts has what the common one has, and more; the third has cryptography besides."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.targets import Artifacts
from tests.bundle.imports import has_module, imports_of
from tools.bundle.artifacts import Artifact
from tools.bundle.contents import FOR_ACCOUNTS_ALONE

IMPORTS = "import sys; sys.path.insert(0, sys.argv[1]); import fido2.server, jwt; assert 'cryptography' in sys.modules"
SECRET = "b'a secret of 32 bytes, or of more'"
HMAC_ALONE = f"""
import sys; sys.path.insert(0, sys.argv[1])
import jwt
token = jwt.encode({{"sub": "a"}}, {SECRET}, algorithm="HS256")
assert jwt.decode(token, {SECRET}, algorithms=["HS256"]) == {{"sub": "a"}}
assert jwt.algorithms.requires_cryptography.isdisjoint(jwt.algorithms.get_default_algorithms())
assert "cryptography" not in sys.modules
"""
KEY_PAIRS = """
import sys; sys.path.insert(0, sys.argv[1])
from shared.adapters.identity_providers.public_keys import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
pairs = {
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "RS256": rsa.generate_private_key(65537, 2048),
}
for algorithm, key in pairs.items():
    token = jwt.encode({"sub": "a"}, key, algorithm=algorithm)
    public = jwt.algorithms.get_default_algorithms()[algorithm].to_jwk(key.public_key(), as_dict=True)
    assert jwt.decode(token, jwt.PyJWK(public, algorithm), algorithms=[algorithm]) == {"sub": "a"}
"""
"""Those that providers sign with."""


@pytest.fixture(scope="module")
def with_cryptography(artifacts: Artifacts) -> Path:
    return artifacts.folders[Artifact.CRYPTOGRAPHY]


@pytest.fixture(scope="module")
def for_accounts(artifacts: Artifacts) -> Path:
    return artifacts.folders[Artifact.ACCOUNTS]


def test_only_the_artifact_with_cryptography_has_it(
    artifact: Path, for_accounts: Path, with_cryptography: Path
) -> None:
    for name in ("cryptography", "fido2", "_cffi_backend"):
        assert [*artifact.glob(f"{name}*"), *for_accounts.glob(f"{name}*")] == []
        assert list(with_cryptography.glob(f"{name}*"))


def test_what_makes_extensions_ships_with_none(artifacts: Artifacts) -> None:
    for folder in artifacts.folders.values():
        assert [name for name in ("cffi", "pycparser") if (folder / name).exists()] == []


def test_all_that_the_artifact_for_accounts_has_is_in_that_with_cryptography(
    for_accounts: Path, with_cryptography: Path
) -> None:
    assert differing(for_accounts, with_cryptography) == set()


def test_the_common_artifact_lacks_what_is_for_accounts_alone(artifact: Path, for_accounts: Path) -> None:
    assert differing(artifact, for_accounts) == set()
    lacking = {path.relative_to(for_accounts) for path in for_accounts.rglob("*") if path.is_file()} - {
        path.relative_to(artifact) for path in artifact.rglob("*")
    }
    for pattern in FOR_ACCOUNTS_ALONE:
        found = set(for_accounts.glob(pattern.removesuffix(".py") + (".pyc" if pattern.endswith(".py") else "")))
        assert found, f"{pattern} is no longer there to be left out"
        lacking -= {file for file in lacking if found & {for_accounts / file, *(for_accounts / file).parents}}
    assert lacking == set()


def test_only_the_wiring_imports_what_is_for_accounts_alone(artifact: Path, for_accounts: Path) -> None:
    """There it is imported on access, which only functions of accounts have."""
    importers = {
        importer
        for importer, imported in imports_of(artifact)
        if has_module(for_accounts, imported) and not has_module(artifact, imported)
    }
    assert importers == {"shared.wiring.account_adapters", "shared.wiring.adapters"}


def differing(artifact: Path, larger: Path) -> set[Path]:
    """Return the files of an artifact that another one lacks, or has with another content.

    The tables of what was compiled for all of an artifact's modules do not count.
    """
    files = [path for path in artifact.rglob("*") if path.is_file() and not path.name.startswith("compiled_")]
    names = [path.relative_to(artifact) for path in files]
    return {
        name for name in names
        if not (larger / name).exists() or (larger / name).read_bytes() != (artifact / name).read_bytes()
    }  # fmt: skip


def test_what_verifies_signatures_can_be_imported_from_it_alone(with_cryptography: Path) -> None:
    run(IMPORTS, with_cryptography)


def test_who_verifies_tokens_of_our_own_loads_no_cryptography(with_cryptography: Path) -> None:
    run(HMAC_ALONE, with_cryptography)


def test_who_verifies_tokens_of_providers_can_do_so(with_cryptography: Path) -> None:
    run(KEY_PAIRS, with_cryptography)


def run(program: str, artifact: Path) -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", program, str(artifact)], check=True)
