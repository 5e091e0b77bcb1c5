"""Recovery codes: what people write down, and what is stored of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.recovery_codes import RecoveryCodes, new_code, normal_code
from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring

KEYS = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32, "k0": b"0" * 32})
NOW = datetime(2026, 11, 30, tzinfo=UTC)
CODES = ("K3M9Q-7T2XA", "0WORV-H5NDC".replace("O", "0"))


STORED = {
    "0c597fc04be3151a2144b18d162c95817141507d3a3a6b4883e8b37408a8a03e",
    "48c59ba589d8cb21df28b916e18b57c07ebb70938fb91c2527cbe9a9f6342029",
}


def codes(account_id: str = "ann") -> RecoveryCodes:
    return RecoveryCodes.of(account_id, CODES, KEYS, at=NOW)


@given(randomness=st.binary(min_size=7, max_size=7))
def test_a_code_is_two_groups_without_letters_that_are_mistaken(randomness: bytes) -> None:
    code = new_code(randomness)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
    assert normal_code(code) == code.replace("-", "")


def test_it_holds_fifty_bits() -> None:
    """Each of them changes it; the six that are left over do not."""
    codes = {new_code((1 << bit).to_bytes(7, "big")) for bit in range(56)}
    assert len(codes) == 51
    assert new_code(bytes(7)) in codes


@pytest.mark.parametrize(
    "typed",
    ["K3M9Q-7T2XA", "k3m9q7t2xa", " k3m9q 7t2xa\n", "K3M9Q–7T2XA", "Ｋ３Ｍ９Ｑ７Ｔ２ＸＡ", "k 3 m 9 q 7 t 2 x a"],
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    found = codes().find(typed, KEYS)
    assert found is not None
    assert found in codes().stored


def test_letters_that_look_like_digits_are_taken_for_them() -> None:
    assert codes().find("oworv-h5ndc", KEYS) is not None
    assert normal_code("oilOIL") == "011011"


@pytest.mark.parametrize("typed", ["", "K3M9Q-7T2XB", "K3M9Q-7T2X", "K3M9Q-7T2XA1", "x" * 100])
def test_nothing_else_is_found(typed: str) -> None:
    assert codes().find(typed, KEYS) is None


def test_what_is_stored_stays_so_that_codes_on_paper_go_on_working() -> None:
    assert codes() == RecoveryCodes(account_id="ann", key_id="k1", stored=frozenset(STORED), created_at=NOW)


def test_what_is_longer_than_any_code_is_cut_before_it_is_read() -> None:
    assert normal_code("A" * 64 + "B") == "A" * 64


def test_a_code_that_is_used_is_not_found_again() -> None:
    found = codes().find(CODES[0], KEYS)
    assert found is not None
    left = replace(codes(), stored=codes().stored - {found})
    assert left.find(CODES[0], KEYS) is None
    assert left.find(CODES[1], KEYS) is not None


def test_what_is_stored_depends_on_the_account_and_the_key() -> None:
    other_key = Keyring(signing_key_id="k0", secrets=KEYS.secrets)
    stored = [codes().stored, codes("bob").stored, RecoveryCodes.of("ann", CODES, other_key, at=NOW).stored]
    assert len(set().union(*stored)) == 6


def test_codes_of_an_older_key_are_found_as_long_as_it_is_held() -> None:
    rotated = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32, **KEYS.secrets})
    assert codes().find(CODES[0], rotated) is not None
    with pytest.raises(SecretsUnavailableError):
        codes().find(CODES[0], Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32}))
