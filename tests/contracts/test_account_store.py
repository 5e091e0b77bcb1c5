"""Accounts are found as they were registered, one an address, and what has expired is absent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.account import NOBODY, Account, EmailClaim, VerificationToken
from shared.domain.books import BookSettings
from shared.services.ports.conflicts import BookMissingError, ClaimTakenError
from tests.contracts.conftest import Engine
from tests.support.account_builders import (
    DAY,
    NOON,
    Registered,
    new_account,
    new_address,
    new_mail,
    new_token,
    register,
    renew,
    verify,
)

SECOND = timedelta(seconds=1)
LONG_AFTER = NOON + 1000 * DAY


def assert_unwritten(engine: Engine, attempt: Registered) -> None:
    """Nothing of an attempt has arrived."""
    assert engine.accounts.find_account(attempt.account.id, now=NOON) is None
    assert engine.accounts.find_token(attempt.token.hash, now=NOON) is None
    assert engine.outbox.find(attempt.mail.id) is None


def attempt_to_register(engine: Engine, address: str, *, replaces: EmailClaim | None) -> EmailClaim | None:
    """Fail to register; return the claim that stood in the way."""
    account = new_account(address)
    attempt = Registered(account=account, token=new_token(account), mail=new_mail(account.id))
    with pytest.raises(ClaimTakenError) as caught:
        engine.accounts.register(account, attempt.claim, attempt.token, attempt.mail, replaces=replaces, now=NOON)
    assert_unwritten(engine, attempt)
    return caught.value.claim


def test_a_registration_is_read_as_it_was_written(engine: Engine) -> None:
    registered = register(engine.accounts)
    assert engine.accounts.find_account(registered.account.id, now=NOON) == registered.account
    assert engine.accounts.find_token(registered.token.hash, now=NOON) == registered.token
    assert engine.accounts.find_claim(registered.address, now=NOON) == registered.claim
    assert engine.outbox.find(registered.mail.id) == registered.mail


def test_an_account_without_a_name_or_region_is_read_as_it_was_written(engine: Engine) -> None:
    account = replace(new_account(), full_name="", settings=BookSettings(), role="admin")
    register(engine.accounts, account)
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_an_account_and_a_token_are_found_together_as_alone(engine: Engine) -> None:
    registered, other = register(engine.accounts), register(engine.accounts)
    end = registered.token.expires_at

    def find(account_id: str, token_hash: str, now: datetime = NOON) -> tuple[Account | None, VerificationToken | None]:
        return engine.accounts.find_account_and_token(account_id, token_hash, now=now)

    assert find(registered.account.id, registered.token.hash) == (registered.account, registered.token)
    assert find(registered.account.id, other.token.hash) == (registered.account, other.token)
    assert find(NOBODY, registered.token.hash) == (None, registered.token)
    assert find(registered.account.id, NOBODY) == (registered.account, None)
    assert find(NOBODY, NOBODY) == (None, None)
    assert find(registered.account.id, registered.token.hash, end) == (registered.account, None)
    assert registered.account.expires_at is not None
    assert find(registered.account.id, registered.token.hash, registered.account.expires_at) == (None, None)


def test_the_unknown_is_not_found(engine: Engine) -> None:
    assert engine.accounts.find_account(NOBODY, now=NOON) is None
    assert engine.accounts.find_claim(NOBODY, now=NOON) is None
    assert engine.accounts.find_token(NOBODY, now=NOON) is None


def test_a_registration_makes_no_book(engine: Engine) -> None:
    account = register(engine.accounts).account
    with pytest.raises(BookMissingError):
        engine.store.load(account.book_id)


def test_what_has_expired_is_absent_from_that_second(engine: Engine) -> None:
    registered = register(engine.accounts)
    end = registered.account.expires_at
    assert end is not None
    assert engine.accounts.find_account(registered.account.id, now=end - SECOND)
    assert engine.accounts.find_claim(registered.address, now=end - SECOND)
    assert engine.accounts.find_account(registered.account.id, now=end) is None
    assert engine.accounts.find_claim(registered.address, now=end) is None


def test_an_expired_token_is_absent_though_its_account_lives(engine: Engine) -> None:
    registered = register(engine.accounts)
    end = registered.token.expires_at
    assert engine.accounts.find_token(registered.token.hash, now=end - SECOND)
    assert engine.accounts.find_token(registered.token.hash, now=end) is None
    assert engine.accounts.find_account(registered.account.id, now=end)


def test_a_taken_address_is_refused_and_its_claim_told(engine: Engine) -> None:
    standing = register(engine.accounts)
    assert attempt_to_register(engine, standing.address, replaces=None) == standing.claim
    assert engine.accounts.find_account(standing.account.id, now=NOON) == standing.account


def test_an_expired_claim_stands_in_nobodys_way(engine: Engine) -> None:
    past = register(engine.accounts)
    end = past.account.expires_at
    assert end is not None
    account = replace(new_account(past.address), expires_at=end + 7 * DAY)
    present = register(engine.accounts, account, now=end)
    assert engine.accounts.find_claim(past.address, now=end) == present.claim
    assert engine.accounts.find_account(past.account.id, now=end) is None


def test_the_claim_of_a_verified_account_stands_for_ever(engine: Engine) -> None:
    standing = register(engine.accounts)
    verify(engine.accounts, standing)
    claim = attempt_to_register(engine, standing.address, replaces=None)
    assert claim is not None
    assert claim.is_verified
    assert claim == engine.accounts.find_claim(standing.address, now=LONG_AFTER)


def test_a_claim_stands_until_the_second_in_which_it_expires(engine: Engine) -> None:
    standing = register(engine.accounts)
    end = standing.account.expires_at
    assert end is not None
    with pytest.raises(ClaimTakenError):
        register(engine.accounts, new_account(standing.address), now=end - timedelta(milliseconds=1))


def test_a_replaced_account_goes_with_its_token(engine: Engine) -> None:
    past = register(engine.accounts)
    present = register(engine.accounts, new_account(past.address), replaces=past.claim)
    assert engine.accounts.find_claim(past.address, now=NOON) == present.claim
    assert engine.accounts.find_account(present.account.id, now=NOON) == present.account
    assert engine.accounts.find_account(past.account.id, now=NOON) is None
    assert engine.accounts.find_token(past.token.hash, now=NOON) is None


def test_what_was_replaced_cannot_be_replaced_again(engine: Engine) -> None:
    past = register(engine.accounts)
    present = register(engine.accounts, new_account(past.address), replaces=past.claim)
    assert attempt_to_register(engine, past.address, replaces=past.claim) == present.claim


def test_a_claim_whose_token_was_renewed_is_no_longer_the_one_to_replace(engine: Engine) -> None:
    past = register(engine.accounts)
    present = renew(engine.accounts, past)
    assert attempt_to_register(engine, past.address, replaces=past.claim) == present.claim


def test_a_verified_account_cannot_be_replaced(engine: Engine) -> None:
    standing = register(engine.accounts)
    account = verify(engine.accounts, standing)
    claim = attempt_to_register(engine, standing.address, replaces=standing.claim)
    assert claim is not None
    assert claim.is_verified
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_what_is_not_there_cannot_be_replaced(engine: Engine) -> None:
    absent = EmailClaim(canonical_email=new_address(), account_id="gone", token_hash="gone")
    assert attempt_to_register(engine, absent.canonical_email, replaces=absent) is None


@pytest.mark.engines("memory", "stand_in", because="moto is not safe to use from several threads")
def test_of_registrations_at_the_same_time_one_gets_the_address(engine: Engine) -> None:
    address = new_address()

    def try_to_register(_: int) -> Registered | None:
        try:
            return register(engine.accounts, new_account(address))
        except ClaimTakenError:
            return None

    with ThreadPoolExecutor(max_workers=8) as threads:
        [winner] = filter(None, threads.map(try_to_register, range(16)))
    assert engine.accounts.find_claim(address, now=NOON) == winner.claim
