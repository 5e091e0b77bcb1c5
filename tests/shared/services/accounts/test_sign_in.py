"""Signing in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.account import Account
from shared.domain.errors import InvalidCredentialsError, StoreUnavailableError
from shared.services.accounts.issuing import IssuedTokens
from shared.services.ports.conflicts import AccountChangedError
from shared.services.ports.security import AccessClaims
from tests.support.fakes import (
    DAY,
    DOWN,
    EMAIL,
    LOST,
    OTHER_PASSWORD,
    PASSWORD,
    TTL_SECONDS,
    Stage,
    raising,
    tokens_of,
)
from tests.support.session_builders import ORIGIN


def claims_of(stage: Stage, issued: IssuedTokens) -> AccessClaims:
    return stage.tokens.read(issued.access_token, now=stage.clock())


def test_a_verified_account_gets_a_token_that_says_so(stage: Stage) -> None:
    account = stage.registered()
    issued = tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN))
    claims = claims_of(stage, issued)
    assert issued.expires_in_seconds == TTL_SECONDS
    assert (claims.account_id, claims.verified, claims.role) == (account.id, True, "user")
    assert claims.issued_at == stage.clock()
    assert claims.expires_at == stage.clock() + timedelta(seconds=TTL_SECONDS)


def test_an_unverified_account_may_sign_in_and_its_token_says_so(stage: Stage) -> None:
    stage.register()
    assert not claims_of(stage, tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN))).verified


def test_every_session_and_every_token_has_an_id_of_its_own(stage: Stage) -> None:
    stage.registered()
    first, second = (tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN)) for _ in range(2))
    assert first.access_token != second.access_token
    sessions = {claims_of(stage, issued).session_id for issued in (first, second)}
    assert len(sessions) == 2
    assert not sessions & {first.access_token, second.access_token}


@pytest.mark.parametrize("email", ["olena@example.com", "OLENA@EXAMPLE.COM", "  Olena@example.com "])
def test_an_address_is_the_same_however_it_was_typed(stage: Stage, email: str) -> None:
    stage.registered()
    assert stage.can_log_in(PASSWORD, email)


@pytest.mark.parametrize(
    ("state", "email", "password"),
    [
        ("unknown", EMAIL, PASSWORD),
        ("unverified", EMAIL, OTHER_PASSWORD),
        ("verified", EMAIL, OTHER_PASSWORD),
        ("verified", EMAIL, ""),
        ("expired", EMAIL, PASSWORD),
        ("verified", "not an address", PASSWORD),
        ("verified", "\ud800@example.com", PASSWORD),
        ("verified", "o" * 5000 + "@example.com", PASSWORD),
    ],
)
def test_every_refusal_says_and_costs_the_same(stage: Stage, state: str, email: str, password: str) -> None:
    if state == "verified":
        stage.registered()
    elif state != "unknown":
        stage.register()
        stage.clock.advance(8 * DAY if state == "expired" else DAY)
    stage.forget_counts()
    with pytest.raises(InvalidCredentialsError, match="no account has this address with this password"):
        stage.sign_in.log_in(email, password, ORIGIN)
    assert stage.hasher.hashes == 1
    assert stage.store.requests == {"find_claim": 1, "find_account": 1}
    assert stage.tokens.issued == {}


def test_signing_in_costs_what_a_refusal_costs(stage: Stage) -> None:
    stage.registered()
    stage.forget_counts()
    stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN)
    assert (stage.hasher.hashes, stage.requests) == (1, 2)


def test_an_account_that_is_replaced_between_the_two_reads_is_refused(stage: Stage) -> None:
    stage.register()
    stage.store.before("find_account", lambda: stage.register(password=OTHER_PASSWORD))
    assert not stage.can_log_in(PASSWORD)
    assert stage.can_log_in(OTHER_PASSWORD)


def test_a_store_that_is_down_refuses_nobody(stage: Stage) -> None:
    stage.registered()
    stage.store.before("find_account", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN)


def test_a_token_is_not_shown(stage: Stage) -> None:
    stage.registered()
    issued = tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN))
    assert issued.access_token not in repr(issued)


def with_older_hash(stage: Stage) -> None:
    """Let the account be one that registered before hashes had today's form."""
    account = stage.account()
    stage.database.accounts[account.id] = replace(account, password_hash=f"old {account.password_hash}")


def test_a_hash_of_an_older_form_is_replaced_once(stage: Stage) -> None:
    before = stage.registered()
    with_older_hash(stage)
    stage.store.requests.clear()
    for _ in range(2):
        stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN)
    assert stage.store.requests["rehash"] == 1
    assert stage.account().password_hash == before.password_hash
    assert stage.account().version == before.version + 1


def test_a_wrong_password_replaces_no_hash_and_costs_no_other(stage: Stage) -> None:
    stage.registered()
    with_older_hash(stage)
    stage.hasher.forget()
    with pytest.raises(InvalidCredentialsError):
        stage.sign_in.log_in(EMAIL, OTHER_PASSWORD, ORIGIN)
    assert stage.store.requests["rehash"] == 0
    assert stage.hasher.hashes == 1


@pytest.mark.parametrize("fault", [DOWN, LOST, AccountChangedError("changed")])
def test_nobody_is_kept_out_because_the_hash_cannot_be_replaced(stage: Stage, fault: Exception) -> None:
    stage.registered()
    with_older_hash(stage)
    stage.store.before("rehash", raising(fault))
    assert stage.can_log_in(PASSWORD)


@pytest.mark.parametrize(("password", "is_short"), [("short but good", True), ("short, but good", False)])
def test_who_has_a_password_that_is_too_short_today_is_told_so(stage: Stage, password: str, *, is_short: bool) -> None:
    account = stage.registered()
    stage.database.accounts[account.id] = replace(account, password_hash=stage.hasher.hash(password))
    assert stage.sign_in.log_in(EMAIL, password, ORIGIN).password_is_short is is_short


@pytest.mark.parametrize("ending", ["a reset password", "another password", "all sessions", "a disabled account"])
def test_a_session_ends_that_was_begun_while_everything_was_ended(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """The account is read, the password takes its time to be checked, and is another one when the session is stored."""
    account = stage.registered()
    owner = stage.caller(account)
    stage.reset.ask(EMAIL)
    token = stage.links.raw_token(stage.last_mail())
    stage.clock.advance(timedelta(seconds=2))
    hash_ = stage.hasher.hash

    def end(password: str) -> str:
        monkeypatch.setattr(stage.hasher, "hash", hash_)
        if ending == "a reset password":
            stage.reset.reset(token, OTHER_PASSWORD, ORIGIN)
        elif ending == "another password":
            stage.change.change(owner, PASSWORD, OTHER_PASSWORD, ORIGIN)
        elif ending == "all sessions":
            stage.writer.change(account.id, lambda current: current.without_sessions(stage.clock()))
        else:
            stage.writer.change(account.id, lambda current: current.disabled(stage.clock()))
        stage.clock.advance(timedelta(seconds=2))
        return hash_(password)

    monkeypatch.setattr(stage.hasher, "hash", end)
    issued = tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN))
    assert_is_void(stage, account, issued)


@pytest.mark.parametrize("change", ["reset", "change"])
def test_a_session_ends_that_was_begun_while_the_next_password_was_hashed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    account = stage.registered()
    owner = stage.caller(account)
    stage.reset.ask(EMAIL)
    token = stage.links.raw_token(stage.last_mail())
    hash_ = stage.hasher.hash
    issued = []

    def sign_in_meanwhile(password: str) -> str:
        if password == OTHER_PASSWORD:
            stage.clock.advance(timedelta(seconds=2))
            monkeypatch.setattr(stage.hasher, "hash", hash_)
            issued.append(tokens_of(stage.sign_in.log_in(EMAIL, PASSWORD, ORIGIN)))
        return hash_(password)

    monkeypatch.setattr(stage.hasher, "hash", sign_in_meanwhile)
    if change == "reset":
        stage.reset.reset(token, OTHER_PASSWORD, ORIGIN)
    else:
        stage.change.change(owner, PASSWORD, OTHER_PASSWORD, ORIGIN)
    assert_is_void(stage, account, issued[0])


def assert_is_void(stage: Stage, account: Account, issued: IssuedTokens) -> None:
    """Fail if the tokens are of use: on account routes, on contacts routes, or for a refresh."""
    not_before = stage.database.books[account.book_id].not_before
    session = stage.database.sessions[account.id, issued.session_id]
    assert not_before is not None
    assert not_before.voids(session.id, session.created_at)
    assert not_before.voids(session.id, claims_of(stage, issued).issued_at)
