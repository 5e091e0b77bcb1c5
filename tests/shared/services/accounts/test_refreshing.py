"""A refresh token works once. Its successor can be had again for ten seconds; any other use of it ends the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.errors import AccountDeletedError, AccountDisabledError, InvalidRefreshTokenError
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import ABSOLUTE_TTL, GRACE, IDLE_TTL, EndReason
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.accounts.issuing import IssuedTokens
from tests.support.account_builders import new_mail
from tests.support.fakes import DAY, SECOND, TTL_SECONDS
from tests.support.session_builders import ORIGIN, new_event
from tests.support.session_world import SessionWorld

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def world() -> SessionWorld:
    return SessionWorld()


def assert_refused(world: SessionWorld, issued: IssuedTokens | str) -> None:
    with pytest.raises(InvalidRefreshTokenError):
        world.refresh(issued)


def assert_refreshed(world: SessionWorld, issued: IssuedTokens) -> None:
    assert world.refresh(issued).session_id == issued.session_id


def assert_ended_by_reuse(world: SessionWorld, issued: IssuedTokens) -> None:
    session = world.session(issued)
    assert (session.ended_for, session.current, session.parent) == (EndReason.REUSED, None, None)


def test_a_session_begins_with_an_event_and_tokens_of_its_own(world: SessionWorld) -> None:
    account = world.account()
    first, second = world.signed_in(account), world.signed_in(account)
    assert first.session_id != second.session_id
    assert first.refresh_token != second.refresh_token
    claims = world.claims(first)
    assert (claims.account_id, claims.session_id) == (account.id, first.session_id)
    assert claims.expires_at == world.clock() + timedelta(seconds=TTL_SECONDS)
    assert world.session(first).origin == ORIGIN
    assert world.kinds(account.id) == ["signed_in", "signed_in"]
    event = world.events.list_latest(account.id, limit=1, now=world.clock())[0]
    assert (event.origin, event.session_id, event.at) == (ORIGIN, second.session_id, world.clock())


def test_what_tells_of_the_sign_in_is_stored_with_the_session(world: SessionWorld) -> None:
    account = world.account()
    event, mail = new_event(account.id, kind=SecurityEventKind.RECOVERY_CODE_USED), new_mail(account.id)
    world.sessions.start(account, ORIGIN, read_at=world.clock(), events=[event], mails=[mail])
    assert event in world.events.list_latest(account.id, limit=9, now=world.clock())
    assert list(world.database.mails.values()) == [mail]


def test_an_account_that_was_deleted_begins_none_and_says_until_when_that_can_be_undone(world: SessionWorld) -> None:
    account = world.account().deleted(world.clock(), keep_token_hash="keep")
    with pytest.raises(AccountDeletedError, match=f"it is erased at {account.erase_at:%Y-%m-%dT%H:%MZ}; the link"):
        world.signed_in(account)
    assert not world.database.sessions


def test_a_refresh_returns_other_tokens_of_the_same_session(world: SessionWorld) -> None:
    first = world.signed_in()
    world.clock.advance(DAY)
    second = world.refresh(first)
    third = world.refresh(second)
    assert len({one.refresh_token for one in (first, second, third)}) == 3
    assert len({one.access_token for one in (first, second, third)}) == 3
    assert {one.session_id for one in (first, second, third)} == {first.session_id}
    assert world.claims(third).issued_at == world.clock()
    session = world.session(first)
    assert (session.generation, session.last_used_at - session.created_at) == (3, DAY)


def test_a_refreshed_token_says_what_the_account_is_by_now(world: SessionWorld) -> None:
    account = world.account(verified_at=None)
    issued = world.signed_in(account)
    world.put(replace(account, verified_at=world.clock(), role="admin"))
    claims = world.claims(world.refresh(issued))
    assert (claims.verified, claims.role) == (True, "admin")


@pytest.mark.parametrize("later", [timedelta(0), GRACE])
def test_a_client_that_has_lost_the_response_gets_the_same_successor(world: SessionWorld, later: timedelta) -> None:
    first = world.signed_in()
    second = world.refresh(first)
    world.clock.advance(later)
    assert world.refresh(first).refresh_token == second.refresh_token
    assert_refreshed(world, second)


def test_it_gets_the_same_one_even_if_keys_were_rotated_meanwhile(world: SessionWorld) -> None:
    first = world.signed_in()
    second = world.refresh(first)
    world.keys.rotate()
    again = world.refresh(first)
    assert_refreshed(world, again)
    assert_refused(world, second)


def test_a_token_survives_one_rotation_of_keys_and_not_two(world: SessionWorld) -> None:
    issued = world.signed_in()
    world.keys.rotate()
    issued = world.refresh(issued)
    world.keys.rotate()
    issued = world.refresh(issued)
    world.keys.rotate()
    world.keys.rotate()
    assert_refused(world, issued)
    assert world.session(issued).ended_at is None


def test_a_token_that_was_replaced_ends_the_session_after_ten_seconds(world: SessionWorld) -> None:
    first = world.signed_in()
    second = world.refresh(first)
    world.clock.advance(GRACE + MILLISECOND)
    assert_refused(world, first)
    assert_ended_by_reuse(world, first)
    assert_refused(world, second)


def test_it_ends_the_session_at_once_if_its_successor_was_used(world: SessionWorld) -> None:
    first = world.signed_in()
    second = world.refresh(first)
    third = world.refresh(second)
    assert_refused(world, first)
    assert_ended_by_reuse(world, first)
    for issued in (first, second, third):
        assert_refused(world, issued)


def test_a_far_older_token_ends_the_session_too(world: SessionWorld) -> None:
    first = issued = world.signed_in()
    for _ in range(20):
        issued = world.refresh(issued)
    assert_refused(world, first)
    assert_refused(world, issued)


def test_the_owner_is_told_once_of_a_token_that_was_used_again(world: SessionWorld) -> None:
    account = world.account()
    first = world.signed_in(account)
    world.refresh(world.refresh(first))
    for _ in range(3):
        assert_refused(world, first)
    assert world.kinds(account.id) == ["refresh_token_reused", "signed_in"]
    event = world.events.list_latest(account.id, limit=1, now=world.clock())[0]
    assert event == SecurityEvent(
        id=event.id,
        account_id=account.id,
        kind=SecurityEventKind.REFRESH_TOKEN_REUSED,
        at=world.clock(),
        origin=ORIGIN,
        session_id=first.session_id,
    )
    [(mail_id, mail)] = world.database.mails.items()
    assert mail == OutgoingMail(
        id=mail_id, kind=MailKind.REFRESH_TOKEN_REUSED, account_id=account.id, created_at=world.clock()
    )
    assert len(mail_id) == len(event.id) == 26


def test_an_address_that_was_not_verified_gets_no_message(world: SessionWorld) -> None:
    first = world.signed_in(world.account(verified_at=None))
    world.refresh(world.refresh(first))
    assert_refused(world, first)
    assert_ended_by_reuse(world, first)
    assert not world.database.mails


def test_other_sessions_go_on(world: SessionWorld) -> None:
    account = world.account()
    first, other = world.signed_in(account), world.signed_in(account)
    world.refresh(world.refresh(first))
    assert_refused(world, first)
    assert_refreshed(world, other)


@pytest.mark.parametrize(
    ("uses", "ttl"),
    [([], IDLE_TTL), ([29, 29, 29], ABSOLUTE_TTL)],
)
def test_a_session_expires(world: SessionWorld, uses: list[int], ttl: timedelta) -> None:
    began_at = world.clock()
    issued = world.signed_in()
    for days in uses:
        world.clock.advance(timedelta(days=days))
        issued = world.refresh(issued)
    world.clock.advance(began_at + ttl - world.clock())
    assert_refused(world, issued)
    assert world.session(issued).ended_at is None
    world.clock.advance(-MILLISECOND)
    assert_refreshed(world, issued)


def test_an_expired_session_does_not_count_as_copied(world: SessionWorld) -> None:
    first = world.signed_in()
    world.refresh(first)
    world.clock.advance(IDLE_TTL)
    assert_refused(world, first)
    assert world.session(first).ended_at is None
    assert not world.database.mails


@pytest.mark.parametrize("change", ["gone", "disabled"])
def test_an_account_that_is_of_no_use_has_no_tokens(world: SessionWorld, change: str) -> None:
    account = world.account()
    issued = world.signed_in(account)
    if change == "gone":
        del world.database.accounts[account.id]
        assert_refused(world, issued)
    else:
        world.put(replace(account, disabled_at=world.clock()))
        with pytest.raises(AccountDisabledError):
            world.refresh(issued)
        with pytest.raises(AccountDisabledError):
            world.signed_in(replace(account, disabled_at=world.clock()))


def test_an_account_that_was_not_verified_in_time_has_no_tokens(world: SessionWorld) -> None:
    issued = world.signed_in(world.account(verified_at=None, expires_at=world.clock() + SECOND))
    issued = world.refresh(issued)
    world.clock.advance(SECOND)
    assert_refused(world, issued)


def test_sessions_that_were_ended_together_are_void_but_for_the_one_that_was_kept(world: SessionWorld) -> None:
    account = world.account()
    kept, other = world.signed_in(account), world.signed_in(account)
    account = account.without_sessions(world.clock(), but=kept.session_id)
    world.put(account)
    assert_refused(world, other)
    assert_refreshed(world, kept)
    # In the very same second.
    later = world.signed_in(account)
    assert account.not_before is not None
    assert world.claims(later).issued_at == account.not_before.at > world.clock()
    assert_refreshed(world, later)
    world.clock.advance(SECOND)
    world.put(account.without_sessions(world.clock(), but=later.session_id))
    assert not world.database.mails


def test_what_began_between_two_endings_in_one_second_is_void(world: SessionWorld) -> None:
    account = world.account().without_sessions(world.clock())
    between = world.signed_in(account)
    account = account.without_sessions(world.clock())
    world.put(account)
    assert_refused(world, between)
    after = world.signed_in(account)
    assert_refreshed(world, after)


def test_a_session_that_is_no_longer_kept_is_void(world: SessionWorld) -> None:
    account = world.account()
    kept = world.signed_in(account)
    account = account.without_sessions(world.clock(), but=kept.session_id)
    world.clock.advance(SECOND)
    later = world.signed_in(account)
    world.clock.advance(SECOND)
    world.put(account.without_sessions(world.clock(), but=later.session_id))
    assert_refused(world, kept)
    assert_refreshed(world, later)


@given(st.data())
def test_a_token_that_was_changed_anywhere_does_nothing(data: st.DataObject) -> None:
    world = SessionWorld()
    issued = world.signed_in(world.account(id="account"))
    text = issued.refresh_token
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda character: character != text[place]))
    assert_refused(world, text[:place] + other + text[place + 1 :])
    assert world.session(issued).ended_at is None
    assert_refreshed(world, issued)


@given(st.text() | st.from_regex(r"(k1\.)?[a-z.]*[A-Za-z0-9_=-]{60,70}", fullmatch=True))
def test_a_text_that_is_no_token_of_ours_costs_no_request(text: str) -> None:
    world = SessionWorld()
    world.accounts = None  # type: ignore[assignment]
    world.build(None)  # type: ignore[arg-type]
    assert_refused(world, text)


def test_a_stranger_who_knows_the_ids_cannot_end_a_session(world: SessionWorld) -> None:
    issued = world.signed_in()
    stranger = SessionWorld()
    stranger.keys.ring = replace(stranger.keys.ring, secrets={"k1": b"0" * 32})
    *ids, _ = issued.refresh_token.split(".")
    *_, secret = stranger.signed_in().refresh_token.split(".")
    assert_refused(world, ".".join([*ids, secret]))
    assert_refreshed(world, issued)


def test_a_token_shows_no_secret_when_it_is_printed(world: SessionWorld) -> None:
    issued = world.signed_in()
    assert issued.refresh_token not in repr(issued)
    assert issued.access_token not in repr(issued)
