"""Models are bound to tables at run time, and all tables share one client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.book_items import BookItem, ContactItem, LabelsItem
from shared.adapters.dynamo.client import (
    CONNECT_TIMEOUT_SECONDS,
    MAX_ATTEMPTS,
    READ_TIMEOUT_SECONDS,
    open_client,
)
from shared.adapters.dynamo.database import Database
from tests.contracts.faulty_client import answer


class Note(Model):
    id = UnicodeAttribute(hash_key=True)


class Recorder:
    """A database without any items."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((operation_name, operation_kwargs))
        return {}


class Refuser:
    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        raise answer("AccessDeniedException")


def test_a_bound_model_reads_its_table_through_the_given_client() -> None:
    client = Recorder()
    bound = Database(client).bind(Note, "notes-of-test")
    with pytest.raises(Note.DoesNotExist):
        bound.get("1")
    [(operation, arguments)] = client.calls
    assert (operation, arguments["TableName"]) == ("GetItem", "notes-of-test")


def test_binding_sends_nothing_and_returns_the_same_model_again() -> None:
    client = Recorder()
    database = Database(client)
    assert database.bind(Note, "a") is database.bind(Note, "a")
    assert client.calls == []


def test_one_model_may_be_bound_to_several_tables_and_databases() -> None:
    first, second = Recorder(), Recorder()
    database = Database(first)
    models = [database.bind(Note, "a"), database.bind(Note, "b"), Database(second).bind(Note, "a")]
    for model in models:
        model("1").save()
    assert [arguments["TableName"] for _, arguments in first.calls] == ["a", "b"]
    assert [arguments["TableName"] for _, arguments in second.calls] == ["a"]


def test_several_models_may_share_a_table_and_all_know_its_indexes() -> None:
    database = Database(Recorder())
    for model in (BookItem, LabelsItem, ContactItem):
        database.bind(model, "contacts")
    table = database.connection.get_meta_table("contacts")
    assert all(table.has_index_name(name) for name in ("by_name", "by_birthday", "by_revision"))


def test_a_connection_says_which_client_it_has() -> None:
    assert "Recorder" in repr(Database(Recorder()).connection)


def test_models_may_be_bound_by_several_threads_at_once() -> None:
    database = Database(Recorder())
    with ThreadPoolExecutor(8) as threads:
        models = list(threads.map(lambda number: database.bind(Note, f"table-{number % 4}"), range(64)))
    assert len(set(models)) == 4


def test_warming_reads_one_item_that_does_not_exist() -> None:
    client = Recorder()
    database = Database(client)
    database.warm()
    assert client.calls == []
    database.bind(BookItem, "contacts")
    database.bind(Note, "notes")
    database.warm()
    [(operation, arguments)] = client.calls
    assert (operation, arguments["Key"]) == ("GetItem", {"book_id": {"S": "-"}, "item_id": {"S": "-"}})


def test_warming_survives_whatever_the_database_answers() -> None:
    database = Database(Refuser())
    database.bind(Note, "notes")
    database.warm()


def test_the_client_gives_up_soon_enough_for_a_request() -> None:
    config = open_client(region="eu-central-1").meta.config  # type: ignore[attr-defined]
    assert config.retries == {"mode": "standard", "total_max_attempts": MAX_ATTEMPTS}
    assert (config.connect_timeout, config.read_timeout) == (CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS)
    assert MAX_ATTEMPTS * READ_TIMEOUT_SECONDS < 10


def test_the_endpoint_is_the_regions_own_or_the_one_that_is_given() -> None:
    def endpoint(url: str) -> str:
        return str(open_client(region="eu-central-1", endpoint_url=url).meta.endpoint_url)  # type: ignore[attr-defined]

    assert endpoint("") == "https://dynamodb.eu-central-1.amazonaws.com"
    assert endpoint("http://127.0.0.1:1") == "http://127.0.0.1:1"
