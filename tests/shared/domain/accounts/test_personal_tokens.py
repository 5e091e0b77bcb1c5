"""Personal access tokens: their form, which scanners for secrets know, and what is kept of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.errors import PersonalTokenNotFoundError
from shared.domain.accounts.personal_tokens import (
    RANDOM_NUMBERS,
    PersonalToken,
    PersonalTokens,
    hash_of,
    token_of,
)
from shared.domain.scopes import GRANTABLE, Scope, scope_text, scopes_of

DOCUMENTED = re.compile(r"cta_[0-9A-Za-z]{42}", re.ASCII)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
numbers = st.integers(0, RANDOM_NUMBERS - 1)


def value(digits: str) -> int:
    total = 0
    for digit in digits:
        total = total * 62 + DIGITS.index(digit)
    return total


@given(numbers)
def test_a_token_has_the_documented_form_and_the_checksum_of_its_random_characters(number: int) -> None:
    token = token_of(number)
    assert DOCUMENTED.fullmatch(token)
    random, checksum = token[4:40], token[40:]
    assert (value(random), value(checksum)) == (number, crc32(random.encode()))
    assert hash_of(token) == sha256(token.encode()).hexdigest()


def test_the_first_and_the_last_token_have_all_their_characters() -> None:
    assert token_of(0).startswith(f"cta_{'0' * 36}")
    assert token_of(RANDOM_NUMBERS - 1).startswith(f"cta_{'z' * 36}")


@given(numbers, st.integers(0, 45), st.sampled_from(DIGITS))
def test_one_character_that_differs_makes_it_no_token(number: int, place: int, character: str) -> None:
    token = token_of(number)
    changed = token[:place] + character + token[place + 1 :]
    assert (hash_of(changed) is None) is (changed != token)


@given(st.text(max_size=60))
def test_any_other_text_is_none(text: str) -> None:
    assert hash_of(text) is None
    assert hash_of(f"cta_{text}") is None


@pytest.mark.parametrize("change", ["{}\n", " {}", "{}=", "x{}"])
def test_nothing_may_stand_around_it(change: str) -> None:
    assert hash_of(change.format(token_of(7))) is None


def test_digits_of_other_scripts_are_none() -> None:
    assert hash_of(token_of(0).replace("0", "٠")) is None


def a_token(token_id: str) -> PersonalToken:
    return PersonalToken(
        id=token_id,
        account_id="a",
        hash=f"hash {token_id}",
        name="Backup",
        scopes=frozenset(GRANTABLE),
        created_at=NOON,
        expires_at=NOON,
    )


def test_a_token_reads_back_as_it_was_written() -> None:
    token = a_token("1")
    assert PersonalToken.read("1", "a", token.members()) == token


def test_each_change_makes_a_version() -> None:
    tokens = PersonalTokens().with_token(a_token("1")).with_token(a_token("2")).without("1")
    assert (tokens.version, list(tokens.tokens)) == (3, ["2"])
    with pytest.raises(PersonalTokenNotFoundError):
        tokens.without("1")


def test_tokens_are_found_by_their_hashes() -> None:
    tokens = PersonalTokens().with_token(a_token("1")).with_token(a_token("2"))
    assert tokens.hashes == {"hash 1", "hash 2"}


def test_those_that_work_have_not_expired_and_were_made_since() -> None:
    at_noon = replace(a_token("1"), expires_at=NOON + MICROSECOND)
    tokens = PersonalTokens(version=4).with_token(at_noon)
    assert tokens.alive(NOON, since=None) == tokens
    assert tokens.alive(NOON, since=NOON) == tokens
    assert not tokens.alive(NOON, since=NOON + MICROSECOND).tokens
    assert not tokens.alive(NOON + MICROSECOND, since=None).tokens


def test_its_hash_is_not_shown_by_accident() -> None:
    assert "hash 1" not in repr(a_token("1"))


@given(st.frozensets(st.sampled_from(Scope)))
def test_scopes_are_read_as_they_are_written(scopes: frozenset[Scope]) -> None:
    assert scopes_of(scope_text(scopes)) == scopes


def test_scopes_that_only_newer_code_knows_are_none() -> None:
    assert scopes_of("contacts:read contacts:readwrite labels:paint") == {Scope.CONTACTS_READ}
    assert scopes_of("") == frozenset()
