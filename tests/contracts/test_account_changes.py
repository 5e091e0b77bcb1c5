"""Renewing a token, verifying, changing a profile: each happens whole, on what was read, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.accounts.account import NOBODY, Account, EmailClaim
from shared.domain.books import Book, BookSettings, NotBefore
from shared.domain.mails import OutgoingMail
from shared.services.ports.conflicts import AccountChangedError, BookMissingError, ClaimTakenError
from tests.contracts.conftest import Engine
from tests.support.account_builders import (
    DAY,
    HOUR,
    NOON,
    Registered,
    new_account,
    new_address,
    new_mail,
    new_token,
    register,
    renew,
    verified,
    verify,
    whole_seconds,
)
from tests.support.book_builder import new_operation
from tests.support.session_builders import new_event

SECOND = timedelta(seconds=1)
LONG_AFTER = NOON + 1000 * DAY


def has_book(engine: Engine, book_id: str) -> bool:
    try:
        engine.store.load(book_id)
    except BookMissingError:
        return False
    return True


def test_a_renewed_token_takes_the_place_of_the_older_one(engine: Engine) -> None:
    past = register(engine.accounts)
    present = renew(engine.accounts, past)
    assert engine.accounts.find_claim(past.address, now=NOON) == present.claim
    assert engine.accounts.find_token(present.token.hash, now=NOON) == present.token
    assert engine.accounts.find_token(past.token.hash, now=NOON) is None
    assert engine.outbox.find(present.mail.id) == present.mail
    assert engine.accounts.find_account(past.account.id, now=NOON) == past.account


def test_a_renewal_may_prolong_the_account(engine: Engine) -> None:
    registered = register(engine.accounts)
    token, mail = new_token(registered.account, expires_at=NOON + 8 * DAY), new_mail()
    claim = replace(registered.claim, token_hash=token.hash, expires_at=token.expires_at)
    engine.accounts.renew_token(claim, token, mail, replaces=registered.claim)
    account = engine.accounts.find_account(registered.account.id, now=NOON)
    assert account == replace(registered.account, expires_at=token.expires_at)
    assert engine.accounts.find_claim(registered.address, now=NOON) == claim


@pytest.mark.parametrize("meanwhile", ["renewed", "replaced", "verified"])
def test_a_token_is_not_renewed_on_a_claim_that_has_changed(engine: Engine, meanwhile: str) -> None:
    past = register(engine.accounts)
    if meanwhile == "renewed":
        renew(engine.accounts, past)
    elif meanwhile == "replaced":
        register(engine.accounts, new_account(past.address), replaces=past.claim)
    else:
        verify(engine.accounts, past)
    present = engine.accounts.find_claim(past.address, now=NOON)
    token, mail = new_token(past.account), new_mail()
    with pytest.raises(AccountChangedError):
        engine.accounts.renew_token(replace(past.claim, token_hash=token.hash), token, mail, replaces=past.claim)
    assert engine.accounts.find_claim(past.address, now=NOON) == present
    assert engine.accounts.find_token(token.hash, now=NOON) is None
    assert engine.outbox.find(mail.id) is None


def test_nothing_is_written_for_nobody(engine: Engine) -> None:
    nobody = EmailClaim(
        canonical_email=new_address(), account_id=NOBODY, token_hash=NOBODY, expires_at=whole_seconds(NOON + DAY)
    )
    token, mail = new_token(new_account()), new_mail()
    with pytest.raises(AccountChangedError):
        engine.accounts.renew_token(nobody, token, mail, replaces=nobody)
    assert engine.accounts.find_claim(nobody.canonical_email, now=NOON) is None
    assert engine.accounts.find_account(NOBODY, now=NOON) is None
    assert engine.accounts.find_token(token.hash, now=NOON) is None
    assert engine.outbox.find(mail.id) is None


def test_verifying_makes_account_and_claim_permanent_and_creates_the_book(engine: Engine) -> None:
    registered = register(engine.accounts)
    account = verify(engine.accounts, registered, at=NOON + HOUR)
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == account
    claim = engine.accounts.find_claim(registered.address, now=LONG_AFTER)
    assert claim == replace(registered.claim, token_hash=None, expires_at=None)
    assert engine.store.load(account.book_id).book == Book.new(account.id, account.settings)


def test_a_used_token_is_known_until_it_expires(engine: Engine) -> None:
    registered = register(engine.accounts)
    verify(engine.accounts, registered, at=NOON + HOUR)
    used = engine.accounts.find_token(registered.token.hash, now=NOON + HOUR)
    assert used == replace(registered.token, used_at=NOON + HOUR)
    assert engine.accounts.find_token(registered.token.hash, now=registered.token.expires_at) is None


def test_a_token_is_used_once(engine: Engine) -> None:
    registered = register(engine.accounts)
    account = verify(engine.accounts, registered)
    with pytest.raises(AccountChangedError):
        engine.accounts.verify(verified(account), replace(registered.token, used_at=NOON))
    assert engine.accounts.find_account(account.id, now=NOON) == account


def test_a_superseded_token_verifies_nothing(engine: Engine) -> None:
    past = register(engine.accounts)
    present = renew(engine.accounts, past)
    with pytest.raises(AccountChangedError):
        verify(engine.accounts, past)
    assert engine.accounts.find_account(past.account.id, now=NOON) == past.account
    assert engine.accounts.find_claim(past.address, now=NOON) == present.claim
    assert not has_book(engine, past.account.book_id)


def test_the_token_of_a_replaced_account_verifies_nothing(engine: Engine) -> None:
    past = register(engine.accounts)
    present = register(engine.accounts, new_account(past.address), replaces=past.claim)
    with pytest.raises(AccountChangedError):
        verify(engine.accounts, past)
    assert engine.accounts.find_account(past.account.id, now=NOON) is None
    assert engine.accounts.find_claim(past.address, now=NOON) == present.claim
    assert not has_book(engine, past.account.book_id)
    assert not has_book(engine, present.account.book_id)


def test_a_token_that_was_left_behind_verifies_nothing(engine: Engine) -> None:
    """An expired claim is taken over with what belongs to it still there: deleting that is up to the database."""
    past = register(engine.accounts)
    end = past.account.expires_at
    assert end is not None
    account = replace(new_account(past.address), expires_at=end + 7 * DAY)
    present = register(engine.accounts, account, now=end)
    with pytest.raises(AccountChangedError):
        verify(engine.accounts, past)
    assert engine.accounts.find_claim(past.address, now=end) == present.claim
    assert not has_book(engine, past.account.book_id)


def test_an_account_that_has_changed_is_not_verified_over(engine: Engine) -> None:
    registered = register(engine.accounts)
    changed = replace(registered.account, version=2, full_name="New Name")
    engine.accounts.update(changed, replaces=registered.account)
    with pytest.raises(AccountChangedError):
        verify(engine.accounts, registered)
    assert engine.accounts.find_account(changed.id, now=NOON) == changed
    assert engine.accounts.find_token(registered.token.hash, now=NOON) == registered.token
    assert not has_book(engine, changed.book_id)


def test_a_profile_is_stored_before_it_is_verified_and_makes_no_book(engine: Engine) -> None:
    account = register(engine.accounts).account
    changed = replace(account, version=2, full_name="", settings=BookSettings(), updated_at=NOON + HOUR)
    engine.accounts.update(changed, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == changed
    assert not has_book(engine, account.book_id)


def test_the_settings_of_a_verified_profile_are_those_of_its_book(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    settings = BookSettings(locale="ja", time_zone="Asia/Tokyo", leap_day="02-28", phone_region="JP")
    changed = replace(account, version=account.version + 1, settings=settings)
    engine.accounts.update(changed, replaces=account)
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == changed
    assert engine.store.load(account.book_id).book == replace(Book.new(account.id, account.settings), settings=settings)


def test_an_operation_begins_with_the_settings_that_ask_for_it_or_not_at_all(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(account, settings=BookSettings(phone_region="UA"), version=account.version + 1)
    first, second = new_operation(), new_operation()
    engine.accounts.update(changed, replaces=account, operations=[first])
    with pytest.raises(AccountChangedError):
        engine.accounts.update(changed, replaces=account, operations=[second])
    assert engine.operations.list_latest(account.book_id, limit=9) == [first]


def test_whatever_may_change_of_an_account_is_stored(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(
        account,
        password_hash="another",
        full_name="Another",
        role="admin",
        avatar_url="https://pictures.example.com/1",
        settings=BookSettings(),
        updated_at=NOON + HOUR,
        version=account.version + 1,
    )
    engine.accounts.update(changed, replaces=account)
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == changed


def test_a_version_is_stored_only_after_the_one_before(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    first = replace(account, version=account.version + 1, full_name="First")
    engine.accounts.update(first, replaces=account)
    stale = replace(account, version=account.version + 1, full_name="Stale", settings=BookSettings())
    with pytest.raises(AccountChangedError):
        engine.accounts.update(stale, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == first
    assert engine.store.load(account.book_id).book.settings == account.settings


def test_no_profile_is_stored_for_an_account_that_is_gone(engine: Engine) -> None:
    gone = new_account(version=2)
    with pytest.raises(AccountChangedError):
        engine.accounts.update(gone, replaces=replace(gone, version=1))
    assert engine.accounts.find_account(gone.id, now=NOON) is None


def test_a_profile_that_was_read_before_a_renewal_does_not_undo_it(engine: Engine) -> None:
    registered = register(engine.accounts)
    token = new_token(registered.account, expires_at=NOON + 8 * DAY)
    claim = replace(registered.claim, token_hash=token.hash, expires_at=token.expires_at)
    engine.accounts.renew_token(claim, token, new_mail(), replaces=registered.claim)
    engine.accounts.update(replace(registered.account, version=2), replaces=registered.account)
    account = engine.accounts.find_account(registered.account.id, now=NOON)
    assert account is not None
    assert account.expires_at == token.expires_at


@pytest.mark.engines("memory", "stand_in", because="moto is not safe to use from several threads")
def test_of_verifications_at_the_same_time_one_counts(engine: Engine) -> None:
    registered = register(engine.accounts)

    def try_to_verify(minute: int) -> bool:
        try:
            verify(engine.accounts, registered, at=NOON + minute * timedelta(minutes=1))
        except AccountChangedError:
            return False
        return True

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert sum(threads.map(try_to_verify, range(8))) == 1


def test_a_picture_is_stored_and_removed_and_nothing_else_changes(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    with_one = replace(account, avatar_url="https://pictures.example.com/1", version=3, updated_at=NOON + SECOND)
    engine.accounts.update(with_one, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == with_one
    renamed = replace(with_one, full_name="Olena", version=4)
    engine.accounts.update(renamed, replaces=with_one)
    assert engine.accounts.find_account(account.id, now=NOON) == renamed
    engine.accounts.update(replace(renamed, avatar_url=None, version=5), replaces=renamed)
    assert engine.accounts.find_account(account.id, now=NOON) == replace(renamed, avatar_url=None, version=5)


def test_a_picture_is_stored_on_the_version_that_was_read_or_not_at_all(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    for changed in (replace(account, avatar_url="x"), replace(account, avatar_url="x", version=4), new_account()):
        with pytest.raises(AccountChangedError):
            engine.accounts.update(changed, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == account


def postponed(engine: Engine, registered: Registered, account: Account | None) -> tuple[EmailClaim, OutgoingMail]:
    """Let a message wait for an hour; return the new version of the claim, and the message."""
    mail = new_mail((account or registered.account).id).postponed(NOON + HOUR)
    claim = registered.claim.with_waiting(mail)
    engine.accounts.postpone(claim, account, mail, replaces=registered.claim)
    return claim, mail


def test_a_registration_that_waits_changes_nothing_but_what_the_claim_waits_for(engine: Engine) -> None:
    registered = register(engine.accounts)
    waiting = new_account(registered.address)
    claim, mail = postponed(engine, registered, waiting)
    assert claim.waiting == mail.id
    assert engine.accounts.find_claim(registered.address, now=NOON) == claim
    assert engine.accounts.find_account(registered.account.id, now=NOON) == registered.account
    assert claim.expires_at == registered.account.expires_at
    assert engine.accounts.find_token(registered.token.hash, now=NOON) == registered.token
    assert engine.accounts.find_account(waiting.id, now=NOON) is None
    assert engine.accounts.find_waiting(waiting.id, now=NOON) == waiting
    assert engine.accounts.find_waiting(registered.account.id, now=NOON) is None
    assert engine.outbox.find(mail.id) == mail


def test_a_claim_that_waits_and_its_account_do_not_expire_before_the_message_is_due(engine: Engine) -> None:
    registered = register(engine.accounts)
    mail = new_mail().postponed(NOON + 7 * DAY)
    claim = registered.claim.with_waiting(mail)
    engine.accounts.postpone(claim, None, mail, replaces=registered.claim)
    assert claim.expires_at == whole_seconds(NOON + 8 * DAY)
    account = engine.accounts.find_account(registered.account.id, now=NOON + 7 * DAY)
    assert account == replace(registered.account, expires_at=claim.expires_at)


def test_a_waiting_account_expires(engine: Engine) -> None:
    registered = register(engine.accounts)
    waiting = new_account(registered.address)
    postponed(engine, registered, waiting)
    assert waiting.expires_at is not None
    assert engine.accounts.find_waiting(waiting.id, now=waiting.expires_at) is None


def test_a_claim_is_read_as_it_was_written(engine: Engine) -> None:
    registered = register(engine.accounts)
    changed = replace(
        registered.claim, mailed_at=(NOON, NOON, NOON + HOUR), waiting="mail-of-one", sending="mail-of-another"
    )
    engine.accounts.update_claim(changed, replaces=registered.claim)
    assert engine.accounts.find_claim(registered.address, now=NOON) == changed
    engine.accounts.update_claim(registered.claim, replaces=changed)
    assert engine.accounts.find_claim(registered.address, now=NOON) == registered.claim


@pytest.mark.parametrize("change", [{"waiting": "a mail"}, {"sending": "a mail"}, {"token_hash": "another"}])
def test_a_claim_that_has_changed_is_not_written_over(engine: Engine, change: dict[str, Any]) -> None:
    registered = register(engine.accounts)
    changed = replace(registered.claim, **change)
    engine.accounts.update_claim(changed, replaces=registered.claim)
    token, mail = new_token(registered.account), new_mail()
    with pytest.raises(AccountChangedError):
        engine.accounts.update_claim(registered.claim, replaces=registered.claim)
    with pytest.raises(AccountChangedError):
        postponed(engine, registered, None)
    with pytest.raises(AccountChangedError):
        engine.accounts.renew_token(registered.claim, token, mail, replaces=registered.claim)
    with pytest.raises(ClaimTakenError) as caught:
        register(engine.accounts, new_account(registered.address), replaces=registered.claim)
    assert caught.value.claim == changed
    assert engine.accounts.find_claim(registered.address, now=NOON) == changed


def test_verifying_leaves_nothing_to_wait_for(engine: Engine) -> None:
    registered = register(engine.accounts)
    postponed(engine, registered, new_account(registered.address))
    account = verify(engine.accounts, registered)
    claim = engine.accounts.find_claim(registered.address, now=LONG_AFTER)
    assert claim == EmailClaim(canonical_email=registered.address, account_id=account.id)


def test_another_hash_of_the_password_is_a_new_version(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    rehashed = replace(account, password_hash="another form", updated_at=NOON + HOUR, version=account.version + 1)
    engine.accounts.rehash(rehashed)
    assert engine.accounts.find_account(account.id, now=NOON) == rehashed


def test_a_hash_of_a_password_that_was_changed_meanwhile_is_not_stored(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(account, password_hash="of another password", version=account.version + 1)
    engine.accounts.update(changed, replaces=account)
    with pytest.raises(AccountChangedError):
        engine.accounts.rehash(replace(account, password_hash="another form", version=account.version + 1))
    assert engine.accounts.find_account(account.id, now=NOON) == changed


def test_the_hash_of_no_account_is_not_stored(engine: Engine) -> None:
    nobody = replace(new_account(), version=2)
    with pytest.raises(AccountChangedError):
        engine.accounts.rehash(nobody)
    assert engine.accounts.find_account(nobody.id, now=NOON) is None


@pytest.mark.parametrize("kept", [None, "a-session"])
def test_what_voids_sessions_is_written_to_the_account_and_to_its_book(engine: Engine, kept: str | None) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(account.without_sessions(NOON, but=kept), version=account.version + 1)
    engine.accounts.update(changed, replaces=account)
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == changed
    assert changed.not_before == NotBefore(at=whole_seconds(NOON) + SECOND, kept_session_id=kept)
    assert engine.store.load(account.book_id).book.not_before == changed.not_before
    later = replace(changed.without_sessions(NOON + HOUR), version=changed.version + 1)
    engine.accounts.update(later, replaces=changed)
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == later
    assert engine.store.load(account.book_id).book.not_before == NotBefore(at=whole_seconds(NOON + HOUR) + SECOND)


def test_settings_and_what_voids_sessions_are_changed_together(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(account.without_sessions(NOON), settings=BookSettings(locale="ja"), version=account.version + 1)
    engine.accounts.update(changed, replaces=account)
    book = engine.store.load(account.book_id).book
    assert (book.settings, book.not_before) == (changed.settings, changed.not_before)


def test_a_book_is_made_with_what_voids_the_sessions_of_its_account(engine: Engine) -> None:
    registered = register(engine.accounts)
    changed = replace(registered.account.without_sessions(NOON), version=2)
    engine.accounts.update(changed, replaces=registered.account)
    engine.accounts.verify(verified(changed), replace(registered.token, used_at=NOON))
    assert engine.store.load(changed.book_id).book.not_before == changed.not_before


def test_events_and_messages_are_stored_with_the_change_that_they_tell_of_or_not_at_all(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    changed = replace(account, disabled_at=NOON, version=account.version + 1)
    told, untold = new_event(account.id), new_event(account.id)
    sent, unsent = new_mail(account.id), new_mail(account.id)
    engine.accounts.update(changed, replaces=account, events=[told], mails=[sent])
    with pytest.raises(AccountChangedError):
        engine.accounts.update(changed, replaces=account, events=[untold], mails=[unsent])
    assert engine.accounts.find_account(account.id, now=LONG_AFTER) == changed
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == [told]
    assert (engine.outbox.find(sent.id), engine.outbox.find(unsent.id)) == (sent, None)
