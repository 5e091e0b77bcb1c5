"""What a real DynamoDB does and no stand-in shows: partial answers, torn reads, conflicts between transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.batch_get import FIRST_PAUSE_SECONDS, MAX_ROUNDS
from shared.adapters.dynamo.book_items import BookItem, ContactsTableItem, LabelsItem
from shared.adapters.dynamo.book_reader import LISTED, MAX_TORN_READS
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.contact_items import ContactItem
from shared.adapters.dynamo.database import Database
from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.labels import Labels
from shared.services.ports.books import BookState
from shared.services.ports.commits import Commit
from shared.services.ports.conflicts import AlreadyDoneError, BookMissingError, RaceLostError
from shared.services.ports.receipts import Receipt
from tests.support.book_builder import NOON, commit_of, creation, new_contact, update
from tests.support.faulty_client import answer
from tests.support.scripted_client import ScriptedClient

TABLE = "contacts-table"
BOOK = Book(id="book", revision=7, contact_count=2, last_commit_id="before")
HEAD = BookItem.of(BOOK)
LABELS = LabelsItem.of("book", Labels(revision=1, names={"l1": "Work"}))


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def store(client: ScriptedClient, waits: list[float]) -> DynamoBookStore:
    return DynamoBookStore(
        Database(client), contacts_table=TABLE, changes_table="changes", ephemeral_table="ephemeral", wait=waits.append
    )


def batch(*items: ContactsTableItem, unprocessed: Iterable[str] = ()) -> dict[str, Any]:
    keys = [{"book_id": {"S": "book"}, "item_id": {"S": item_id}} for item_id in unprocessed]
    return {
        "Responses": {TABLE: [item.serialize() for item in items]},
        "UnprocessedKeys": {TABLE: {"Keys": keys}} if keys else {},
    }


def keys_asked_for(client: ScriptedClient) -> list[list[str]]:
    return [
        [key["item_id"]["S"] for key in arguments["RequestItems"][TABLE]["Keys"]]
        for operation, arguments in client.calls
        if operation == "BatchGetItem"
    ]


def query(*rows: ContactItem, is_last: bool = True) -> dict[str, Any]:
    items = [row.serialize() for row in rows]
    answer = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
    return answer if is_last else {**answer, "LastEvaluatedKey": {"book_id": {"S": "book"}}}


def stored(contact: Contact) -> ContactItem:
    return ContactItem.of("book", contact)


def test_what_a_batch_leaves_out_is_asked_for_again_after_a_growing_pause(
    client: ScriptedClient, store: DynamoBookStore, waits: list[float]
) -> None:
    contact = new_contact()
    client.answers += [
        batch(unprocessed=["BOOK", f"C#{contact.id}"]),
        batch(stored(contact), unprocessed=["BOOK"]),
        batch(HEAD),
    ]
    assert store.load("book", [contact.id]) == BookState(book=BOOK, contacts={contact.id: contact})
    assert keys_asked_for(client) == [["BOOK", f"C#{contact.id}"], ["BOOK", f"C#{contact.id}"], ["BOOK"]]
    assert waits == [FIRST_PAUSE_SECONDS, 2 * FIRST_PAUSE_SECONDS]


def test_a_batch_that_is_never_complete_is_unavailable(client: ScriptedClient, store: DynamoBookStore) -> None:
    client.answers += [batch(unprocessed=["BOOK"])] * MAX_ROUNDS
    with pytest.raises(StoreUnavailableError):
        store.load("book")
    assert not client.answers


def test_reads_of_a_batch_are_strongly_consistent_and_name_each_item_once(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    client.answers.append(batch(HEAD))
    store.load("book", ["x", "x"])
    [(_, arguments)] = client.calls
    assert arguments["RequestItems"][TABLE]["ConsistentRead"] is True
    assert keys_asked_for(client) == [["BOOK", "C#x"]]


def test_a_contact_with_labels_that_the_list_does_not_have_yet_is_read_again(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    contact = new_contact(label_ids=("l1",))
    client.answers += [batch(HEAD, stored(contact)), batch(HEAD, LABELS, stored(contact))]
    state = store.load("book", [contact.id], labels=True)
    assert state.labels.names == {"l1": "Work"}
    assert state.contacts == {contact.id: contact}


def test_a_label_that_is_really_gone_does_not_keep_a_contact_from_being_read(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    contact = new_contact(label_ids=("gone",))
    client.answers += [batch(HEAD, LABELS, stored(contact))] * (1 + MAX_TORN_READS)
    assert store.load("book", [contact.id], labels=True).contacts == {contact.id: contact}
    assert not client.answers


def test_a_contact_that_changes_while_it_is_listed_keeps_its_place(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    one, two, three = (replace(new_contact(), revision=revision) for revision in (1, 2, 3))
    changed = replace(two, revision=9)
    gone = replace(three, trashed_at=NOON)
    client.answers += [query(stored(three), stored(two), stored(one)), batch(stored(changed), stored(gone))]
    page = store.list_by_change("book", limit=2)
    assert page.contacts == (changed,)
    assert page.positions == ({"id": two.id, "revision_key": 2},)
    assert page.next == {"id": two.id, "revision_key": 2}


def test_a_contact_that_is_restored_while_the_trash_is_listed_is_left_out(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    one, two = (replace(new_contact(), revision=revision, trashed_at=NOON) for revision in (1, 2))
    restored = replace(two, revision=3, trashed_at=None)
    client.answers += [query(stored(two), stored(one)), batch(stored(one), stored(restored))]
    page = store.list_trash("book", limit=5)
    assert (page.contacts, page.positions) == ((one,), ({"id": one.id, "revision_key": -1},))


def test_a_contact_that_is_deleted_while_it_is_listed_is_left_out(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    one, two = (replace(new_contact(), revision=revision) for revision in (1, 2))
    client.answers += [query(stored(two), stored(one)), batch(stored(one))]
    assert store.list_by_change("book", limit=5).contacts == (one,)


def cancelled(*codes: str, items: Mapping[int, ContactsTableItem | dict[str, Any]] | None = None) -> Exception:
    """Return a cancellation with a reason for each item; ``items`` are those that DynamoDB returns, by their index."""
    raw = {index: item if isinstance(item, dict) else item.serialize() for index, item in (items or {}).items()}
    return answer("TransactionCanceledException", reasons=list(codes), items=raw)


NONE, FAILED, CONFLICT = "None", "ConditionalCheckFailed", "TransactionConflict"
RECEIPT = Receipt(key="k", fingerprint="f", made_id="c", expires_at=NOON)
RECEIPT_ITEM = {
    "pk": {"S": "RECEIPT#k"},
    "fingerprint": {"S": "f"},
    "made_id": {"S": "c"},
    "expires_at": {"N": "1779019200"},
}


def attempt(client: ScriptedClient, store: DynamoBookStore, commit: Commit, error: Exception) -> BaseException:
    client.answers.append(error)
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - any class, to be looked at
        store.commit(commit)
    return caught.value


def one_update(*, receipt: Receipt | None = None, labels: Labels | None = None) -> Commit:
    return commit_of(BOOK, update(new_contact(), notes="x"), receipt=receipt, labels=labels)


def test_the_items_of_a_transaction_are_in_the_order_in_which_reasons_are_read(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    client.answers.append({})
    store.commit(one_update(receipt=RECEIPT, labels=Labels(revision=2)))
    [(_, arguments)] = client.calls
    sent = [next(iter(item.items())) for item in arguments["TransactItems"]]
    assert [(verb, operation["TableName"]) for verb, operation in sent] == [
        ("Put", "ephemeral"),
        ("Put", "changes"),
        ("Update", TABLE),
        ("Update", TABLE),
        ("Update", TABLE),
    ]
    assert [operation["Key"]["item_id"]["S"][:2] for verb, operation in sent if verb == "Update"] == ["LA", "C#", "BO"]


def test_only_the_heads_condition_failed(client: ScriptedClient, store: DynamoBookStore) -> None:
    error = attempt(client, store, one_update(), cancelled(NONE, NONE, FAILED, items={2: HEAD}))
    assert isinstance(error, RaceLostError)
    assert error.book == BOOK


@pytest.mark.parametrize(
    "codes",
    [
        (FAILED, NONE, NONE),
        (FAILED, NONE, FAILED),
        (CONFLICT, NONE, NONE),
        (NONE, NONE, CONFLICT),
        (CONFLICT, NONE, FAILED),
        (CONFLICT, CONFLICT, CONFLICT),
    ],
)
def test_anything_else_than_the_head_failed_or_conflicted(
    client: ScriptedClient, store: DynamoBookStore, codes: tuple[str, ...]
) -> None:
    items = {2: HEAD} if codes[2] == FAILED else None
    error = attempt(client, store, one_update(), cancelled(*codes, items=items))
    assert isinstance(error, RaceLostError)
    assert error.book is None


def test_a_head_that_does_not_exist_is_a_missing_book(client: ScriptedClient, store: DynamoBookStore) -> None:
    assert isinstance(attempt(client, store, one_update(), cancelled(FAILED, NONE, FAILED)), BookMissingError)


def test_a_receipt_that_stands_in_the_way_comes_first(client: ScriptedClient, store: DynamoBookStore) -> None:
    reasons = cancelled(FAILED, FAILED, NONE, FAILED, items={0: RECEIPT_ITEM, 3: HEAD})
    error = attempt(client, store, one_update(receipt=RECEIPT), reasons)
    assert isinstance(error, AlreadyDoneError)
    assert error.receipt == RECEIPT


def test_a_conflict_over_the_receipt_is_a_lost_race(client: ScriptedClient, store: DynamoBookStore) -> None:
    error = attempt(client, store, one_update(receipt=RECEIPT), cancelled(CONFLICT, NONE, NONE, NONE))
    assert isinstance(error, RaceLostError)
    assert error.book is None


def test_labels_that_changed_make_it_necessary_to_read_again(client: ScriptedClient, store: DynamoBookStore) -> None:
    reasons = cancelled(FAILED, NONE, NONE, FAILED, items={3: HEAD})
    error = attempt(client, store, one_update(labels=Labels(revision=2)), reasons)
    assert isinstance(error, RaceLostError)
    assert error.book is None


def test_an_item_that_dynamodb_refuses_is_no_race(client: ScriptedClient, store: DynamoBookStore) -> None:
    error = attempt(client, store, one_update(), cancelled("ValidationError", NONE, FAILED, items={2: HEAD}))
    assert isinstance(error, TransactWriteError)


def test_a_transaction_still_in_progress_is_in_doubt(client: ScriptedClient, store: DynamoBookStore) -> None:
    error = attempt(client, store, one_update(), answer("TransactionInProgressException"))
    assert isinstance(error, OutcomeUnknownError)


def test_the_same_commit_has_the_same_token_and_another_one_has_not(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    contact = new_contact()
    commit = commit_of(BOOK, creation(contact))
    renamed = replace(contact, document=Document.of({"first_name": "Eve"}), revision=8)
    others = [
        replace(commit, commit_id="another"),
        replace(commit, writes=(creation(renamed),)),
        replace(commit, labels=Labels(revision=1, names={"l": "x"})),
    ]
    for each in (commit, commit, *others):
        client.answers.append({})
        store.commit(each)
    first, again, *rest = [arguments["ClientRequestToken"] for _, arguments in client.calls]
    assert first == again
    assert len({first, *rest}) == 4
    assert all(len(token) <= 36 for token in (first, *rest))


def test_labels_in_use_are_read_to_the_end_of_the_book_but_without_the_contacts(
    client: ScriptedClient, store: DynamoBookStore
) -> None:
    first, last = (stored(replace(new_contact(label_ids=(label,)), revision=7 - i)) for i, label in enumerate("ab"))
    client.answers += [query(first, is_last=False), query(last)]
    assert store.label_ids_in_use(BOOK, besides=()) == {"a", "b"}
    for _, arguments in client.calls:
        assert arguments["ConsistentRead"] is True
        assert "document" not in arguments["ExpressionAttributeNames"].values()
        assert "Limit" not in arguments


def test_a_head_that_older_code_has_written_is_read(client: ScriptedClient, store: DynamoBookStore) -> None:
    item = HEAD.serialize()
    del item["labels_revision"]
    client.answers.append({"Responses": {TABLE: [item]}})
    assert store.load("book").book == BOOK


def test_a_list_by_name_asks_for_no_key_of_another_list(store: DynamoBookStore, client: ScriptedClient) -> None:
    client.answers.append({"Items": []})
    store.list_by_name("book", limit=5)
    request = client.calls[0][1]
    names = [request["ExpressionAttributeNames"][each] for each in request["ProjectionExpression"].split(", ")]
    assert tuple(names) == LISTED
    assert not {"book_id", "birthday_key", "revision_key"} & set(names)


def test_what_a_list_by_name_asks_for_is_all_that_is_read_of_a_contact() -> None:
    """Whatever attribute a contact gets next must be part of it."""
    contact = replace(new_contact(), label_ids=("l1",), trashed_at=NOON, earlier=(3, 2))
    item = ContactItem.of("book", contact).serialize()
    assert ContactItem.read({name: item[name] for name in LISTED if name in item}) == contact
