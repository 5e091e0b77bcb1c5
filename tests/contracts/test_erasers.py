"""What erases the items of an account leaves nothing of it, and everything of others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.dynamo import batch_delete, erasers
from shared.domain.accounts.account import Account
from shared.domain.accounts.action_tokens import ActionToken, Purpose
from shared.domain.accounts.erasure import Erasure
from shared.domain.accounts.personal_tokens import PersonalTokens
from shared.domain.calendars.feeds import Feeds
from shared.domain.errors import StoreUnavailableError
from shared.domain.suppressions import Suppression, SuppressionReason
from shared.services.calendars.erasing import FeedEraser
from shared.services.ports.erasing import Eraser
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.test_email_changes import move
from tests.contracts.test_passkey_store import change
from tests.contracts.test_personal_tokens import put, token_of
from tests.support.account_builders import DAY, NOON, new_account, new_address, new_mail, register, verify
from tests.support.book_builder import BookBuilder, trashing
from tests.support.faulty_client import NO_CONNECTION, Fault
from tests.support.identity_builders import link
from tests.support.passkey_builders import new_passkey
from tests.support.session_builders import new_event, new_session
from tools.template import Template

Item = dict[str, Any]


def erasure_of(account: Account) -> Erasure:
    return Erasure(account_id=account.id, due_at=NOON, closed_at=NOON)


def erase(eraser: Eraser, account: Account) -> int:
    """Erase, and return in how many parts."""
    return sum(1 for _ in eraser.erase(erasure_of(account)))


def furnished(engine: Engine) -> Account:
    """Return an account that has something of every kind."""
    account = verify(engine.accounts, register(engine.accounts))
    session = replace(new_session(account.id), created_at=NOON)
    engine.sessions.add(session, new_event(account.id))
    moved = move(engine, account, new_address()).after
    token = ActionToken.of(f"reset {account.id}", Purpose.RESET_PASSWORD, account.id, "", now=NOON)
    reset = replace(moved, version=moved.version + 1, reset_token_hash=token.hash)
    engine.accounts.update(reset, replaces=moved, tokens=[token], mails=[new_mail(account.id)])
    for address in (moved.canonical_email, account.canonical_email):
        suppression = Suppression(
            canonical_email=address,
            account_id=account.id,
            reason=SuppressionReason.COMPLAINT,
            at=NOON,
            expires_at=(NOON + DAY).replace(microsecond=0),
        )
        engine.suppressions.add(suppression, now=NOON)
    pen = BookBuilder(engine.store, engine.store.load(account.book_id).book)
    first, second, *_ = pen.create(*(f"contact {number}" for number in range(30)))
    pen.write(trashing(first))
    engine.photos.hold(account.book_id, second.id, f"photo-{account.id}")
    return with_ways_in(engine, reset)


def with_ways_in(engine: Engine, account: Account) -> Account:
    """Return an account with a personal access token, an identity, and a passkey, each with what leads to it."""
    token = token_of(account)
    put(engine, account, PersonalTokens(version=1, tokens={token.id: token}))
    account, _ = link(engine.identities, account)
    return change(engine, account, added=[new_passkey(account)])


def close(engine: Engine, account: Account) -> None:
    """Let account, address and book be gone, as they are when erasers begin."""
    deleted = replace(account.deleted(NOON, keep_token_hash="hash"), version=account.version + 1)
    engine.accounts.update(deleted, replaces=account)
    assert deleted.erase_at is not None
    assert engine.erasures.close(Erasure(account_id=account.id, due_at=deleted.erase_at), now=deleted.erase_at)


def erase_everything(engine: Engine, account: Account) -> None:
    close(engine, account)
    for eraser in (FeedEraser(engine.calendar_feeds), *engine.erasers):
        erase(eraser, account)


def test_nothing_is_left_and_nothing_of_others_is_missing(engine: Engine) -> None:
    account, other = furnished(engine), furnished(engine)
    erase_everything(engine, account)
    assert engine.accounts.find_account(account.id, now=NOON) is None
    assert engine.sessions.list_latest(account.id, limit=9) == []
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == []
    assert engine.feed.changes(account.book_id, after_revision=0, limit=99) == []
    assert engine.photos.contacts_with_photos(account.book_id, limit=9) == []
    assert engine.suppressions.find(account.canonical_email, now=NOON) is None
    assert engine.accounts.find_account(other.id, now=NOON) == other
    assert len(engine.sessions.list_latest(other.id, limit=9)) == 1
    assert len(engine.feed.contacts(other.book_id, limit=99).contacts) == 29
    assert len(engine.feed.changes(other.book_id, after_revision=0, limit=99)) == 31
    assert engine.suppressions.find(other.canonical_email, now=NOON) is not None


@pytest.mark.engines(*DYNAMO_ENGINES, because="it looks at items")
def test_no_item_names_the_account(engine: Engine, template: Template) -> None:
    account = furnished(engine)
    before = [item for item in all_items(engine, template) if account.id in json.dumps(item, default=str)]
    assert len(before) > 70
    erase_everything(engine, account)
    left = [item for item in all_items(engine, template) if account.id in json.dumps(item, default=str)]
    assert [item["sk"]["S"].partition("#")[0] for item in left] == ["DUE"]


def all_items(engine: Engine, template: Template) -> list[Item]:
    found: list[Item] = []
    for table in template.tables.values():
        more: dict[str, Any] = {}
        while True:
            page = engine.network._make_api_call("Scan", {"TableName": table.name, **more})
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    return found


@pytest.mark.engines(*DYNAMO_ENGINES, because="there are no backups of what is in memory")
def test_an_account_that_a_backup_brings_back_is_erased_with_its_address(engine: Engine, template: Template) -> None:
    account = furnished(engine)
    for eraser in (FeedEraser(engine.calendar_feeds), *engine.erasers):
        erase(eraser, account)
    assert engine.accounts.find_account(account.id, now=NOON) is None
    assert [item for item in all_items(engine, template) if account.id in json.dumps(item, default=str)] == []


def test_an_address_that_was_held_for_the_account_stays_with_who_has_it_by_now(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    moved = move(engine, account, new_address()).after
    later = (NOON + 8 * DAY).replace(microsecond=0)
    other = register(engine.accounts, new_account(account.canonical_email), now=later)
    erase_everything(engine, moved)
    assert engine.accounts.find_claim(account.canonical_email, now=NOON) == other.claim


def test_an_address_that_is_held_for_the_account_can_be_registered(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    erase_everything(engine, move(engine, account, new_address()).after)
    assert engine.accounts.find_claim(account.canonical_email, now=NOON) is None


@pytest.mark.engines(*DYNAMO_ENGINES, because="it counts requests")
def test_each_part_is_one_small_request(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasers, "KEYS_AT_ONCE", 50)
    account = furnished(engine)
    engine.network.calls.clear()
    book = next(one for one in engine.erasers if isinstance(one, erasers.BookEraser))
    parts = erase(book, account)
    assert engine.network.calls.count("BatchWriteItem") == parts == 4
    assert engine.network.calls.count("Query") == 4


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory always answers")
def test_it_goes_on_after_a_failure(engine: Engine) -> None:
    account = furnished(engine)
    book = next(one for one in engine.erasers if isinstance(one, erasers.BookEraser))
    engine.network.faults.append(Fault(operation="BatchWriteItem", error=NO_CONNECTION))
    with pytest.raises(StoreUnavailableError):
        erase(book, account)
    assert erase(book, account)
    assert erase(book, account) == 0


@pytest.mark.engines("stand_in", because="it is the same over any network")
def test_what_is_left_out_is_sent_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    account, waits = furnished(engine), list[float]()
    assert engine.database is not None
    connection = engine.database.connection
    carried_out, throttled = connection.batch_write_item, iter([True, True])

    def half(table: str, *, delete_items: Sequence[Item]) -> dict[str, Any]:
        if not next(throttled, False):
            return carried_out(table, delete_items=delete_items)
        carried_out(table, delete_items=delete_items[:1])
        return {"UnprocessedItems": {table: [{"DeleteRequest": {"Key": key}} for key in delete_items[1:]]}}

    monkeypatch.setattr(connection, "batch_write_item", half)
    [book] = [one for one in engine.erasers if isinstance(one, erasers.BookEraser)]
    monkeypatch.setattr(book, "_wait", waits.append)
    erase(book, account)
    assert waits == [batch_delete.FIRST_PAUSE_SECONDS, 2 * batch_delete.FIRST_PAUSE_SECONDS]
    assert erase(book, account) == 0


def test_feeds_that_are_gone_are_no_error(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    erase(FeedEraser(engine.calendar_feeds), account)
    assert engine.calendar_feeds.get(account.book_id) == Feeds()
