"""A challenge is one of ours, good for one kind and one subject, and for a time."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.challenges import LENGTH, Challenge, ChallengeKind, read
from shared.domain.accounts.refresh_tokens import RefreshToken
from shared.domain.keyrings import Keyring

NOW = datetime(2026, 11, 30, 12, 0, 0, 500_000, tzinfo=UTC)
KIND = ChallengeKind(name="try", ttl=timedelta(minutes=5))
OTHER_KIND = ChallengeKind(name="tr", ttl=timedelta(minutes=5))
KEYS = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32})
ROTATED = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32, "k1": b"1" * 32})
NONCE = bytes(range(16))
MILLISECOND = timedelta(milliseconds=1)


def made(kind: ChallengeKind = KIND, subject: str = "ann", nonce: bytes = NONCE) -> Challenge:
    return Challenge.new(kind, subject, nonce, at=NOW)


@given(nonce=st.binary(min_size=16, max_size=16), subject=st.text(max_size=40))
def test_a_challenge_is_read_as_it_was_made(nonce: bytes, subject: str) -> None:
    challenge = made(subject=subject, nonce=nonce)
    text = challenge.text(KEYS)
    assert len(text) == LENGTH
    assert read(text, KIND, subject, KEYS, now=NOW) == challenge


def test_it_is_good_until_the_second_in_which_it_expires() -> None:
    challenge = made()
    text = challenge.text(KEYS)
    assert challenge.expires_at == NOW.replace(microsecond=0) + KIND.ttl
    assert challenge.began_at == NOW.replace(microsecond=0)
    assert read(text, KIND, "ann", KEYS, now=challenge.expires_at - MILLISECOND)
    assert read(text, KIND, "ann", KEYS, now=challenge.expires_at) is None


def test_it_is_remembered_longer_than_it_is_good_by_any_clock() -> None:
    challenge = made()
    assert challenge.remembered_until == challenge.expires_at + timedelta(minutes=1)


@pytest.mark.parametrize(("kind", "subject"), [(OTHER_KIND, "ann"), (KIND, "bob"), (KIND, ""), (OTHER_KIND, "y\0ann")])
def test_it_is_good_for_nothing_else(kind: ChallengeKind, subject: str) -> None:
    assert read(made().text(KEYS), kind, subject, KEYS, now=NOW) is None


def test_it_outlives_a_rotation_of_keys_but_not_the_end_of_its_key() -> None:
    text = made().text(KEYS)
    assert read(text, KIND, "ann", ROTATED, now=NOW) == made()
    only_new = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32})
    assert read(text, KIND, "ann", only_new, now=NOW) is None


@pytest.mark.parametrize("place", range(36))
def test_no_byte_of_it_can_be_changed(place: int) -> None:
    content = bytearray(urlsafe_b64decode(made().text(KEYS)))
    content[place] ^= 1
    assert read(urlsafe_b64encode(content).decode(), KIND, "ann", KEYS, now=NOW) is None


@given(text=st.text(max_size=60) | st.text("AZaz09-_", min_size=48, max_size=48))
def test_nothing_else_is_a_challenge(text: str) -> None:
    assert read(text, KIND, "ann", KEYS, now=NOW) is None


def test_one_challenge_has_one_spelling() -> None:
    challenge = made(nonce=b"\xff" * 16)
    text = challenge.text(KEYS)
    for other in (text.replace("_", "/"), f"{text}=", f"{text[:-1]} ", text.replace("__", "_\n", 1)):
        assert other != text
        assert read(other, KIND, "ann", KEYS, now=NOW) is None


def test_a_refresh_token_is_no_challenge() -> None:
    token = RefreshToken(account_id="ann", session_id="s", secret=b"3" * 32).text(KEYS)
    assert read(token, KIND, "ann", KEYS, now=NOW) is None
    assert read(token.rpartition(".")[2][:LENGTH], KIND, "ann", KEYS, now=NOW) is None


@pytest.mark.parametrize("text", ["é" * LENGTH, "A" * (LENGTH + 4), "A" * (LENGTH - 4), "WFhYWA=="])
def test_what_cannot_be_one_is_refused_without_an_error(text: str) -> None:
    assert read(text, KIND, "ann", KEYS, now=NOW) is None


def test_a_subject_may_be_any_text_that_json_can_hold() -> None:
    challenge = made(subject="\ud800")
    assert read(challenge.text(KEYS), KIND, "\ud800", KEYS, now=NOW) == challenge
    assert read(challenge.text(KEYS), KIND, "\ud801", KEYS, now=NOW) is None


def test_its_form_stays_so_that_a_deployment_refuses_none_that_is_under_way() -> None:
    assert made().text(KEYS) == "AAECAwQFBgcICQoLDA0OD2sNZmwfkqFZYE3kLWwytxJUlq9Q"


def test_two_challenges_are_told_apart_by_what_is_stored_of_them() -> None:
    assert made().hash != made(nonce=b"1" * 16).hash
    assert "\\x00" not in repr(made())
