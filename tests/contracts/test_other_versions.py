"""Items of other versions of the code: newer code knows more members and values, older code knew fewer.

Both write beside this code during a deployment; after a roll-back, what newer code wrote is still stored.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count

import pytest

from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, LABELS_ITEM_ID
from shared.adapters.dynamo.contact_items import contact_item_id
from shared.adapters.dynamo.ephemeral_items import LIMIT_PREFIX
from shared.adapters.dynamo.operation_items import operation_item_id
from shared.adapters.dynamo.verification_token_items import TokenItem
from shared.domain.books import Book, BookSettings
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.errors import InvalidCursorError
from shared.domain.labels import Labels
from shared.domain.limits import BucketState
from shared.domain.mails import MailState
from shared.services.ports.conflicts import AlreadyDoneError
from shared.services.ports.operations import OperationWrite
from shared.services.ports.receipts import Receipt
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.shelves import TOMORROW, ShelfOf, shelves_of
from tests.support.account_builders import DAY, HOUR, NOON, register, renew, verify
from tests.support.account_builders import whole_seconds as seconds
from tests.support.book_builder import (
    BookBuilder,
    commit_of,
    creation,
    live_contact,
    new_contact,
    new_operation,
    trashing,
    update,
)
from tools.template import Template

pytestmark = pytest.mark.engines(*DYNAMO_ENGINES, because="objects in memory are of one version")

_NUMBERS = count(1)
FAR = NOON.replace(year=2126)
"""The stand-in removes what has expired by the real time."""


@pytest.fixture
def shelf(engine: Engine, template: Template) -> ShelfOf:
    return shelves_of(engine, template)


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def labelled(pen: BookBuilder) -> Contact:
    """Write a contact with the one label of the book."""
    commit = commit_of(
        pen.book, creation(new_contact(label_ids=("l1",))), labels=Labels(revision=1, names={"l1": "friends"})
    )
    pen.store.commit(commit)
    pen.book = commit.result
    return commit.writes[0].contact


# From tomorrow: more members


def test_a_contact_keeps_what_newer_code_knows_through_changes_and_the_trash(pen: BookBuilder, shelf: ShelfOf) -> None:
    contact = pen.add()
    place = shelf("ContactsTable", pen.book.id, contact_item_id(contact.id))
    place.add()
    assert live_contact(pen.store, pen.book.id, contact.id) == contact
    contact = pen.update(contact, notes="x")
    place.require_tomorrow()
    trashed = pen.trash(contact)
    place.require_tomorrow()
    assert place.read().keys().isdisjoint({"name_key", "birthday_key"})
    pen.write(replace(update(trashed), contact=replace(trashed, trashed_at=None)))
    place.require_tomorrow()
    assert "trashed_at" not in place.read()
    found = live_contact(pen.store, pen.book.id, contact.id)
    assert found is not None
    assert found.document == contact.document


def test_a_book_and_its_labels_keep_what_newer_code_knows(pen: BookBuilder, shelf: ShelfOf) -> None:
    contact = labelled(pen)
    places = [shelf("ContactsTable", pen.book.id, item_id) for item_id in (BOOK_ITEM_ID, LABELS_ITEM_ID)]
    for place in places:
        place.add()
    labels = Labels(revision=2, names={"l1": "friends", "l2": "family"})
    commit = commit_of(pen.book, update(contact, notes="x"), labels=labels)
    pen.store.commit(commit)
    for place in places:
        place.require_tomorrow()
    state = pen.store.load(pen.book.id, labels=True)
    assert (state.book, state.labels) == (commit.result, labels)


def test_an_entry_of_the_history_may_be_of_a_kind_and_with_members_that_newer_code_knows(
    pen: BookBuilder, shelf: ShelfOf
) -> None:
    pen.update(pen.add(), notes="x")
    place = shelf("ChangesTable", pen.book.id, "2")
    place.add({**TOMORROW, "kind": {"S": "merged"}})
    commit_id = place.read()["commit_id"]["S"]
    assert [change.kind for change in pen.store.list_changes(pen.book.id, after_revision=0, limit=9)] == [
        ChangeKind.CREATED,
        "merged",
    ]
    assert pen.store.has_committed(pen.book.id, 2, commit_id)


def test_the_version_before_a_change_has_all_members_of_its_document(pen: BookBuilder, shelf: ShelfOf) -> None:
    contact = pen.add()
    members = {**contact.document.members, "kind": "org", "handles": [{"id": "h1", "service": "xmpp"}]}
    shelf("ContactsTable", pen.book.id, contact_item_id(contact.id)).add({"document": {"S": json.dumps(members)}})
    newer = pen.store.load(pen.book.id, [contact.id]).contacts[contact.id]
    assert newer.document.members == members
    pen.write(trashing(newer))
    [entry] = pen.store.list_changes(pen.book.id, after_revision=1, limit=1)
    assert entry.previous is not None
    assert entry.previous.document == Document.of(members)


def test_an_account_and_its_claim_and_token_keep_what_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    registered = register(engine.accounts)
    account_id, address = registered.account.id, registered.address
    profile = shelf("AccountsTable", *ProfileItem.key(account_id))
    claim = shelf("AccountsTable", *ClaimItem.key(address))
    for place in (profile, claim):
        place.add()
    renewed = renew(engine.accounts, registered, at=NOON + HOUR)
    token = shelf("AccountsTable", *TokenItem.key(renewed.token.hash))
    token.add()
    assert engine.accounts.find_claim(address, now=NOON) == replace(registered.claim, token_hash=renewed.token.hash)
    account = verify(engine.accounts, renewed)
    settings = BookSettings(time_zone="Europe/Rome")
    named = replace(account, full_name="Ada", settings=settings, avatar_url=None, version=account.version + 1)
    engine.accounts.update(named, replaces=account)
    for place in (profile, claim, token):
        place.require_tomorrow()
    assert engine.accounts.find_account_and_token(account_id, renewed.token.hash, now=NOON) == (
        named,
        replace(renewed.token, used_at=NOON),
    )


def test_an_account_may_have_a_role_and_settings_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    registered = register(engine.accounts)
    place = shelf("AccountsTable", *ProfileItem.key(registered.account.id))
    place.add({"role": {"S": "auditor"}, "leap_day": {"S": "nearest"}, "time_zone": {"S": "Moon/Tranquility"}})
    account = engine.accounts.find_account(registered.account.id, now=NOON)
    assert account is not None
    assert (account.role, account.settings.leap_day, account.settings.time_zone) == (
        "auditor",
        "nearest",
        "Moon/Tranquility",
    )
    verify(engine.accounts, replace(registered, account=account))
    assert engine.store.load(account.book_id).book.settings == account.settings


def test_a_mail_keeps_what_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    mail = register(engine.accounts).mail
    place = shelf("OutboxTable", mail.id)
    place.add()
    tried = engine.outbox.start_attempt(mail.id, now=NOON, lease_seconds=60, owner="ours")
    assert tried == replace(mail, attempts=1)
    engine.outbox.finish(replace(tried, state=MailState.SENT, expires_at=seconds(NOON + DAY)))
    place.require_tomorrow()


def test_a_bucket_keeps_what_newer_code_knows_until_it_is_a_new_one(engine: Engine, shelf: ShelfOf) -> None:
    key = f"tomorrow#{next(_NUMBERS)}"
    state = BucketState(full_at=FAR + HOUR, expires_at=FAR + HOUR, not_before=FAR)
    engine.limits.swap(key, state, expected=None, now=FAR)
    place = shelf("EphemeralTable", LIMIT_PREFIX + key)
    place.add()
    following = replace(state, version=2, failures=1, not_before=None)
    engine.limits.swap(key, following, expected=engine.limits.find(key, now=FAR), now=FAR)
    place.require_tomorrow()
    assert engine.limits.find(key, now=FAR) == following
    engine.limits.swap(key, replace(state, full_at=FAR + DAY), expected=None, now=FAR + 2 * HOUR)
    assert place.read().keys().isdisjoint(TOMORROW)


def test_a_receipt_may_have_members_that_newer_code_knows(pen: BookBuilder, shelf: ShelfOf) -> None:
    receipt = Receipt(key=f"key-{next(_NUMBERS)}", fingerprint="f", made_id="c", expires_at=seconds(FAR))
    pen.store.commit(commit_of(pen.book, creation(new_contact()), receipt=receipt))
    place = shelf("EphemeralTable", f"RECEIPT#{receipt.key}")
    place.add()
    with pytest.raises(AlreadyDoneError) as caught:
        pen.store.commit(commit_of(pen.book, creation(new_contact()), receipt=receipt))
    assert caught.value.receipt == receipt
    place.remove("made_id")
    with pytest.raises(AlreadyDoneError) as caught:
        pen.store.commit(commit_of(pen.book, creation(new_contact()), receipt=receipt))
    assert caught.value.receipt == replace(receipt, made_id="")


def test_a_position_may_have_members_that_newer_code_knows_but_lacks_none(pen: BookBuilder) -> None:
    first, second = pen.create("Ada", "Bea")
    for read in (pen.store.list_by_name, pen.store.list_by_change):
        page = read(pen.book.id, limit=1)
        assert page.next is not None
        following = read(pen.book.id, limit=1, after={**page.next, "snapshot": "s1"})
        assert {*page.contacts, *following.contacts} == {first, second}
        with pytest.raises(InvalidCursorError):
            read(pen.book.id, limit=1, after={"offset": 7})


def test_an_operation_keeps_what_newer_code_knows_and_may_be_of_its_kinds_and_states(
    pen: BookBuilder, shelf: ShelfOf, engine: Engine
) -> None:
    operation = new_operation("from tomorrow")
    engine.operations.save(pen.book.id, OperationWrite(after=operation))
    place = shelf("ContactsTable", pen.book.id, operation_item_id(operation.id))
    place.add({**TOMORROW, "state": {"S": "paused"}})
    paused = replace(operation, state="paused")
    assert engine.operations.find(pen.book.id, operation.id) == paused
    assert engine.operations.list_latest(pen.book.id, limit=1) == [paused]
    alone = replace(paused, version=2, state="running")
    engine.operations.save(pen.book.id, OperationWrite(before=paused, after=alone))
    place.require_tomorrow()
    with_contact = replace(alone, version=3, done=1)
    engine.store.commit(
        commit_of(pen.book, creation(new_contact()), operation=OperationWrite(before=alone, after=with_contact))
    )
    place.require_tomorrow()


# From last year: fewer members


def test_an_operation_without_the_members_that_may_be_missing_has_their_defaults(
    pen: BookBuilder, shelf: ShelfOf, engine: Engine
) -> None:
    operation = new_operation()
    engine.operations.save(pen.book.id, OperationWrite(after=operation))
    shelf("ContactsTable", pen.book.id, operation_item_id(operation.id)).remove("parameters", "done")
    assert engine.operations.find(pen.book.id, operation.id) == operation


def test_a_book_and_its_labels_without_the_members_added_since_have_their_defaults(
    pen: BookBuilder, shelf: ShelfOf
) -> None:
    contact = labelled(pen)
    added = ("contact_count", "labels_revision", "last_commit_id", "locale", "time_zone", "leap_day", "phone_region")
    shelf("ContactsTable", pen.book.id, BOOK_ITEM_ID).remove(*added)
    shelf("ContactsTable", pen.book.id, LABELS_ITEM_ID).remove("names")
    state = pen.store.load(pen.book.id, labels=True)
    assert state.book == Book(id=pen.book.id, revision=pen.book.revision)
    assert state.labels == Labels(revision=1)
    pen.store.commit(commit_of(state.book, update(contact, notes="x"), labels=Labels(revision=2, names={"l1": "a"})))
    assert pen.store.get_labels(pen.book.id).names == {"l1": "a"}


def test_a_contact_without_the_members_added_since_has_their_defaults(
    pen: BookBuilder, shelf: ShelfOf, engine: Engine
) -> None:
    contact = labelled(pen)
    place = shelf("ContactsTable", pen.book.id, contact_item_id(contact.id))
    place.remove("label_ids")
    place.add({"name_key": {"S": "0:Ada"}})
    older = replace(contact, label_ids=())
    assert live_contact(pen.store, pen.book.id, contact.id) == older
    assert pen.store.list_by_name(pen.book.id, limit=1).contacts == (older,)
    assert engine.names.repair(pen.store.load(pen.book.id).book, 49) == 1
    assert place.read()["name_key"] != {"S": "0:Ada"}
    pen.update(older, notes="x")
    assert place.read()["label_ids"] == {"L": []}


def test_an_account_without_the_members_added_since_has_their_defaults(engine: Engine, shelf: ShelfOf) -> None:
    account = register(engine.accounts).account
    place = shelf("AccountsTable", *ProfileItem.key(account.id))
    place.remove("full_name", "locale", "role", "time_zone", "leap_day", "phone_region")
    older = replace(account, full_name="", role="user", settings=BookSettings())
    assert engine.accounts.find_account(account.id, now=NOON) == older
    named = replace(older, full_name="Ada", version=older.version + 1)
    engine.accounts.update(named, replaces=older)
    assert engine.accounts.find_account(account.id, now=NOON) == named


def test_a_mail_without_the_members_added_since_has_their_defaults(engine: Engine, shelf: ShelfOf) -> None:
    mail = register(engine.accounts).mail
    shelf("OutboxTable", mail.id).remove("state", "attempts", "failure")
    assert engine.outbox.find(mail.id) == mail
    assert engine.outbox.start_attempt(mail.id, now=NOON, lease_seconds=60, owner="ours") == replace(mail, attempts=1)


def test_a_bucket_without_the_members_added_since_has_their_defaults(engine: Engine, shelf: ShelfOf) -> None:
    key = f"last-year#{next(_NUMBERS)}"
    state = BucketState(full_at=FAR + HOUR, expires_at=FAR + HOUR)
    engine.limits.swap(key, state, expected=None, now=FAR)
    shelf("EphemeralTable", LIMIT_PREFIX + key).remove("failures", "has_turn")
    assert engine.limits.find(key, now=FAR) == state
    engine.limits.swap(key, replace(state, version=2), expected=state, now=FAR)
    assert engine.limits.find(key, now=FAR) == replace(state, version=2)
