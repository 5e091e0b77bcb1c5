"""Nothing stays of an account that was erased, in any table, bucket or at the service of pictures, but its tombstone.

And nothing goes that its owner could not have kept: docs/security.md says of every kind of item what the archive of the
account has of it, or why nothing.

Every feature is seeded, by the use cases that every function has to have. So whoever adds a kind of item, and forgets
its eraser, finds it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.scheduled import erase_accounts
from shared.domain.accounts.erasure import GRACE, SETTLING, Erasure
from shared.domain.accounts.sessions import Origin
from shared.services.ports.erasing import Eraser
from shared.wiring.leaving import LeavingWiring
from tests.faults.world import PASSWORD, Context, World, world
from tests.support.arrangements import CONTACTS, EMAIL, TWO_CONTACTS, VERIFIED, token, upload
from tests.support.facts import all_use_cases
from tests.support.use_cases import UseCase

Item = dict[str, Any]
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def here(root: Path) -> Iterator[World]:
    with world(root) as here:
        yield here


@pytest.fixture(autouse=True)
def empty(here: World) -> Iterator[None]:
    before = here.remember()
    yield
    here.put_back(before)


def delete_accounts(here: World) -> list[str]:
    """Let all accounts be deleted by their owners, and return their ids. Those that are not verified end themselves."""
    ids = [account_id for account_id, profile in here.state().profiles.items() if "verified_at" in profile]
    writer = here.wired.account_writer
    for account_id in ids:
        writer.change(account_id, lambda account: account.deleted(here.clock(), keep_token_hash="hash"))
    here.wait(GRACE + SECOND)
    return ids


def run(here: World) -> dict[str, int]:
    return erase_accounts.handler({}, Context())


def erase(here: World) -> None:
    """Erase what is due, as the schedule does, until nothing is."""
    run(here)
    here.wait(SETTLING)
    assert not run(here)["postponed"]


def decided(root: Path) -> set[str]:
    """Return the kinds of items that the documentation has decided about."""
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    rows = text.partition("| Erased with the account |")[2].partition("\n\n")[0].splitlines()
    return {kind for row in rows for kind in re.findall(r"`(\w+/\w+)`", row.split("|")[1])}


def kinds(here: World) -> set[str]:
    """Return the kinds of everything that names an account: ``Accounts/PROFILE``, ``Exchange/uploads``."""
    accounts = [*here.state().profiles]
    found = {
        f"{name}/{kind_of(name, item)}"
        for name, table in here.state().tables.items()
        for item in table
        if any(account_id in repr(item) for account_id in accounts)
    }
    return found | {
        f"{logical_id}/{key['Key'].split('/')[1]}"
        for logical_id, bucket in here.template.buckets.items()
        for key in here.stand_in.client("s3").list_objects_v2(Bucket=bucket).get("Contents", ())
    }


def kind_of(table: str, item: Item) -> str:
    """Return what the sort key of an item says that it is; some tables have one kind only."""
    only_one = {"Changes": "revision", "Outbox": "mail"}
    sort_key = {"Accounts": "sk", "Contacts": "item_id", "Ephemeral": "pk"}
    return only_one.get(table) or str(item[sort_key[table]]).partition("#")[0]


def left(here: World, account_ids: Sequence[str]) -> list[object]:
    """Return everything that names one of these accounts, but tombstones, and all pictures."""

    def is_named(text: str) -> bool:
        return any(account_id in text for account_id in account_ids)

    items = [(name, item) for name, table in here.state().tables.items() for item in table if is_named(repr(item))]
    s3 = here.stand_in.client("s3")
    keys = [
        (bucket, found["Key"])
        for bucket in here.template.buckets.values()
        for found in s3.list_objects_v2(Bucket=bucket).get("Contents", ())
        if is_named(found["Key"])
    ]
    return [each for each in items if not is_tombstone(*each)] + keys + [*here.state().pictures]


def is_tombstone(table: str, item: Item) -> bool:
    """Return whether an item is a tombstone, and has nothing but ids and times."""
    names = {"pk", "sk", "account_id", "due_at", "closed_at", "erased_at", "expires_at"}
    return table == "Accounts" and item["sk"].startswith("ERASED#") and item.keys() == names


@pytest.mark.parametrize("use_case", [pytest.param(each, id=each.name) for each in all_use_cases()])
def test_nothing_stays_of_what_any_use_case_makes(here: World, root: Path, use_case: UseCase) -> None:
    for step in use_case.arranged:
        step(here)
    use_case.act(here)
    undecided = kinds(here) - decided(root)
    assert undecided == set(), "docs/security.md does not say what the archive of an account has of these"
    deleted = delete_accounts(here)
    erase(here)
    assert left(here, deleted) == []


def test_a_kind_of_item_that_nobody_has_decided_about_is_found(here: World, root: Path) -> None:
    """Whether the archive of an account has it."""
    for step in VERIFIED:
        step(here)
    [account_id] = here.state().profiles
    table = here.template.tables["ContactsTable"].name
    item = {"book_id": {"S": account_id}, "item_id": {"S": "DIARY#1"}}
    here.stand_in.client("dynamodb").put_item(TableName=table, Item=item)
    here.wired.exchange_files.put(account_id, "drawings/1", b"")
    assert kinds(here) - decided(root) == {"Contacts/DIARY", "Exchange/drawings"}


def test_a_kind_of_item_that_nothing_erases_is_found(here: World) -> None:
    """Such as a look-up that no item of the account's partition names."""
    for step in VERIFIED:
        step(here)
    [account_id] = here.state().profiles
    item = {"pk": {"S": "BADGE#1"}, "sk": {"S": "BADGE"}, "account_id": {"S": account_id}}
    table = here.template.tables["AccountsTable"].name
    here.stand_in.client("dynamodb").put_item(TableName=table, Item=item)
    erase_all = delete_accounts(here)
    erase(here)
    assert [found[1]["pk"] for found in left(here, erase_all)] == ["BADGE#1"]  # type: ignore[index]


class Meddling:
    """A ports.Eraser that lets something happen before another one begins, and after it has ended."""

    def __init__(self, eraser: Eraser, meddle: Callable[[], object]) -> None:
        self._eraser, self._meddle = eraser, meddle

    def erase(self, erasure: Erasure) -> Iterator[None]:
        self._meddle()
        yield from self._eraser.erase(erasure)
        self._meddle()


def test_nothing_stays_of_what_is_written_while_it_is_erased(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By requests with a token that is still good, and by what they had begun before the account was gone."""
    for step in TWO_CONTACTS:
        step(here)
    wired, [account_id] = here.wired, here.state().profiles
    account = wired.account_store.find_account(account_id, now=here.clock())
    assert account is not None
    contact_id = here.known["contact"]
    answers: list[int] = []

    def meddle() -> None:
        for method, path, body in (
            ("POST", CONTACTS, {"first_name": "Late"}),
            ("PATCH", f"{CONTACTS}/{contact_id}", {"nickname": "Late"}),
            ("POST", "/api/v1/views", {"name": "Late", "filter": {"favorite": True}}),
            ("POST", "/api/v1/feeds", {"name": "Late"}),
            ("POST", "/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}),
        ):
            answers.append(here.send(method, path, token=token(here), json_body=body).status)
        upload("PNG")(here)
        wired.photo_register.hold(account_id, contact_id, "late-photo")
        wired.exchange_files.put(account_id, "uploads/late", b"late")
        wired.sessions.start(account, Origin(), read_at=account.updated_at)

    monkeypatch.setattr(LeavingWiring, "erasers", [Meddling(one, meddle) for one in wired.leaving.erasers])
    wired.__dict__.pop("leaving", None)
    deleted = delete_accounts(here)
    run(here)
    assert left(here, deleted)
    assert {status for status in answers if status < 400} == set()
    monkeypatch.undo()
    here.start_process()
    here.wait(SETTLING)
    assert run(here) == {"erased": 1, "settling": 0, "postponed": 0}
    assert left(here, deleted) == []
