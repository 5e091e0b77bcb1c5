"""Two people use the service in any way and order, and it answers as a model in plain Python says that it should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule, run_state_machine_as_test

import shared.wiring.process
import shared.wiring.sources
from shared.domain.accounts.sessions import Origin, Session
from shared.services.accounts.input import Registration
from shared.services.ports.security import AccessClaims
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.description import Description
from tests.support.expected_book import (
    Content,
    Expected,
    ExpectedBook,
    Receipt,
    is_showable,
    patched,
    said,
    said_of,
    wire,
)
from tests.support.wiring import MemoryWiring
from tools.template import Template

CONTACTS, PROFILE = "/api/v1/contacts", "/api/v1/auth/me"
MERGE_PATCH = "application/merge-patch+json"
A_YEAR = timedelta(days=365)

PEOPLE = st.sampled_from(("olena", "taras"))
NAMES = st.sampled_from(("ada", "adam", "bob", "eve"))
LAST_NAMES = st.sampled_from(("stone", "young"))
EMAILS = st.lists(st.sampled_from(("a@example.com", "b@example.com")), min_size=1, unique=True)
BIRTHDAYS = st.sampled_from(("2001-05-17", "--05-18", "1990-05", "1996-02-29", "--02-28", "1980-03-01", "--12-31"))
TAGS = st.lists(st.sampled_from(("Family", "FAMILY", "work")), min_size=1, unique_by=str.casefold)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "first_name": NAMES,
    "last_name": LAST_NAMES,
    "emails": EMAILS,
    "birthday": BIRTHDAYS,
    "notes": st.just("met in the tram"),
    "tags": TAGS,
}
GOOD_CONTENTS = st.fixed_dictionaries(
    {"first_name": NAMES}, optional={name: value for name, value in VALUES.items() if name != "first_name"}
)
CONTENTS = st.one_of(GOOD_CONTENTS, GOOD_CONTENTS, st.fixed_dictionaries({}, optional=VALUES))
PATCHES = st.fixed_dictionaries({}, optional={name: value | st.none() for name, value in VALUES.items()})
VERSIONS = st.sampled_from((None, "*", "the current one", '"0"', "an older one"))
LIMITS = st.integers(1, 4)


class TwoAccounts(RuleBasedStateMachine):
    """``olena`` and ``taras``, each with a book; ids and cursors of either are used by both."""

    ids = Bundle("ids")
    cursors = Bundle("cursors")

    def __init__(self, template: Template, description: Description) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.wired, self.clock = MemoryWiring(), Clock()
        self.patch.setattr(shared.wiring.process, "wiring", lambda: self.wired)
        self.patch.setattr(shared.wiring.sources, "now", self.clock)
        self.client = Client(template, description)
        self.books: dict[str, ExpectedBook] = {}
        self.tokens: dict[str, str] = {}
        self.etags: dict[str, str] = {}

    def teardown(self) -> None:
        self.patch.undo()

    @initialize(target=ids, contents=st.lists(GOOD_CONTENTS, min_size=4, max_size=8))
    def register(self, contents: list[Content]) -> Any:
        for person in ("olena", "taras"):
            email = f"{person}@example.com"
            self.wired.registrations.register(Registration(email=email, password="violet tram over the river"))
            self.wired.verification.verify(self.wired.last_mailed_token())
            account_id, ends_at = self.wired.memory.claims[email].account_id, self.clock() + A_YEAR
            session = Session.begun("session", account_id, current="hash", origin=Origin(), at=self.clock())
            self.wired.memory.sessions[account_id, "session"] = replace(
                session, idle_until=ends_at, absolute_until=ends_at
            )
            claims = AccessClaims(
                account_id=account_id,
                session_id="session",
                verified=True,
                role="user",
                issued_at=self.clock(),
                expires_at=ends_at,
            )
            self.tokens[person] = self.wired.access_tokens.issue(claims, token_id=person)
            self.books[person] = ExpectedBook()
        people = cycle(self.books)
        return multiple(*(self.create_one(next(people), content, None) for content in contents))

    @rule(target=ids, person=PEOPLE, content=CONTENTS, key=st.none() | st.sampled_from("kl"))
    def create(self, person: str, content: Content, key: str | None) -> Any:
        return self.create_one(person, content, key)

    def create_one(self, person: str, content: Content, key: str | None) -> Any:
        book = self.books[person]
        answer = self.ask(person, "POST", json_body=wire(content), headers={"Idempotency-Key": key} if key else {})
        if not is_showable(content):
            assert answer.code == "invalid_input"
            return multiple()
        receipt = book.receipts.get(key or "")
        if receipt is not None:
            self.check_repeated(book, receipt, content, answer)
            return multiple()
        contact_id = str(answer.json["id"])
        assert all(contact_id not in known.contacts for known in self.books.values())
        if key:
            book.receipts[key] = Receipt(content=content, contact_id=contact_id)
        self.check_contact(book, book.write(contact_id, content), answer, status=201)
        assert answer.headers["location"] == f"{CONTACTS}/{contact_id}"
        return contact_id

    def check_repeated(self, book: ExpectedBook, receipt: Receipt, content: Content, answer: Answer) -> None:
        if receipt.content != content:
            assert answer.code == "idempotency_key_reused"
        elif receipt.contact_id not in book.contacts:
            assert answer.code == "contact_not_found"
        else:
            self.check_contact(book, book.contacts[receipt.contact_id], answer, status=201)

    @rule(person=PEOPLE, contact_id=ids)
    def get(self, person: str, contact_id: str) -> None:
        answer, book = self.ask(person, "GET", f"/{contact_id}"), self.books[person]
        if contact_id not in book.contacts:
            assert answer.code == "contact_not_found"
            return
        self.check_contact(book, book.contacts[contact_id], answer)
        again = self.ask(person, "GET", f"/{contact_id}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status, again.body) == (304, b"")

    @rule(person=PEOPLE, contact_id=ids, content=CONTENTS, version=VERSIONS)
    def replace(self, person: str, contact_id: str, content: Content, version: str | None) -> None:
        headers = self.if_match(person, contact_id, version)
        answer = self.ask(person, "PUT", f"/{contact_id}", json_body=wire(content), headers=headers)
        self.check_revised(person, contact_id, content, headers, answer)

    @rule(person=PEOPLE, contact_id=ids, patch=PATCHES, version=VERSIONS)
    def change(self, person: str, contact_id: str, patch: Content, version: str | None) -> None:
        headers = self.if_match(person, contact_id, version)
        answer = self.ask(
            person, "PATCH", f"/{contact_id}", json_body=wire(patch), content_type=MERGE_PATCH, headers=headers
        )
        known = self.books[person].contacts.get(contact_id)
        self.check_revised(person, contact_id, patched(known.content, patch) if known else {}, headers, answer)

    @rule(person=PEOPLE, contact_id=ids, version=VERSIONS)
    def delete(self, person: str, contact_id: str, version: str | None) -> None:
        headers = self.if_match(person, contact_id, version)
        answer = self.ask(person, "DELETE", f"/{contact_id}", headers=headers)
        if not self.is_refused(person, contact_id, headers, answer):
            assert answer.status == 204
            self.books[person].remove(contact_id)

    @rule(target=cursors, person=PEOPLE, limit=LIMITS)
    def list_by_name(self, person: str, limit: int) -> Any:
        return self.check_list(person, self.books[person].by_name(), limit, {"sort": "name"})

    @rule(target=cursors, person=PEOPLE, limit=LIMITS)
    def list_by_change(self, person: str, limit: int) -> Any:
        return self.check_list(person, self.books[person].by_change(), limit, {"sort": "-updated"})

    @rule(
        person=PEOPLE,
        limit=LIMITS,
        q=st.sampled_from(("", "AD", "stone a", "example", "fam", "tram", "eve b@")),
        tag=st.sampled_from(("", "family", "Work", "nothing")),
    )
    def search(self, person: str, limit: int, q: str, tag: str) -> None:
        book = self.books[person]
        expected = [contact for contact in book.by_name() if book.found(contact, q, tag)]
        self.check_list(person, expected, limit, {"q": q, "tag": tag, "sort": "name"})

    @rule(person=PEOPLE, cursor=cursors)
    def use_a_cursor_elsewhere(self, person: str, cursor: tuple[str, str, str]) -> None:
        owner, sort, text = cursor
        other_sort = "name" if sort == "-updated" else "-updated"
        for query in ({"sort": other_sort}, {"sort": sort, "q": "ada"}, {"sort": sort, "tag": "work"}):
            assert self.ask(person, "GET", query={**query, "cursor": text}).code == "invalid_cursor"
        answer = self.ask(person, "GET", query={"sort": sort, "cursor": text})
        assert answer.status == (200 if person == owner else 400)

    @rule(person=PEOPLE, days=st.sampled_from((0, 1, 30, 300, 366)), limit=LIMITS)
    def list_birthdays(self, person: str, days: int, limit: int) -> None:
        book = self.books[person]
        items = list(self.pages(person, "/birthdays", limit, {"days": str(days)}))
        found = [
            (item["contact"]["id"], date.fromisoformat(item["next_birthday"]), item["turns"])
            for page in items
            for item in page["items"]
        ]
        assert found == book.birthdays(self.clock(), days)

    @rule(
        person=PEOPLE,
        time_zone=st.sampled_from(("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago")),
        leap_day=st.sampled_from(("02-28", "03-01")),
    )
    def change_settings(self, person: str, time_zone: str, leap_day: str) -> None:
        book = self.books[person]
        book.time_zone, book.leap_day = time_zone, leap_day
        wanted = {"time_zone": time_zone, "leap_day": leap_day}
        token = self.tokens[person]
        for method, content in (("PUT", wanted), ("GET", None)):
            answer = self.client.request(method, PROFILE, token=token, json_body=content)
            assert wanted.items() <= answer.json.items()
            assert answer.json["email"] == f"{person}@example.com"

    @rule(hours=st.integers(1, 15))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    def ask(self, person: str, method: str, path: str = "", **more: Any) -> Answer:
        return self.client.request(method, CONTACTS + path, token=self.tokens[person], **more)

    def if_match(self, person: str, contact_id: str, version: str | None) -> dict[str, str]:
        """Return the header that asks for a version; ``an older one`` is what was seen last, by whomever."""
        book = self.books[person]
        known = book.contacts.get(contact_id)
        if version == "the current one":
            version = book.etag(known) if known else '"1"'
        elif version == "an older one":
            version = self.etags.get(contact_id)
        return {"If-Match": version} if version else {}

    def is_refused(self, person: str, contact_id: str, headers: Mapping[str, str], answer: Answer) -> bool:
        book = self.books[person]
        known = book.contacts.get(contact_id)
        if known is None:
            assert answer.code == "contact_not_found"
            return True
        if headers.get("If-Match", "*") not in ("*", book.etag(known)):
            assert answer.code == "precondition_failed"
            return True
        return False

    def check_revised(
        self, person: str, contact_id: str, content: Content, headers: Mapping[str, str], answer: Answer
    ) -> None:
        if self.is_refused(person, contact_id, headers, answer):
            return
        if not is_showable(content):
            assert answer.code == "invalid_input"
            return
        book = self.books[person]
        self.check_contact(book, book.write(contact_id, content), answer)

    def check_contact(self, book: ExpectedBook, expected: Expected, answer: Answer, *, status: int = 200) -> None:
        assert answer.status == status, answer.text
        assert answer.headers["etag"] == book.etag(expected)
        assert said(answer.json) == said_of(book, expected)
        self.etags[expected.id] = answer.headers["etag"]

    def check_list(self, person: str, expected: list[Expected], limit: int, query: dict[str, str]) -> Any:
        """Compare all pages; return owner, order and text of the first cursor, if there is one."""
        book, pages = self.books[person], list(self.pages(person, "", limit, query))
        assert all(len(page["items"]) <= limit for page in pages)
        found = [said(item) for page in pages for item in page["items"]]
        assert found == [said_of(book, contact) for contact in expected]
        cursor = pages[0]["next_cursor"]
        return (person, query["sort"], cursor) if cursor and "sort" in query else multiple()

    def pages(self, person: str, path: str, limit: int, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        for _ in count():
            page = self.ask(person, "GET", path, query={**query, **cursor, "limit": str(limit)}).json
            yield page
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}


@pytest.mark.no_cover
@pytest.mark.timeout(1800)  # twenty thousand requests
def test_two_people_get_what_a_model_says_whatever_they_do(template: Template, root: Path) -> None:
    description = Description.read(root)

    class Here(TwoAccounts):
        def __init__(self) -> None:
            super().__init__(template, description)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
