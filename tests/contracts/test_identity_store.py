"""An identity belongs to one account; it is linked and unlinked in whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from shared.domain.accounts.account import Account, EmailClaim
from shared.domain.accounts.identities import Identity, IdentityRemoval
from shared.domain.books import Book
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError, IdentityClaimedError
from tests.contracts.conftest import Engine
from tests.support.account_builders import DAY, HOUR, NOON, new_address, register, verify
from tests.support.identity_builders import change, link, new_identity, signed_up
from tests.support.session_builders import new_event


def sign_up(engine: Engine, account: Account, identity: Identity, *, replaces: EmailClaim | None = None) -> None:
    engine.identities.register(account, identity, new_event(account.id), replaces=replaces, now=NOON)


def test_an_account_is_stored_with_all_that_belongs_to_it(engine: Engine) -> None:
    account = signed_up()
    identity, event = new_identity(account.id), new_event(account.id)
    engine.identities.register(account, identity, event, replaces=None, now=NOON)
    stored = engine.accounts.find_account(account.id, now=NOON)
    assert stored == account
    assert not stored.has_password
    claim = engine.accounts.find_claim(account.canonical_email, now=NOON + 1000 * DAY)
    assert claim == EmailClaim(canonical_email=account.canonical_email, account_id=account.id)
    assert engine.store.load(account.book_id).book == Book.new(account.book_id, account.settings, None)
    assert engine.identities.find_owner(identity.id) == account.id
    assert engine.identities.list_all(account.id) == [identity]
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == [event]


def test_an_identity_without_an_address_is_read_as_it_was_written(engine: Engine) -> None:
    account = signed_up()
    identity = new_identity(account.id, email=None)
    sign_up(engine, account, identity)
    assert engine.identities.list_all(account.id) == [identity]


def test_nobody_has_an_identity_that_was_never_linked(engine: Engine) -> None:
    assert engine.identities.find_owner(new_identity("nobody").id) is None
    assert engine.identities.list_all("an account without any") == []


def test_an_unverified_account_is_replaced_entirely(engine: Engine) -> None:
    unverified = register(engine.accounts)
    account = signed_up(unverified.address)
    sign_up(engine, account, new_identity(account.id), replaces=unverified.claim)
    assert engine.accounts.find_account(unverified.account.id, now=NOON) is None
    assert engine.accounts.find_token(unverified.token.hash, now=NOON) is None
    claim = engine.accounts.find_claim(unverified.address, now=NOON)
    assert claim is not None
    assert claim.account_id == account.id


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_that_is_claimed_is_not_taken(engine: Engine, *, verified: bool) -> None:
    other = register(engine.accounts)
    if verified:
        verify(engine.accounts, other)
    standing = engine.accounts.find_claim(other.address, now=NOON)
    account = signed_up(other.address)
    identity = new_identity(account.id)
    with pytest.raises(ClaimTakenError) as caught:
        sign_up(engine, account, identity)
    assert caught.value.claim == standing
    assert engine.accounts.find_account(account.id, now=NOON) is None
    assert engine.identities.find_owner(identity.id) is None


def test_a_claim_that_was_verified_meanwhile_is_not_replaced(engine: Engine) -> None:
    unverified = register(engine.accounts)
    verify(engine.accounts, unverified)
    account = signed_up(unverified.address)
    with pytest.raises(ClaimTakenError):
        sign_up(engine, account, new_identity(account.id), replaces=unverified.claim)
    assert engine.accounts.find_account(unverified.account.id, now=NOON) is not None


def test_a_claim_that_has_expired_is_taken(engine: Engine) -> None:
    expired = register(engine.accounts)
    account = signed_up(expired.address)
    identity = new_identity(account.id)
    engine.identities.register(account, identity, new_event(account.id), replaces=None, now=NOON + 8 * DAY)
    assert engine.identities.find_owner(identity.id) == account.id


@pytest.mark.parametrize("replacing", [True, False])
def test_an_identity_that_an_account_has_makes_no_other_one(engine: Engine, *, replacing: bool) -> None:
    first = signed_up()
    identity = new_identity(first.id)
    sign_up(engine, first, identity)
    unverified = register(engine.accounts) if replacing else None
    second = signed_up(unverified.address if unverified else None)
    with pytest.raises(IdentityClaimedError):
        sign_up(
            engine, second, replace(identity, account_id=second.id), replaces=unverified.claim if unverified else None
        )
    assert engine.identities.find_owner(identity.id) == first.id
    assert engine.accounts.find_account(second.id, now=NOON) is None


def test_an_identity_is_linked_with_its_event_and_its_message(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    identity = new_identity(account.id)
    made = change(account, identity, at=NOON + HOUR)
    engine.identities.link(made)
    assert engine.identities.list_all(account.id) == [identity]
    assert engine.accounts.find_account(account.id, now=NOON) == made.account
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == [made.event]
    assert made.mail is not None
    assert engine.outbox.find(made.mail.id) == made.mail


def test_identities_are_listed_the_oldest_first(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    account, second = link(engine.identities, account, at=NOON + HOUR)
    account, third = link(engine.identities, account, at=NOON + 2 * HOUR)
    account, first = link(engine.identities, account)
    assert engine.identities.list_all(account.id) == [first, second, third]


def test_an_identity_of_another_account_is_not_linked(engine: Engine) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    _, identity = link(engine.identities, other)
    with pytest.raises(IdentityClaimedError):
        engine.identities.link(change(account, replace(identity, account_id=account.id)))
    assert engine.identities.list_all(account.id) == []
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_nothing_is_linked_to_an_account_that_has_changed(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    link(engine.identities, account)
    identity = new_identity(account.id)
    with pytest.raises(AccountChangedError):
        engine.identities.link(change(account, identity))
    assert engine.identities.find_owner(identity.id) is None


def test_an_identity_is_unlinked_with_its_event_and_its_message_and_is_free_again(engine: Engine) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    account, identity = link(engine.identities, account)
    made = change(account, identity)
    engine.identities.unlink(made)
    assert engine.identities.list_all(account.id) == []
    assert engine.identities.find_owner(identity.id) is None
    assert made.event in engine.events.list_latest(account.id, limit=9, now=NOON)
    assert made.mail is not None
    assert engine.outbox.find(made.mail.id) == made.mail
    engine.identities.link(change(other, replace(identity, account_id=other.id)))
    assert engine.identities.find_owner(identity.id) == other.id


def test_what_an_account_does_not_have_is_not_unlinked(engine: Engine) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    _, identity = link(engine.identities, other)
    for foreign in (replace(identity, account_id=account.id), new_identity(account.id)):
        with pytest.raises(AccountChangedError):
            engine.identities.unlink(change(account, foreign))
    assert engine.identities.find_owner(identity.id) == other.id
    assert engine.accounts.find_account(account.id, now=NOON) == account


@pytest.mark.engines("memory", "stand_in", because="moto serves one request at a time")
def test_of_two_identities_that_are_unlinked_at_once_one_stays(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    account, first = link(engine.identities, account)
    account, second = link(engine.identities, account)

    def attempt(identity: Identity) -> bool:
        try:
            engine.identities.unlink(change(account, identity))
        except AccountChangedError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, (first, second))) == [False, True]
    assert len(engine.identities.list_all(account.id)) == 1


@pytest.mark.engines("memory", "stand_in", because="moto serves one request at a time")
def test_of_several_accounts_that_sign_up_with_an_identity_one_is_made(engine: Engine) -> None:
    accounts = [signed_up(new_address()) for _ in range(4)]
    identity = new_identity("")

    def attempt(account: Account) -> bool:
        try:
            sign_up(engine, account, replace(identity, account_id=account.id))
        except (IdentityClaimedError, ClaimTakenError):
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(attempt, accounts)).count(True) == 1
    owner = engine.identities.find_owner(identity.id)
    assert [engine.accounts.find_account(one.id, now=NOON) is not None for one in accounts].count(True) == 1
    assert owner in {one.id for one in accounts}


def test_an_identity_goes_with_another_change_of_its_account_or_not_at_all(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    account, identity = link(engine.identities, account)
    after = replace(account, version=account.version + 1)
    missing = IdentityRemoval(identity=new_identity(account.id))
    with pytest.raises(AccountChangedError):
        engine.accounts.update(after, replaces=account, sides=[IdentityRemoval(identity=identity), missing])
    assert engine.identities.list_all(account.id) == [identity]
    engine.accounts.update(after, replaces=account, sides=[IdentityRemoval(identity=identity)])
    assert engine.identities.list_all(account.id) == []
    assert engine.identities.find_owner(identity.id) is None
