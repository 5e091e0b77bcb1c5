"""Models are bound to tables at run time, and all tables share one client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.book_items import BookItem, LabelsItem
from shared.adapters.dynamo.contact_items import ContactItem
from shared.adapters.dynamo.database import IMPATIENT, PATIENT, Database
from tests.support.faulty_client import answer


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
    assert all(table.has_index_name(name) for name in ("by_name", "by_birthday", "by_revision", "by_due_day"))


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


def test_warming_opens_the_connection_without_a_request_where_that_is_possible() -> None:
    client, opened = Recorder(), []
    database = Database(client, connect=lambda: opened.append("connection"))
    database.warm()
    assert not opened
    database.bind(Note, "notes")
    database.warm()
    assert (opened, client.calls) == (["connection"], [])


def test_warming_survives_a_connection_that_cannot_be_opened() -> None:
    def fail() -> None:
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1")

    database = Database(Recorder(), connect=fail)
    database.bind(Note, "notes")
    database.warm()


def test_all_tries_end_within_the_time_of_a_request() -> None:
    assert PATIENT.max_attempts * (PATIENT.connect_seconds + PATIENT.read_seconds) < 15
    assert (IMPATIENT.max_attempts, IMPATIENT.read_seconds) == (1, 1.0)
