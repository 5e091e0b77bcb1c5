"""A book comes back from restored tables: what is missing, or what it was. Nothing newer is lost, no revision skipped.

The tables are moto's; the restored ones are copies of the living ones, made at the moment in question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.errors import OutcomeUnknownError
from shared.domain.labels import Labels
from shared.services.ports.books import BookState, BookStore
from shared.settings import Settings
from shared.wiring.process import Wiring
from tests.support.book_builder import BookBuilder, creation, new_contact
from tests.support.checked_books import assert_whole
from tools.operations.book_items import broken_rules
from tools.operations.restore_book import BookRestoration, main
from tools.template import Template

BOOK = "01" + "A" * 24
OTHER = "01" + "B" * 24
ENVIRONMENT = {
    "CONTACTS_TABLE": "Contacts",
    "CHANGES_TABLE": "Changes",
    "EPHEMERAL_TABLE": "Ephemeral",
    "AWS_TRANSPORT": "botocore",
    "AWS_REGION": "us-east-1",
}
WORK = Labels(revision=1, names={"l1": "Work"})


class Deployment:
    """Living tables, and copies of them that a restore would have made."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.wiring = Wiring(Settings(ENVIRONMENT))
        self.store: BookStore = self.wiring.book_store

    def items(self, table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.scan(TableName=table)["Items"]
        return sorted(found, key=repr)

    def restore_now(self) -> None:
        """Make the restored tables what the living ones are."""
        for table in ("Contacts", "Changes"):
            for item in self.items(table):
                self.client.put_item(TableName=f"{table}-restored", Item=item)

    def lose(self, table: str, **key: str) -> None:
        self.client.delete_item(
            TableName=table, Key={"book_id": {"S": BOOK}, **{k: {v[0]: v[1:]} for k, v in key.items()}}
        )

    def lose_contact(self, contact: Contact) -> None:
        self.lose("Contacts", item_id=f"SC#{contact.id}")

    def lose_all(self, table: str) -> None:
        for item in self.items(table):
            keys = {"book_id", "item_id" if table == "Contacts" else "revision"}
            self.client.delete_item(TableName=table, Key={name: item[name] for name in keys})

    def state(self, *contacts: Contact) -> BookState:
        return self.store.load(BOOK, [contact.id for contact in contacts], labels=True)

    def assert_whole(self) -> None:
        """Fail if the book breaks one of its rules: a gap, or a count that is wrong."""
        changes = sorted((item for item in self.items("Changes")), key=lambda item: int(item["revision"]["N"]))
        assert broken_rules(self.items("Contacts"), changes) == []
        assert all(int(b["revision"]["N"]) == int(a["revision"]["N"]) + 1 for a, b in pairwise(changes))
        assert_whole(self.store, self.wiring.operation_store, BOOK)


@pytest.fixture
def deployment(template: Template, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Deployment]:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    monkeypatch.chdir(tmp_path)
    with mock_aws():
        client: Any = boto3.client("dynamodb")
        for name in ("Contacts", "Changes"):
            for suffix in ("", "-restored"):
                arguments = template.tables[f"{name}Table"].create_arguments
                client.create_table(**{**arguments, "TableName": name + suffix})
        for book_id in (BOOK, OTHER):
            client.put_item(
                TableName="Contacts",
                Item={
                    "book_id": {"S": book_id}, "item_id": {"S": "BOOK"}, "book_revision": {"N": "0"},
                    "contact_count": {"N": "0"}, "last_commit_id": {"S": ""}, "time_zone": {"S": "UTC"},
                    "leap_day": {"S": "02-28"}, "phone_region": {"S": ""},
                },
            )  # fmt: skip
        yield Deployment(client)


@pytest.fixture
def pen(deployment: Deployment) -> BookBuilder:
    return BookBuilder(deployment.store, Book(id=BOOK))


def run(*arguments: str, book: str = BOOK) -> int:
    tables = ["--contacts", "Contacts-restored", "--changes", "Changes-restored"]
    return main([book, *tables, *arguments], environment=ENVIRONMENT)


def tagged(pen: BookBuilder) -> Contact:
    return pen.write(creation(new_contact("Ada", label_ids=("l1",))), labels=WORK)[0]


def test_without_being_told_to_write_it_says_what_it_would_do(
    deployment: Deployment, pen: BookBuilder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [ada, _] = [tagged(pen), pen.add("Bo")]
    deployment.restore_now()
    deployment.lose_contact(ada)
    deployment.lose("Changes", revision="N1")
    before = [deployment.items(table) for table in ("Contacts", "Changes")]
    assert run() == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 changes to copy",
        "1 contacts to bring back",
        "nothing was written: add WRITE=yes to do it",
    ]
    assert [deployment.items(table) for table in ("Contacts", "Changes")] == before
    assert list(tmp_path.iterdir()) == []


def test_a_contact_that_was_lost_is_created_again_with_its_id_and_tags(
    deployment: Deployment, pen: BookBuilder
) -> None:
    ada, bo = tagged(pen), pen.add("Bo")
    deployment.restore_now()
    pen.update(bo, notes="newer")
    deployment.lose_contact(ada)
    assert run("--write") == 0
    state = deployment.state(ada, bo)
    assert state.contacts[ada.id].document == ada.document
    assert state.labels.names_of(state.contacts[ada.id].label_ids) == ("Work",)
    assert state.contacts[ada.id].revision == 4, "a new one, as clients remember the old"
    assert state.contacts[bo.id].details.notes == "newer"
    deployment.assert_whole()


def test_what_was_changed_or_deleted_since_stays_unless_all_is_asked_for(
    deployment: Deployment, pen: BookBuilder
) -> None:
    ada, bo = tagged(pen), pen.add("Bo")
    deployment.restore_now()
    changed, trashed = pen.update(ada, notes="spoilt"), pen.trash(bo)
    newer = pen.add("Newer")
    assert run("--write") == 0
    assert deployment.state(ada, bo).contacts == {ada.id: changed, bo.id: trashed}
    assert run("--all", "--write") == 0
    state = deployment.state(ada, bo, newer)
    assert state.contacts[ada.id].document == ada.document
    assert state.contacts[bo.id].trashed_at is None
    assert state.contacts[newer.id] == newer
    assert (state.book.revision, state.book.contact_count) == (7, 3)
    previous = [change.previous for change in deployment.store.list_changes(BOOK, after_revision=5, limit=9)]
    assert {contact.id: contact.details.notes for contact in previous if contact} == {ada.id: "spoilt", bo.id: ""}
    deployment.assert_whole()


def test_what_the_book_holds_now_is_in_a_file_of_ones_own_before_anything_is_written(
    deployment: Deployment, pen: BookBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = pen.add("Ada")
    deployment.restore_now()
    pen.update(ada, notes="newer")
    monkeypatch.setattr(BookRestoration, "_bring_back", lambda *_, **__: (_ for _ in ()).throw(OSError("stopped")))
    assert run("--all", "--write") == 1
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == 4, "head, contact, two changes"
    assert any("newer" in line.get("document", {}).get("S", "") for line in lines)
    assert next(line["previous"]["B"] for line in lines if "previous" in line).startswith("eJ"), "zlib, in base64"


def test_to_run_it_again_changes_nothing(
    deployment: Deployment, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = pen.add("Ada")
    deployment.restore_now()
    pen.update(ada, notes="spoilt")
    assert run("--all", "--write") == 0
    before = [deployment.items(table) for table in ("Contacts", "Changes")]
    assert run("--all", "--write") == 0
    assert [deployment.items(table) for table in ("Contacts", "Changes")] == before


def test_an_interrupted_run_goes_on_where_it_stopped(
    deployment: Deployment, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = pen.create(*(f"Number {index}" for index in range(40)))
    deployment.restore_now()
    for contact in contacts:
        pen.trash(contact)
    store = type(deployment.store)
    commit, sent = store.commit, []

    def failing(self: Any, commit_: Any) -> None:
        sent.append(len(commit_.writes))
        if len(sent) == 2:
            raise OutcomeUnknownError("the network is gone")
        commit(self, commit_)

    monkeypatch.setattr(store, "commit", failing)
    monkeypatch.setattr(store, "has_committed", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run("--all", "--write")
    monkeypatch.undo()
    for name, value in {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    monkeypatch.setattr("tools.operations.restore_book._backup_file", lambda *_: Path("/dev/null"))
    monkeypatch.setattr("tools.operations.restore_book.write_backup", lambda *_: 0)
    assert run("--all", "--write") == 0
    assert deployment.state().book.contact_count == 40
    assert sent[0] == 25
    deployment.assert_whole()


def test_a_book_that_is_gone_comes_back_as_it_was_and_its_head_last(
    deployment: Deployment, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged(pen)
    pen.trash(pen.add("Bo"))
    deployment.restore_now()
    before = [deployment.items(table) for table in ("Contacts", "Changes")]
    for table in ("Contacts", "Changes"):
        deployment.lose_all(table)
    put: list[str] = []
    client = deployment.client
    put_item = client.put_item

    def watched(**arguments: Any) -> Any:
        put.append(arguments["Item"].get("item_id", {"S": "change"})["S"])
        return put_item(**arguments)

    monkeypatch.setattr(client, "put_item", watched)
    monkeypatch.setattr(boto3, "client", lambda _: client)
    assert run("--write") == 0
    assert put[-1] == "BOOK"
    ours = [[item for item in items if item["book_id"]["S"] == BOOK] for items in before]
    assert [deployment.items(table) for table in ("Contacts", "Changes")] == ours
    deployment.assert_whole()


def test_missing_history_is_copied_and_none_that_is_newer_than_the_book(
    deployment: Deployment, pen: BookBuilder
) -> None:
    for name in ("Ada", "Bo", "Cy"):
        pen.add(name)
    deployment.restore_now()
    before = deployment.items("Changes")
    deployment.lose("Changes", revision="N2")
    assert run("--write") == 0
    assert deployment.items("Changes") == before


def spoil_count(deployment: Deployment) -> None:
    deployment.client.delete_item(
        TableName="Contacts-restored",
        Key={"book_id": {"S": BOOK}, "item_id": next(
            item["item_id"] for item in deployment.items("Contacts-restored") if item["item_id"]["S"].startswith("C#")
        )},
    )  # fmt: skip


def drop_last_change(deployment: Deployment) -> None:
    deployment.client.delete_item(TableName="Changes-restored", Key={"book_id": {"S": BOOK}, "revision": {"N": "3"}})


def drop_a_change_between(deployment: Deployment) -> None:
    deployment.client.delete_item(TableName="Changes-restored", Key={"book_id": {"S": BOOK}, "revision": {"N": "2"}})


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (spoil_count, "the head counts 3 contacts, and there are 2"),
        (drop_last_change, "the head has revision 3, and its history ends with 2"),
        (drop_a_change_between, "the history has a gap"),
    ],
)
def test_restored_tables_that_do_not_fit_together_are_refused(
    deployment: Deployment,
    pen: BookBuilder,
    spoil: Callable[[Deployment], None],
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pen.create("Ada", "Bo", "Cy")
    deployment.restore_now()
    spoil(deployment)
    before = [deployment.items(table) for table in ("Contacts", "Changes")]
    assert run("--all", "--write") == 1
    assert reason in capsys.readouterr().err
    assert [deployment.items(table) for table in ("Contacts", "Changes")] == before


def test_a_book_that_was_not_restored_is_refused(deployment: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    deployment.restore_now()
    assert run("--write", book="01" + "C" * 24) == 1
    assert "there is no such book" in capsys.readouterr().err


def test_other_items_of_a_book_without_a_head_are_not_mixed_with_the_restored_ones(
    deployment: Deployment, pen: BookBuilder, capsys: pytest.CaptureFixture[str]
) -> None:
    pen.add("Ada")
    deployment.restore_now()
    pen.add("Newer")
    deployment.lose("Contacts", item_id="SBOOK")
    assert run("--write") == 1
    assert "items that the restored one lacks" in capsys.readouterr().err


def test_a_book_may_get_back_more_than_it_may_have_today(
    deployment: Deployment, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    [ada, bo] = pen.create("Ada", "Bo")
    deployment.restore_now()
    pen.trash(ada)
    pen.trash(bo)
    monkeypatch.setitem(ENVIRONMENT, "MAX_CONTACTS", "1")
    assert run("--all", "--write") == 0
    assert deployment.state().book.contact_count == 2


def test_a_book_of_somebody_else_is_left_alone(deployment: Deployment, pen: BookBuilder) -> None:
    other = BookBuilder(deployment.store, Book(id=OTHER))
    theirs = other.add("Theirs")
    pen.add("Ada")
    deployment.restore_now()
    changed = other.update(theirs, notes="newer")
    assert run("--all", "--write") == 0
    found = deployment.store.load(OTHER, [theirs.id]).contacts[theirs.id]
    assert found == replace(changed)
