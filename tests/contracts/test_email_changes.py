"""An account moves to another address, and back, in whole or not at all; an address belongs to one account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.accounts.account import NOBODY, Account, EmailClaim
from shared.domain.accounts.action_tokens import ActionToken, Purpose
from shared.domain.accounts.factors import Factors, FactorsChange
from shared.domain.accounts.totp import Totp
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError
from shared.services.ports.email_changes import EmailMove
from tests.contracts.conftest import Engine
from tests.support.account_builders import DAY, NOON, new_account, new_address, new_mail, register, verify
from tests.support.session_builders import new_event

HELD_UNTIL = (NOON + 7 * DAY).replace(microsecond=0)


def moving(account: Account, email: str) -> EmailMove:
    after = replace(account, email=email, canonical_email=email, version=account.version + 1).without_sessions(NOON)
    purpose = Purpose.UNDO_EMAIL_CHANGE
    token = ActionToken.of(f"{account.id} {after.version}", purpose, account.id, account.email, now=NOON)
    after = after.with_undo(token.hash, token.expires_at, NOON)
    return EmailMove(before=account, after=after, token=token, mail=new_mail(account.id), event=new_event(account.id))


def move(engine: Engine, account: Account, email: str, *, now: datetime = NOON) -> EmailMove:
    made = moving(account, email)
    engine.email_changes.move(made, held_until=HELD_UNTIL, now=now)
    return made


def claim_of(engine: Engine, address: str, now: datetime = NOON) -> EmailClaim | None:
    return engine.accounts.find_claim(address, now=now)


def test_everything_moves_together(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    email = new_address()
    made = move(engine, account, email)
    assert engine.accounts.find_account(account.id, now=NOON) == made.after
    assert claim_of(engine, email) == EmailClaim(canonical_email=email, account_id=account.id)
    assert claim_of(engine, account.canonical_email) == EmailClaim.held(account, until=HELD_UNTIL)
    assert engine.store.load(account.book_id).book.not_before == made.after.not_before
    assert engine.action_tokens.find(made.token.purpose, made.token.hash, now=NOON) == made.token
    assert engine.outbox.find(made.mail.id) == made.mail
    assert made.event in engine.events.list_latest(account.id, limit=9, now=NOON)


def test_what_goes_with_a_move_is_written_with_it_or_not_at_all(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    after = Factors(totp=Totp(account_id=account.id, salt="5a", key_id="k1", created_at=NOON))
    change = FactorsChange(account_id=account.id, before=Factors(), after=after)
    made = replace(moving(account, new_address()), sides=[change])
    stale = replace(made, after=replace(made.after, version=account.version + 2))
    with pytest.raises(AccountChangedError):
        engine.email_changes.move(stale, held_until=HELD_UNTIL, now=NOON)
    assert engine.factors.find(account.id, now=NOON) == (account, Factors())
    engine.email_changes.move(made, held_until=HELD_UNTIL, now=NOON)
    assert engine.factors.find(account.id, now=NOON) == (made.after, after)


def test_an_address_that_is_held_names_no_account_and_cannot_be_registered(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    move(engine, account, new_address())
    held = claim_of(engine, account.canonical_email)
    assert held is not None
    assert (held.account_id, held.is_verified) == (NOBODY, True)
    other = replace(new_account(), email=account.email, canonical_email=account.canonical_email)
    with pytest.raises(ClaimTakenError) as caught:
        register(engine.accounts, other)
    assert caught.value.claim == held
    register(engine.accounts, other, now=HELD_UNTIL)


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_of_somebody_else_is_not_taken(engine: Engine, *, verified: bool) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    other = register(engine.accounts)
    if verified:
        verify(engine.accounts, other)
    before = claim_of(engine, other.address)
    with pytest.raises(AccountChangedError):
        move(engine, account, other.address)
    assert claim_of(engine, other.address) == before
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_what_is_registered_and_not_verified_is_replaced_together_with_its_account_and_token(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    squatter = register(engine.accounts)
    made = replace(moving(account, squatter.address), replaces=squatter.claim)
    engine.email_changes.move(made, held_until=HELD_UNTIL, now=NOON)
    assert engine.accounts.find_account(account.id, now=NOON) == made.after
    assert claim_of(engine, squatter.address) == EmailClaim(canonical_email=squatter.address, account_id=account.id)
    assert engine.accounts.find_account(squatter.account.id, now=NOON) is None
    assert engine.accounts.find_token(squatter.token.hash, now=NOON) is None


def test_what_was_verified_meanwhile_is_not_replaced(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    other = register(engine.accounts)
    verified = verify(engine.accounts, other)
    made = replace(moving(account, other.address), replaces=other.claim)
    with pytest.raises(AccountChangedError):
        engine.email_changes.move(made, held_until=HELD_UNTIL, now=NOON)
    assert engine.accounts.find_account(verified.id, now=NOON) == verified
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_an_address_that_is_held_for_somebody_else_is_not_taken(engine: Engine) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    move(engine, other, new_address())
    with pytest.raises(AccountChangedError):
        move(engine, account, other.canonical_email)


def test_the_address_that_is_held_for_oneself_can_be_taken(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    first = move(engine, account, new_address()).after
    second = move(engine, first, account.canonical_email).after
    assert claim_of(engine, account.canonical_email) == EmailClaim(
        canonical_email=account.canonical_email, account_id=account.id
    )
    assert claim_of(engine, first.canonical_email) == EmailClaim.held(first, until=HELD_UNTIL)
    assert engine.accounts.find_account(account.id, now=NOON) == second


def test_an_expired_claim_is_taken(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    expiring = register(engine.accounts)
    assert expiring.claim.expires_at is not None
    move(engine, account, expiring.address, now=expiring.claim.expires_at)
    claim = claim_of(engine, expiring.address)
    assert claim is not None
    assert claim.account_id == account.id


def test_an_account_that_has_changed_does_not_move(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    engine.accounts.update(replace(account, full_name="Other", version=account.version + 1), replaces=account)
    email = new_address()
    with pytest.raises(AccountChangedError):
        move(engine, account, email)
    assert claim_of(engine, email) is None


def test_a_move_is_undone_even_after_another_one(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    first = move(engine, account, new_address()).after
    second = move(engine, first, new_address()).after
    back = moving(second, account.canonical_email)
    engine.email_changes.move_back(back)
    assert engine.accounts.find_account(account.id, now=NOON) == back.after
    assert claim_of(engine, account.canonical_email) == EmailClaim(
        canonical_email=account.canonical_email, account_id=account.id
    )
    assert claim_of(engine, second.canonical_email) is None
    assert claim_of(engine, first.canonical_email) == EmailClaim.held(first, until=HELD_UNTIL)


def test_nobody_moves_back_to_what_is_not_held_for_them(engine: Engine) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    moved = move(engine, other, new_address()).after
    for address in (other.canonical_email, moved.canonical_email, new_address()):
        with pytest.raises(AccountChangedError):
            engine.email_changes.move_back(moving(account, address))
    assert engine.accounts.find_account(account.id, now=NOON) == account


@pytest.mark.engines("memory", "stand_in", because="moto serves one request at a time")
def test_of_two_accounts_that_want_an_address_one_gets_it(engine: Engine) -> None:
    accounts = [verify(engine.accounts, register(engine.accounts)) for _ in range(4)]
    email = new_address()

    def attempt(account: Account) -> bool:
        try:
            move(engine, account, email)
        except AccountChangedError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        won = list(threads.map(attempt, accounts))
    assert won.count(True) == 1
    claim = claim_of(engine, email)
    assert claim is not None
    assert claim.account_id == accounts[won.index(True)].id
