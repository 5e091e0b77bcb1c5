"""Changing the e-mail address: asked for, confirmed at the new one, undone at the old one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.adapters.memory.identity_store import MemoryIdentityStore
from shared.domain.accounts.account import MAX_UNDOS, Account
from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.factors import Factors, FactorsChange
from shared.domain.accounts.passkeys import PasskeysChange
from shared.domain.accounts.recovery_codes import RecoveryCodes
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.accounts.sessions import Origin
from shared.domain.accounts.totp import Totp
from shared.domain.errors import EmailNotVerifiedError, InvalidInputError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.services.accounts.input import Registration
from tests.support.fakes import ADDRESS, DOWN, EMAIL, OTHER_PASSWORD, PASSWORD, PUBLIC_URL, Stage, raising
from tests.support.identity_builders import link
from tests.support.passkey_builders import new_passkey

ORIGIN = Origin(network="192.0.2.0/24", device="Firefox")
NEW = "new@example.com"
THIRD = "third@example.com"


def ask(stage: Stage, email: str = NEW, *, of: str = ADDRESS, password: str = PASSWORD) -> None:
    stage.email_change.ask(stage.caller(stage.account(of)), password, email)


def last_token(stage: Stage) -> str:
    return stage.links.raw_token(stage.last_mail())


def moved(stage: Stage, email: str = NEW, *, of: str = ADDRESS) -> str:
    """Move the account, and return the token that undoes it."""
    ask(stage, email, of=of)
    stage.moves.confirm(last_token(stage), ORIGIN)
    return last_token(stage)


def is_useless(use: object, token: str) -> bool:
    try:
        use(token, ORIGIN)  # type: ignore[operator]
    except InvalidActionTokenError:
        return True
    return False


def delivered(stage: Stage) -> tuple[str, str]:
    """Deliver the latest message; return where to, and its text."""
    stage.mailing.deliver(stage.last_mail().id)
    return stage.mailbox.mails[-1].to, stage.mailbox.mails[-1].text


def test_nothing_moves_before_the_new_address_confirms(stage: Stage) -> None:
    account = stage.registered()
    ask(stage)
    to, text = delivered(stage)
    assert to == NEW
    assert f"{PUBLIC_URL}/api/v1/auth/confirm-email?token={last_token(stage)}" in text
    assert stage.account().email == account.email
    assert stage.can_log_in(PASSWORD)


def test_the_account_moves_with_its_password_and_all_sessions_end(stage: Stage) -> None:
    account = stage.registered()
    moved(stage)
    assert stage.account(NEW).id == account.id
    assert stage.can_log_in(PASSWORD, NEW)
    assert not stage.can_log_in(PASSWORD, EMAIL)
    after = stage.account(NEW)
    assert after.not_before is not None
    assert stage.database.books[account.book_id].not_before == after.not_before
    kinds = [event.kind for event in stage.database.security_events.values()]
    assert kinds.count(SecurityEventKind.EMAIL_CHANGED) == 1


def test_the_old_address_is_told_and_may_undo_it_for_seven_days(stage: Stage) -> None:
    stage.registered()
    undo = moved(stage)
    to, text = delivered(stage)
    assert to.lower() == ADDRESS
    assert f"{PUBLIC_URL}/api/v1/auth/undo-email-change?token={undo}" in text
    stage.clock.advance(timedelta(days=6, hours=23))
    stage.moves.undo(undo, ORIGIN)
    assert stage.account().email == EMAIL
    assert stage.claim(NEW) is None


def test_undoing_ends_all_sessions_and_sends_a_message_to_reset_the_password(stage: Stage) -> None:
    stage.registered()
    undo = moved(stage)
    thief = stage.caller(stage.account(NEW))
    stage.change.change(thief, PASSWORD, OTHER_PASSWORD, ORIGIN)
    stage.clock.advance(timedelta(seconds=5))
    stage.moves.undo(undo, ORIGIN)
    stage.clock.advance(timedelta(seconds=5))
    before = stage.account().not_before
    assert before is not None
    assert before.kept_session_id is None
    assert stage.last_mail().kind is MailKind.EMAIL_RESTORED
    assert not any(stage.can_log_in(password) for password in (PASSWORD, OTHER_PASSWORD, ""))
    to, _ = delivered(stage)
    assert to.lower() == ADDRESS
    stage.reset.reset(last_token(stage), "a third one, of the owner", ORIGIN)
    assert stage.can_log_in("a third one, of the owner")
    assert not stage.can_log_in(OTHER_PASSWORD)


def protect(stage: Stage, account: Account, *, at: datetime, factor: str = "totp") -> Account:
    """Give an account an authenticator and recovery codes, as they were made at a time."""
    totp = Totp(account_id=account.id, salt=f"{at}", key_id="k1", created_at=at)
    codes = RecoveryCodes(account_id=account.id, key_id="k1", stored=frozenset({"one"}), created_at=at)
    after = Factors(totp=totp, recovery=codes)
    before = stage.database.factors.get(account.id, Factors())
    change = FactorsChange(account_id=account.id, before=before, after=after)
    return stage.writer.change(account.id, lambda one: one.with_second_factor(factor), sides=lambda: [change])


def test_undoing_ends_the_factors_that_were_added_since(stage: Stage) -> None:
    stage.registered()
    undo = moved(stage)
    stage.clock.advance(timedelta(hours=1))
    account = protect(stage, stage.account(NEW), at=stage.clock())
    assert account.has_second_factor
    stage.moves.undo(undo, ORIGIN)
    assert not stage.account().has_second_factor
    assert stage.database.factors[account.id] == Factors()


def test_undoing_ends_the_identities_and_passkeys_that_were_added_since(stage: Stage) -> None:
    account = stage.registered()
    identities = MemoryIdentityStore(stage.database)
    account, kept = link(identities, account, at=stage.clock())
    account = with_passkey(stage, account)
    stage.clock.advance(timedelta(hours=1))
    undo = moved(stage)
    stage.clock.advance(timedelta(hours=1))
    later, _ = link(identities, stage.account(NEW), at=stage.clock())
    with_passkey(stage, later)
    assert (len(stage.database.identities), len(stage.database.passkeys)) == (2, 2)
    stage.moves.undo(undo, ORIGIN)
    assert identities.list_all(account.id) == [kept]
    assert tuple(stage.database.passkeys) == stage.account().passkeys == account.passkeys


def with_passkey(stage: Stage, account: Account) -> Account:
    passkey = new_passkey(account, created_at=stage.clock())
    change = PasskeysChange(added=[passkey])
    return stage.writer.change(
        account.id, lambda one: replace(one, passkeys=(*one.passkeys, passkey.id)), sides=lambda: [change]
    )


def test_undoing_keeps_the_factors_that_were_there_before(stage: Stage) -> None:
    account = protect(stage, stage.registered(), at=stage.clock())
    factors = stage.database.factors[account.id]
    stage.clock.advance(timedelta(hours=1))
    undo = moved(stage)
    stage.moves.undo(undo, ORIGIN)
    assert stage.account().second_factors == ("totp",)
    assert stage.database.factors[account.id] == factors


def test_undoing_ends_what_has_taken_the_place_of_the_owners_factors(stage: Stage) -> None:
    """Even if their password is short: the owner chooses a new one at once."""
    account = protect(stage, stage.registered(), at=stage.clock())
    stage.clock.advance(timedelta(hours=1))
    undo = moved(stage)
    stage.clock.advance(timedelta(hours=1))
    protect(stage, stage.account(NEW), at=stage.clock())
    stage.writer.change(account.id, lambda one: replace(one, password_is_short=True))
    stage.moves.undo(undo, ORIGIN)
    assert not stage.account().has_second_factor
    assert stage.database.factors[account.id] == Factors()


def test_undoing_works_though_a_thief_has_moved_on(stage: Stage) -> None:
    stage.registered()
    undo = moved(stage)
    account = stage.account(NEW)
    moved(stage, THIRD, of=NEW)
    stage.moves.undo(undo, ORIGIN)
    assert stage.account().id == account.id
    assert stage.claim(THIRD) is None


def test_a_thief_cannot_undo_that_the_owner_has_undone(stage: Stage) -> None:
    """Each change sends such a link, to the address that was left: the thief's has one, too."""
    account = stage.registered()
    undo = moved(stage)
    of_the_thief = moved(stage, THIRD, of=NEW)
    stage.moves.undo(undo, ORIGIN)
    assert is_useless(stage.moves.undo, of_the_thief)
    assert stage.account().id == account.id
    again = undo_after_reset(stage)
    assert is_useless(stage.moves.undo, of_the_thief), "though there is a later change now"
    stage.moves.undo(again, ORIGIN)
    assert stage.account().id == account.id


def undo_after_reset(stage: Stage) -> str:
    """Let the owner choose a password and change the address; return the token that undoes that."""
    stage.reset.reset(last_token(stage), OTHER_PASSWORD, ORIGIN)
    ask(stage, "fourth@example.com", password=OTHER_PASSWORD)
    stage.moves.confirm(last_token(stage), ORIGIN)
    return last_token(stage)


def test_each_of_several_changes_can_be_undone_the_latest_first(stage: Stage) -> None:
    """Somebody who has moved, and then meets a thief, reads the mail of the address before that only."""
    account = stage.registered()
    first = moved(stage)
    second = moved(stage, THIRD, of=NEW)
    stage.moves.undo(second, ORIGIN)
    assert stage.account(NEW).id == account.id
    stage.moves.undo(first, ORIGIN)
    assert stage.account().id == account.id


def test_however_often_a_thief_moves_on_the_first_change_can_be_undone(stage: Stage) -> None:
    account = stage.registered()
    undo, at = moved(stage), NEW
    for number in range(MAX_UNDOS + 1):
        moved(stage, f"thief-{number}@example.com", of=at)
        at = f"thief-{number}@example.com"
    assert len(stage.account(at).undos) == MAX_UNDOS
    stage.moves.undo(undo, ORIGIN)
    assert stage.account().id == account.id
    assert stage.account().undos == ()


def test_changes_of_an_earlier_week_take_no_room(stage: Stage) -> None:
    stage.registered()
    moved(stage)
    stage.clock.advance(timedelta(days=7))
    moved(stage, THIRD, of=NEW)
    assert len(stage.account(THIRD).undos) == 1


def test_after_seven_days_the_old_address_is_free(stage: Stage) -> None:
    stage.registered()
    undo = moved(stage)
    stage.clock.advance(timedelta(days=7))
    assert is_useless(stage.moves.undo, undo)
    stage.registered(password=OTHER_PASSWORD)
    assert stage.can_log_in(OTHER_PASSWORD)


def test_meanwhile_nobody_registers_it_and_the_answer_does_not_tell(stage: Stage) -> None:
    account = stage.registered()
    moved(stage)
    requests = stage.requests
    stage.registrations.register(Registration(email=EMAIL, password=OTHER_PASSWORD))
    assert stage.requests - requests == 2
    assert not stage.can_log_in(OTHER_PASSWORD)
    held = stage.claim()
    assert held is not None
    assert held.held_for == account.id


def test_tokens_work_once(stage: Stage) -> None:
    stage.registered()
    ask(stage)
    confirm = last_token(stage)
    stage.moves.confirm(confirm, ORIGIN)
    undo = last_token(stage)
    assert is_useless(stage.moves.confirm, confirm)
    stage.moves.undo(undo, ORIGIN)
    assert is_useless(stage.moves.undo, undo)
    assert is_useless(stage.moves.confirm, confirm)


def test_a_token_is_good_for_nothing_else(stage: Stage) -> None:
    stage.registered()
    ask(stage)
    confirm = last_token(stage)
    assert is_useless(stage.moves.undo, confirm)
    with pytest.raises(InvalidActionTokenError):
        stage.reset.reset(confirm, OTHER_PASSWORD, ORIGIN)
    stage.moves.confirm(confirm, ORIGIN)
    assert is_useless(stage.moves.confirm, last_token(stage))
    stage.reset.ask(NEW)
    assert is_useless(stage.moves.undo, last_token(stage))


def test_a_token_to_confirm_works_for_a_day(stage: Stage) -> None:
    stage.registered()
    ask(stage)
    token = last_token(stage)
    stage.clock.advance(timedelta(hours=24))
    assert is_useless(stage.moves.confirm, token)


@pytest.mark.parametrize("what", ["a newer request", "another password", "a reset password"])
def test_what_voids_a_token(stage: Stage, what: str) -> None:
    account = stage.registered()
    ask(stage)
    token = last_token(stage)
    if what == "a newer request":
        ask(stage, THIRD)
    elif what == "another password":
        stage.change.change(stage.caller(account), PASSWORD, OTHER_PASSWORD, ORIGIN)
    else:
        stage.reset.ask(EMAIL)
        stage.reset.reset(last_token(stage), OTHER_PASSWORD, ORIGIN)
    assert is_useless(stage.moves.confirm, token)
    assert stage.claim(NEW) is None


@pytest.mark.parametrize("state", ["free", "verified", "unverified", "held"])
def test_asking_costs_the_same_for_every_address(stage: Stage, state: str) -> None:
    stage.registered()
    other = stage.registered(NEW, OTHER_PASSWORD) if state in ("verified", "held") else None
    if state == "unverified":
        stage.register(NEW, OTHER_PASSWORD)
    if state == "held":
        stage.email_change.ask(stage.caller(other or stage.account()), OTHER_PASSWORD, THIRD)
        stage.moves.confirm(last_token(stage), ORIGIN)
    caller = stage.caller(stage.account())
    stage.hasher.forget()
    stage.store.requests.clear()
    stage.outbox.requests.clear()
    stage.email_change.ask(caller, PASSWORD, NEW)
    assert stage.store.requests == {"find_claim": 1, "update": 1}
    assert stage.outbox.requests == {"add": 1}
    assert stage.hasher.hashes == 1


def test_the_owner_of_a_taken_address_is_told_and_nobody_else(stage: Stage) -> None:
    other = stage.registered(NEW, OTHER_PASSWORD)
    stage.registered()
    ask(stage)
    assert (stage.last_mail().kind, stage.last_mail().account_id) == (MailKind.ADDRESS_TAKEN, other.id)


def test_nobody_is_kept_from_an_address_by_who_has_registered_it_and_cannot_read_its_mail(stage: Stage) -> None:
    account = stage.registered()
    stage.register(NEW, OTHER_PASSWORD)
    squatter = stage.claim(NEW)
    ask(stage)
    stage.moves.confirm(last_token(stage), ORIGIN)
    assert stage.account(NEW).id == account.id
    assert stage.can_log_in(PASSWORD, NEW)
    assert not stage.can_log_in(OTHER_PASSWORD, NEW)
    assert squatter is not None
    assert squatter.account_id not in stage.database.accounts


def test_an_address_that_somebody_takes_meanwhile_is_not_moved_to(stage: Stage) -> None:
    account = stage.registered()
    ask(stage)
    token = last_token(stage)
    stage.registered(NEW, OTHER_PASSWORD)
    assert is_useless(stage.moves.confirm, token)
    assert stage.account().id == account.id


def test_an_address_that_somebody_takes_at_that_moment_is_not_moved_to(stage: Stage) -> None:
    account = stage.registered()
    ask(stage)
    token = last_token(stage)
    stage.moves_made.before("move", lambda: stage.registered(NEW, OTHER_PASSWORD))
    assert is_useless(stage.moves.confirm, token)
    assert stage.account().id == account.id


def test_of_two_accounts_that_confirm_one_address_one_gets_it(stage: Stage) -> None:
    stage.registered()
    stage.registered(THIRD)
    tokens = []
    for address in (ADDRESS, THIRD):
        ask(stage, of=address)
        tokens.append(last_token(stage))
    with ThreadPoolExecutor(2) as threads:
        useless = list(threads.map(lambda token: is_useless(stage.moves.confirm, token), tokens))
    assert sorted(useless) == [False, True]


def test_the_present_password_and_another_address_are_needed(stage: Stage) -> None:
    stage.registered()
    with pytest.raises(InvalidInputError, match="/current_password"):
        ask(stage, password=OTHER_PASSWORD)
    with pytest.raises(InvalidInputError, match="/email"):
        ask(stage, EMAIL.upper())
    with pytest.raises(InvalidInputError, match="/email"):
        ask(stage, "no address\r\nBcc: victim@example.com")
    assert stage.account().new_email is None


def test_an_unverified_account_does_not_move(stage: Stage) -> None:
    stage.register()
    with pytest.raises(EmailNotVerifiedError):
        ask(stage)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_confirmation_that_fails_may_be_repeated(stage: Stage, *, arrives: bool) -> None:
    stage.registered()
    ask(stage)
    token = last_token(stage)
    stage.store.before("find_account", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        stage.moves.confirm(token, ORIGIN)
    stage.moves_made.lose_answer("move", arrives=arrives)
    stage.moves.confirm(token, ORIGIN)
    assert stage.can_log_in(PASSWORD, NEW)
    kinds = [event.kind for event in stage.database.security_events.values()]
    assert kinds.count(SecurityEventKind.EMAIL_CHANGED) == 1


def test_nobody_signs_in_or_resets_at_the_address_that_is_held(stage: Stage) -> None:
    stage.registered()
    moved(stage)
    mails = len(stage.database.mails)
    stage.reset.ask(EMAIL)
    assert len(stage.database.mails) == mails
    assert not stage.can_log_in(PASSWORD)
