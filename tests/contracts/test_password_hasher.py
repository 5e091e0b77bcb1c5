"""A password makes a hash that only it matches."""

from __future__ import annotations

import pytest

from shared.adapters.passwords import BcryptHasher
from shared.services.ports.security import PasswordHasher

PASSWORD = "violet tram over the river"


@pytest.fixture(scope="module")
def hasher() -> PasswordHasher:
    return BcryptHasher(rounds=4)


@pytest.mark.parametrize("password", [PASSWORD, "фіолетовий трамвай", "x" * 72, "🦊" * 18, " ", ""])
def test_a_password_matches_its_hash_and_no_other_does(hasher: PasswordHasher, password: str) -> None:
    password_hash = hasher.hash(password)
    assert hasher.verify(password, password_hash)
    assert not hasher.verify(PASSWORD[:-1], password_hash)
    assert password not in password_hash or not password


def test_two_hashes_of_one_password_differ(hasher: PasswordHasher) -> None:
    assert hasher.hash(PASSWORD) != hasher.hash(PASSWORD)


@pytest.mark.parametrize("password", ["x" * 73, "ї" * 37, "with \0 inside", "\ud800"])
def test_what_cannot_be_hashed_is_refused_instead_of_cut(hasher: PasswordHasher, password: str) -> None:
    with pytest.raises(ValueError, match=r"bcrypt|surrogates"):
        hasher.hash(password)


@pytest.mark.parametrize("password", ["x" * 73, "x" * 100_000, "x" * 72 + "\0", "\ud800"])
def test_what_cannot_be_hashed_matches_nothing(hasher: PasswordHasher, password: str) -> None:
    assert not hasher.verify(password, hasher.hash("x" * 72))


@pytest.mark.parametrize("password", [PASSWORD, "", "x" * 1_000, "\0", "\ud800"])
def test_no_password_is_too_odd_for_an_account_that_does_not_exist(hasher: PasswordHasher, password: str) -> None:
    hasher.verify_nothing(password)
