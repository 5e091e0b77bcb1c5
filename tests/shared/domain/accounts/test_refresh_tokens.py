"""The form of refresh tokens: nobody else makes one, and a deployment signs nobody out."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.refresh_tokens import RefreshToken, read
from shared.domain.keyrings import Keyring

KEYS = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32})
ROTATED = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32, "k1": b"1" * 32})
TOKEN = RefreshToken(account_id="ann", session_id="s1", secret=bytes(range(32)))


@given(secret=st.binary(min_size=32, max_size=32))
def test_a_token_is_read_as_it_was_made(secret: bytes) -> None:
    token = replace(TOKEN, secret=secret)
    assert read(token.text(KEYS), KEYS) == (token, "k1")


def test_its_form_and_its_successor_stay_so_that_a_deployment_signs_nobody_out() -> None:
    assert TOKEN.text(KEYS) == "k1.ann.s1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8Q7Svfxa1MwbJrkt5i977r"
    assert (
        TOKEN.successor(KEYS, "k1").secret.hex() == "5a6bdd61c29fcf7b9be59a80cd3c585028e75fb168a3ef5affd329dcd310feb1"
    )
    assert TOKEN.hash == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"


def test_its_successor_is_of_the_same_session_and_the_key_of_the_token() -> None:
    successor = TOKEN.successor(ROTATED, "k1")
    assert successor == TOKEN.successor(KEYS, "k1") != TOKEN.successor(ROTATED, "k2")
    assert (successor.account_id, successor.session_id) == ("ann", "s1")


def test_it_is_tagged_with_the_key_that_signs_and_read_with_every_key() -> None:
    assert read(TOKEN.text(KEYS), ROTATED) == (TOKEN, "k1")
    assert read(TOKEN.text(ROTATED), ROTATED) == (TOKEN, "k2")
    assert read(TOKEN.text(ROTATED), KEYS) is None


@pytest.mark.parametrize("place", range(48))
def test_no_byte_of_it_can_be_changed(place: int) -> None:
    beginning, _, encoded = TOKEN.text(KEYS).rpartition(".")
    content = bytearray(urlsafe_b64decode(encoded))
    content[place] ^= 1
    assert read(f"{beginning}.{urlsafe_b64encode(content).decode()}", KEYS) is None


@pytest.mark.parametrize("change", [("ann", "bob"), ("s1", "s2"), ("k1.", "k2."), ("ann.s1", "ann.s.1"), ("k1.", "")])
def test_it_is_good_for_nothing_else(change: tuple[str, str]) -> None:
    assert read(TOKEN.text(KEYS).replace(*change), KEYS) is None


@pytest.mark.parametrize(
    "last", ["", "A" * 60, "A" * 63, "A" * 68, "WFhYWA==", "A" * 63 + "=", "A" * 63 + "é", "!" * 64]
)
def test_what_cannot_be_one_is_refused_without_an_error(last: str) -> None:
    assert read(f"k1.ann.s1.{last}", KEYS) is None


def test_ids_have_no_dot_and_a_key_id_may() -> None:
    keys = Keyring(signing_key_id="2026.11", secrets={"2026.11": b"1" * 32})
    assert read(TOKEN.text(keys), keys) == (TOKEN, "2026.11")


def test_it_may_be_as_long_as_the_longest_and_no_longer() -> None:
    longest = replace(TOKEN, account_id="a" * (512 - 64 - len("k1..s1.")))
    assert len(longest.text(KEYS)) == 512
    assert read(longest.text(KEYS), KEYS) == (longest, "k1")
    assert read(replace(longest, session_id="s10").text(KEYS), KEYS) is None


def test_one_token_has_one_spelling() -> None:
    text = replace(TOKEN, secret=b"\xff" * 32).text(KEYS)
    for other in (text.replace("_", "/", 1), f"{text}=", f"{text}\n"):
        assert other != text
        assert read(other, KEYS) is None


def test_its_secret_is_not_shown_by_accident() -> None:
    assert "secret" not in repr(TOKEN)
