"""The artifact with cryptography has what the common one has, and cryptography."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.targets import Artifacts
from tools.bundle.artifacts import Artifact

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
    run(IMPORTS, with_cryptography)


def test_who_verifies_tokens_of_our_own_loads_no_cryptography(with_cryptography: Path) -> None:
    run(HMAC_ALONE, with_cryptography)


def test_who_verifies_tokens_of_providers_can_do_so(with_cryptography: Path) -> None:
    run(KEY_PAIRS, with_cryptography)


def run(program: str, artifact: Path) -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", program, str(artifact)], check=True)
