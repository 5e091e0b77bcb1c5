"""What account transactions ask of DynamoDB: where items are, what may be repeated, what the roles have to allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.account_items import ClaimItem
from shared.adapters.dynamo.account_store import DynamoAccountStore
from shared.adapters.dynamo.database import Database
from shared.domain.accounts.account import EmailClaim
from shared.domain.books import BookSettings
from shared.services.ports.conflicts import ClaimTakenError
from tests.support.account_builders import (
    DAY,
    NOON,
    Registered,
    new_account,
    new_mail,
    new_token,
    verified,
    whole_seconds,
)
from tests.support.faulty_client import answer
from tests.support.scripted_client import ScriptedClient

ACCOUNTS, CONTACTS, OUTBOX = "accounts-table", "contacts-table", "outbox-table"


@pytest.fixture
def client() -> ScriptedClient:
    return ScriptedClient()


@pytest.fixture
def store(client: ScriptedClient) -> DynamoAccountStore:
    database = Database(client)
    return DynamoAccountStore(database, accounts_table=ACCOUNTS, contacts_table=CONTACTS, outbox_table=OUTBOX)


@pytest.fixture
def somebody() -> Registered:
    account = new_account("olena@example.com")
    return Registered(account=account, token=new_token(account), mail=new_mail(account.id))


def register(store: DynamoAccountStore, somebody: Registered, replaces: EmailClaim | None = None) -> None:
    store.register(somebody.account, somebody.claim, somebody.token, somebody.mail, replaces=replaces, now=NOON)


def written(client: ScriptedClient) -> set[tuple[str, str]]:
    """Return what the transactions did to which tables."""
    return {
        (action, write["TableName"])
        for _, arguments in client.calls
        for item in arguments["TransactItems"]
        for action, write in item.items()
    }


def put_into(client: ScriptedClient, table: str) -> list[dict[str, Any]]:
    [(_, arguments)] = client.calls
    puts = [item["Put"] for item in arguments["TransactItems"] if "Put" in item]
    return [put["Item"] for put in puts if put["TableName"] == table]


def test_items_are_where_the_design_says(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers.append({})
    register(store, somebody)
    keys = {(item["pk"]["S"], item["sk"]["S"]) for item in put_into(client, ACCOUNTS)}
    assert keys == {
        ("EMAIL#olena@example.com", "CLAIM"),
        (f"ACCOUNT#{somebody.account.id}", "PROFILE"),
        (f"TOKEN#{somebody.token.hash}", "VERIFY_EMAIL"),
    }


def test_what_is_unverified_expires_in_epoch_seconds(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers.append({})
    register(store, somebody)
    ends = {item["sk"]["S"]: int(item["expires_at"]["N"]) for item in put_into(client, ACCOUNTS)}
    week, day = (int((NOON + days * DAY).timestamp()) for days in (7, 1))
    assert ends == {"PROFILE": week, "CLAIM": week, "VERIFY_EMAIL": day}


def test_a_mail_that_waits_is_in_the_index_and_does_not_expire(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers.append({})
    register(store, somebody)
    [mail] = put_into(client, OUTBOX)
    assert mail["pending"] == {"S": "1"}
    assert mail["created_at"] == {"N": str(int(NOON.timestamp() * 1000))}
    assert "expires_at" not in mail


def test_a_transaction_can_be_repeated_by_the_client_and_never_equals_another_one(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers += [{}, {}]
    register(store, somebody)
    register(store, somebody)
    first, second = (arguments["ClientRequestToken"] for _, arguments in client.calls)
    assert first != second


def test_accounts_are_read_strongly_consistent(client: ScriptedClient, store: DynamoAccountStore) -> None:
    client.answers += [{}, {}, {}, {"Responses": {}}]
    store.find_account("a", now=NOON)
    store.find_claim("a", now=NOON)
    store.find_token("a", now=NOON)
    store.find_account_and_token("a", "b", now=NOON)
    *gets, (batch, asked) = client.calls
    assert [(operation, arguments["ConsistentRead"]) for operation, arguments in gets] == [("GetItem", True)] * 3
    assert (batch, asked["RequestItems"][ACCOUNTS]["ConsistentRead"]) == ("BatchGetItem", True)


def test_a_registration_needs_no_right_to_read_mail(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers += [{}, {}]
    register(store, somebody, replaces=somebody.claim)
    store.renew_token(somebody.claim, somebody.token, somebody.mail, replaces=somebody.claim)
    assert written(client) == {
        ("Put", ACCOUNTS),
        ("Delete", ACCOUNTS),
        ("Update", ACCOUNTS),
        ("Put", OUTBOX),
    }


def test_a_profile_is_changed_with_the_right_to_update_alone(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers.append({})
    account = verified(somebody.account)
    store.update(replace(account, version=3, settings=BookSettings()), replaces=account)
    assert written(client) == {("Update", ACCOUNTS), ("Update", CONTACTS)}


def test_no_update_makes_up_what_is_gone_and_no_new_item_replaces_another(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    """What has expired may be deleted between a read and a write."""
    client.answers += [{}, {}, {}, {}]
    account = verified(somebody.account)
    register(store, somebody)
    store.renew_token(somebody.claim, somebody.token, somebody.mail, replaces=somebody.claim)
    store.verify(account, replace(somebody.token, used_at=NOON))
    store.update(replace(account, version=3, settings=BookSettings()), replaces=account)
    writes = [write for _, arguments in client.calls for item in arguments["TransactItems"] for write in item.items()]
    new_books_and_profiles = [
        write for action, write in writes if action == "Put" and {"book_revision", "password_hash"} & set(write["Item"])
    ]
    updates = [write for action, write in writes if action == "Update"]
    assert (len(new_books_and_profiles), len(updates)) == (2, 7)
    assert all("ConditionExpression" in write for write in new_books_and_profiles + updates)


@pytest.mark.parametrize("other", ["None", "TransactionConflict"])
@pytest.mark.parametrize("replacing", [False, True])
def test_the_claim_in_the_way_is_told_whatever_happens_to_the_other_items(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered, other: str, replacing: bool
) -> None:
    standing = EmailClaim(
        canonical_email="olena@example.com", account_id="x", token_hash="y", expires_at=whole_seconds(NOON + DAY)
    )
    deletes = [other] * 2 if replacing else []
    error: Any = answer(
        "TransactionCanceledException", reasons=[*deletes, "ConditionalCheckFailed", other, other, other]
    )
    error.response["CancellationReasons"][len(deletes)]["Item"] = ClaimItem.of(standing).serialize()
    client.answers.append(error)
    with pytest.raises(ClaimTakenError) as caught:
        register(store, somebody, replaces=somebody.claim if replacing else None)
    assert caught.value.claim == standing


def test_a_transaction_that_is_refused_for_another_reason_is_no_race(
    client: ScriptedClient, store: DynamoAccountStore, somebody: Registered
) -> None:
    client.answers.append(answer("TransactionCanceledException", reasons=["ValidationError", "None", "None", "None"]))
    with pytest.raises(TransactWriteError):
        register(store, somebody)
