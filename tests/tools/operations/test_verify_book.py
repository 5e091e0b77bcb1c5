"""make verify-book prints what is wrong with a book, and says so with its exit status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.adapters.dynamo.book_items import BookItem
from shared.domain.books import Book
from shared.services.contacts.search.checking import SnapshotChecker
from shared.settings import Settings
from shared.wiring.process import Wiring
from tests.support.book_builder import BookBuilder
from tools.operations.verify_book import main
from tools.template import Template

BOOK = "01" + "A" * 24
ENVIRONMENT = {"CONTACTS_TABLE": "Contacts", "CHANGES_TABLE": "Changes", "AWS_REGION": "us-east-1"}


@pytest.fixture
def wiring(template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    with mock_aws():
        client: Any = boto3.client("dynamodb")
        for name in ("Contacts", "Changes"):
            client.create_table(**{**template.tables[f"{name}Table"].create_arguments, "TableName": name})
        yield Wiring(Settings({**ENVIRONMENT, "EPHEMERAL_TABLE": "-", "AWS_TRANSPORT": "botocore"}))


def put_head(wiring: Wiring, book: Book) -> None:
    wiring.database.bind(BookItem, "Contacts").of(book).save()


def test_a_whole_book_ends_with_0(wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    put_head(wiring, Book(id=BOOK))
    BookBuilder(wiring.book_store, Book(id=BOOK)).create("Ada", "Bob")
    assert main([BOOK], environment=ENVIRONMENT) == 0
    said = f"{BOOK}: its snapshot is not checked, since SNAPSHOTS_BUCKET is not set\n{BOOK}: 0 differences\n"
    assert capsys.readouterr() == ("", said)


def test_a_snapshot_is_compared_with_the_book(
    wiring: Wiring, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_head(wiring, Book(id=BOOK))
    monkeypatch.setattr(SnapshotChecker, "differences", lambda _, book_id: [f"the snapshot of {book_id} is wrong"])
    assert main([BOOK], environment={**ENVIRONMENT, "SNAPSHOTS_BUCKET": "snapshots"}) == 1
    assert capsys.readouterr() == (f"the snapshot of {BOOK} is wrong\n", f"{BOOK}: 1 differences\n")


def test_differences_are_printed_without_personal_data_and_end_with_1(
    wiring: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    put_head(wiring, Book(id=BOOK))
    BookBuilder(wiring.book_store, Book(id=BOOK)).create("Ada", "Bob")
    put_head(wiring, replace(wiring.book_store.load(BOOK).book, contact_count=3))
    assert main([BOOK], environment=ENVIRONMENT) == 1
    assert capsys.readouterr().out == "the head counts 3 live contacts, and there are 2\n"


def test_what_cannot_be_told_ends_with_2(wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BOOK], environment=ENVIRONMENT) == 2
    assert capsys.readouterr().err == f"{BOOK}: there is no such book\n"
