"""What a hash costs: one bcrypt of the set number of rounds, whatever the case."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bcrypt
import pytest

from shared.adapters.passwords import BcryptHasher

ROUNDS = 5
PASSWORD = "violet tram over the river"


@pytest.fixture(scope="module")
def hasher() -> BcryptHasher:
    return BcryptHasher(rounds=ROUNDS)


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The cost, as it stands in the hash, of every bcrypt that is computed."""
    seen: list[bytes] = []
    compute = bcrypt.hashpw

    def hashpw(password: bytes, salt: bytes) -> bytes:
        seen.append(salt[:7])
        return compute(password, salt)

    monkeypatch.setattr(bcrypt, "hashpw", hashpw)
    return seen


ANY_PASSWORD = pytest.mark.parametrize("password", [PASSWORD, "wrong", "x" * 73, "x" * 5000, "\0", "\ud800", ""])


@ANY_PASSWORD
def test_every_comparison_costs_one_bcrypt(hasher: BcryptHasher, costs: list[bytes], password: str) -> None:
    known = hasher.hash(PASSWORD)
    costs.clear()
    hasher.verify(password, known)
    assert costs == [b"$2b$05$"]


@ANY_PASSWORD
def test_an_account_that_does_not_exist_costs_the_same(hasher: BcryptHasher, costs: list[bytes], password: str) -> None:
    hasher.verify_nothing(password)
    assert costs == [b"$2b$05$"]


@ANY_PASSWORD
def test_an_older_hash_costs_the_same(hasher: BcryptHasher, costs: list[bytes], password: str) -> None:
    older = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(ROUNDS)).decode()
    costs.clear()
    hasher.verify(password, older)
    assert costs == [b"$2b$05$"]


def test_a_new_hash_costs_one_bcrypt(hasher: BcryptHasher, costs: list[bytes]) -> None:
    hasher.hash(PASSWORD)
    assert costs == [b"$2b$05$"]


def test_a_hash_keeps_the_cost_that_it_was_made_with(hasher: BcryptHasher, costs: list[bytes]) -> None:
    """Raising BCRYPT_ROUNDS locks nobody out."""
    older = BcryptHasher(rounds=4).hash(PASSWORD)
    assert hasher.verify(PASSWORD, older)
    assert costs[-1] == b"$2b$04$"


FIRST_HASH = """
import bcrypt
from shared.adapters.passwords import BcryptHasher
hasher, compute, costs = BcryptHasher(rounds=5), bcrypt.hashpw, []
bcrypt.hashpw = lambda password, salt: costs.append(salt[:7]) or compute(password, salt)
hasher.verify_nothing("anything")
print(costs)
"""


def test_the_first_hash_of_a_process_costs_no_more_than_the_others(root: Path) -> None:
    """The library tries its backend out before, when the hasher is made."""
    done = subprocess.run([sys.executable, "-c", FIRST_HASH], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[b'$2b$05$']\n"


@pytest.mark.parametrize("rounds", [3, 32])
def test_there_are_no_other_costs(rounds: int) -> None:
    with pytest.raises(ValueError, match="rounds"):
        BcryptHasher(rounds=rounds)
