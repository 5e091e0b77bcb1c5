"""Where the token is kept, and until when it is used."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from contacts.errors import NotSignedInError
from contacts.signing_in import keyring_store, session
from contacts.signing_in.session import Session

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SIGNED_IN = Session(
    url="https://contacts.example.com", token="the token", email="ada@example.com", ends_at=NOW + timedelta(minutes=30)
)


class Memory(KeyringBackend):
    """A keyring; a forgetful one keeps nothing, as some do."""

    priority = 1

    def __init__(self, *, is_forgetful: bool = False) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self._is_forgetful = is_forgetful

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self._is_forgetful:
            self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    backend = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    monkeypatch.setattr(keyring, "get_password", backend.get_password)
    monkeypatch.setattr(keyring, "set_password", backend.set_password)
    monkeypatch.setattr(keyring, "delete_password", backend.delete_password)
    return backend


def content(home: Path) -> str:
    return (home / "session.json").read_text()


def test_without_a_keyring_the_token_is_in_a_private_file(home: Path) -> None:
    assert session.save(SIGNED_IN) == str(home / "session.json")
    assert stat.S_IMODE((home / "session.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert session.load(now=NOW) == SIGNED_IN


def test_a_keyring_keeps_the_token_out_of_the_file(home: Path, memory: Memory) -> None:
    assert session.save(SIGNED_IN) == "the system's keyring"
    assert "the token" not in content(home)
    assert session.load(now=NOW) == SIGNED_IN


def test_a_keyring_that_forgets_is_noticed(home: Path, memory: Memory) -> None:
    memory._is_forgetful = True
    assert session.save(SIGNED_IN) == str(home / "session.json")
    assert session.load(now=NOW) == SIGNED_IN


def test_the_user_may_do_without_the_keyring(home: Path, memory: Memory) -> None:
    session.save(SIGNED_IN, use_keyring=False)
    assert memory.secrets == {}


def test_what_is_forgotten_is_nowhere(home: Path, memory: Memory) -> None:
    session.save(SIGNED_IN)
    assert session.forget()
    assert (memory.secrets, list(home.iterdir())) == ({}, [])
    assert not session.forget()


def test_a_token_that_the_keyring_lost_asks_for_a_new_sign_in(home: Path, memory: Memory) -> None:
    session.save(SIGNED_IN)
    memory.secrets.clear()
    with pytest.raises(NotSignedInError, match="sign in again"):
        session.load(now=NOW)


@pytest.mark.parametrize(("minutes", "is_signed_in"), [(29, True), (30, False), (60 * 24, False)])
def test_a_sign_in_ends_with_its_token(minutes: int, is_signed_in: bool) -> None:
    session.save(SIGNED_IN)
    now = NOW + timedelta(minutes=minutes)
    if is_signed_in:
        assert session.load(now=now).token == "the token"
    else:
        with pytest.raises(NotSignedInError, match=r"sign-in ended at .* sign in again"):
            session.load(now=now)


def test_the_service_is_remembered_after_the_sign_in_has_ended() -> None:
    assert session.last_url() == session.LOCAL_URL
    session.save(SIGNED_IN)
    assert session.last_url() == SIGNED_IN.url


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"url": "https://contacts.example.com"}', '{"ends_at": 7}'])
def test_a_damaged_file_is_no_sign_in(home: Path, text: str) -> None:
    home.mkdir()
    (home / "session.json").write_text(text)
    with pytest.raises(NotSignedInError):
        session.load(now=NOW)
    session.save(SIGNED_IN)
    assert session.load(now=NOW) == SIGNED_IN


def test_a_new_sign_in_takes_the_place_of_the_other(home: Path, memory: Memory) -> None:
    session.save(SIGNED_IN)
    session.save(Session(url="https://b.example.com", token="other", email="b@example.com", ends_at=SIGNED_IN.ends_at))
    assert [json.loads(secret)["token"] for secret in memory.secrets.values()] == ["other"]
    assert session.load(now=NOW).url == "https://b.example.com"


def test_a_token_that_an_earlier_version_has_kept_is_used(home: Path, memory: Memory) -> None:
    session.save(SIGNED_IN)
    memory.secrets[keyring_store.SERVICE_NAME, SIGNED_IN.url] = "the token"
    members = json.loads(content(home))
    del members["refresh_token"]
    (home / "session.json").write_text(json.dumps(members))
    assert session.load(now=NOW) == SIGNED_IN


def test_newer_tokens_are_kept_where_the_others_were(home: Path, memory: Memory) -> None:
    newer = replace(SIGNED_IN, token="newer", refresh_token="r2")
    session.save(SIGNED_IN)
    session.replace_tokens(newer)
    assert "newer" not in content(home)
    assert session.load(now=NOW) == newer
    session.save(SIGNED_IN, use_keyring=False)
    session.replace_tokens(newer)
    assert (memory.secrets, session.load(now=NOW)) == ({}, newer)


def test_who_wants_no_keyring_has_none_loaded(home: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "delete_password", lambda *_: pytest.fail("asked the keyring"))
    session.save(SIGNED_IN, use_keyring=False)
    session.replace_tokens(replace(SIGNED_IN, token="newer", refresh_token="r2"))
    assert session.load(now=NOW).token == "newer"
    assert memory.secrets == {}
