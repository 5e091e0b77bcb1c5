"""Who bears a personal access token, and when each was last used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import cast

import pytest

from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.personal_token_store import MemoryPersonalTokenStore
from shared.domain.accounts.personal_tokens import PersonalToken, PersonalTokens, hash_of, token_of
from shared.domain.errors import InvalidAccessTokenError
from shared.domain.scopes import Scope
from shared.services.accounts import personal_token_bearers
from shared.services.accounts.personal_token_bearers import PersonalTokenBearers
from shared.services.books.access import Caller
from shared.services.ports.personal_tokens import PersonalTokenReader, PersonalTokenUses
from tests.support.clock import NOON, Clock
from tests.support.fakes import DOWN, Watched, raising

HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)


class Desk:
    """Tokens in memory, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.database = MemoryDatabase()
        self.store = MemoryPersonalTokenStore(self.database)
        self.watched = Watched(self.store)
        self._numbers = count()
        self.bearers = PersonalTokenBearers(
            cast(PersonalTokenReader, self.watched), lambda: cast(PersonalTokenUses, self.watched), now=self.clock
        )

    def token(self) -> tuple[str, PersonalToken]:
        """Store another token, and return its text and what is stored."""
        number = next(self._numbers)
        text = token_of(number)
        token = PersonalToken(
            id=f"t{number}",
            account_id="ann",
            hash=hash_of(text) or "",
            scopes=frozenset({Scope.CONTACTS_READ}),
            created_at=NOON - HOUR,
            expires_at=NOON + 9 * HOUR,
        )
        tokens = self.database.personal_tokens.get("ann", PersonalTokens())
        self.database.personal_tokens["ann"] = tokens.with_token(token)
        return text, token

    @property
    def notes(self) -> int:
        """How often a use was noted."""
        return self.watched.requests["note"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_bearer_can_do_what_the_token_can_and_does_not_count_as_verified(desk: Desk) -> None:
    """So the book is read for every request, and tells whether the account has ended the token."""
    text, token = desk.token()
    assert desk.bearers.caller(text) == Caller(
        account_id="ann",
        verified=False,
        session_id=None,
        issued_at=token.created_at,
        scopes=token.scopes,
        personal_token_id=token.id,
        must_be_fresh=False,
    )


def test_a_token_that_has_expired_has_no_bearer(desk: Desk) -> None:
    text, token = desk.token()
    desk.clock.advance(token.expires_at - desk.clock() - MICROSECOND)
    assert desk.bearers.caller(text).account_id == "ann"
    desk.clock.advance(MICROSECOND)
    with pytest.raises(InvalidAccessTokenError):
        desk.bearers.caller(text)


def test_what_is_no_token_takes_no_request(desk: Desk) -> None:
    for text in ("", "cta_", token_of(1)[:-1]):
        with pytest.raises(InvalidAccessTokenError):
            desk.bearers.caller(text)
    assert not desk.watched.requests


def test_its_use_is_noted_once_an_hour_and_to_the_hour(desk: Desk) -> None:
    text, token = desk.token()
    desk.clock.advance(timedelta(minutes=41, seconds=5))
    for _ in range(3):
        desk.bearers.caller(text)
    hour = NOON.replace(minute=0, second=0, microsecond=0)
    assert (desk.notes, desk.store.latest([token.hash])) == (1, {token.hash: hour})
    desk.clock.advance(HOUR)
    desk.bearers.caller(text)
    assert (desk.notes, desk.store.latest([token.hash])) == (2, {token.hash: hour + HOUR})


def test_each_token_is_noted_for_itself(desk: Desk) -> None:
    texts = [desk.token()[0] for _ in range(3)]
    for text in texts * 2:
        desk.bearers.caller(text)
    assert desk.notes == 3


def test_a_process_remembers_so_many_and_then_begins_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_token_bearers, "MAX_REMEMBERED", 2)
    first, second, third = (desk.token()[0] for _ in range(3))
    for text in (first, second, first, second):
        desk.bearers.caller(text)
    assert desk.notes == 2
    for text in (third, third, first):
        desk.bearers.caller(text)
    assert desk.notes == 4


def test_no_request_fails_because_its_use_cannot_be_noted(desk: Desk) -> None:
    text, token = desk.token()
    desk.watched.before("note", raising(DOWN))
    assert desk.bearers.caller(text).personal_token_id == token.id
    assert desk.store.latest([token.hash]) == {}


def test_a_token_that_was_revoked_has_no_bearer(desk: Desk) -> None:
    text, token = desk.token()
    desk.database.personal_tokens["ann"] = replace(desk.database.personal_tokens["ann"], tokens={})
    with pytest.raises(InvalidAccessTokenError):
        desk.bearers.caller(text)
    assert desk.store.find(token.hash, now=desk.clock()) is None
