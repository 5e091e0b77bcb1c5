"""A password makes a hash that only it matches."""

from __future__ import annotations

import bcrypt
import pytest

from shared.adapters.passwords import BcryptHasher
from shared.services.ports.security import PasswordHasher

PASSWORD = "violet tram over the river"


@pytest.fixture(scope="module")
def hasher() -> PasswordHasher:
    return BcryptHasher(rounds=4)


ANY_LENGTH = ["x" * 72, "x" * 73, "🦊" * 128, "ї" * 64, "with \0 inside", "x" * 4096, " ", ""]


@pytest.mark.parametrize("password", [PASSWORD, "фіолетовий трамвай", *ANY_LENGTH])
def test_a_password_matches_its_hash_and_no_other_does(hasher: PasswordHasher, password: str) -> None:
    password_hash = hasher.hash(password)
    assert hasher.verify(password, password_hash)
    assert not hasher.verify(PASSWORD[:-1], password_hash)
    assert password not in password_hash or not password


def test_two_hashes_of_one_password_differ(hasher: PasswordHasher) -> None:
    assert hasher.hash(PASSWORD) != hasher.hash(PASSWORD)


@pytest.mark.parametrize("password", ["x" * 4097, "ї" * 2049, "\ud800"])
def test_what_cannot_be_hashed_is_refused_instead_of_cut(hasher: PasswordHasher, password: str) -> None:
    with pytest.raises(ValueError, match=r"bcrypt|surrogates"):
        hasher.hash(password)


@pytest.mark.parametrize("password", ["x" * 73, "x" * 100_000, "x" * 72 + "\0", "\ud800"])
def test_what_cannot_be_hashed_matches_nothing(hasher: PasswordHasher, password: str) -> None:
    assert not hasher.verify(password, hasher.hash("x" * 72))


@pytest.mark.parametrize("password", [PASSWORD, "", "x" * 1_000, "\0", "\ud800"])
def test_no_password_is_too_odd_for_an_account_that_does_not_exist(hasher: PasswordHasher, password: str) -> None:
    hasher.verify_nothing(password)


@pytest.fixture(scope="module")
def older() -> str:
    """A hash of bcrypt alone, as they were made before."""
    return str(bcrypt.hashpw(b"x" * 72, bcrypt.gensalt(4)).decode())


def test_an_older_hash_still_works_for_its_password_only(hasher: PasswordHasher, older: str) -> None:
    assert hasher.verify("x" * 72, older)
    assert not any(hasher.verify(other, older) for other in ("x" * 71, "x" * 73, "x" * 72 + "\0", "\ud800", ""))


def test_an_older_hash_and_one_of_another_cost_are_outdated(hasher: PasswordHasher, older: str) -> None:
    assert hasher.is_outdated(older)
    assert hasher.is_outdated(BcryptHasher(rounds=5).hash(PASSWORD))
    assert not hasher.is_outdated(hasher.hash(PASSWORD))


def test_all_of_a_long_password_counts(hasher: PasswordHasher) -> None:
    password_hash = hasher.hash("ї" * 100 + "a")
    assert not hasher.verify("ї" * 100 + "b", password_hash)
