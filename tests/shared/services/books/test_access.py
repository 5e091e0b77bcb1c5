"""Who may do what to which book."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.accounts.errors import SessionEndedError
from shared.domain.books import Book, NotBefore
from shared.domain.errors import ContactNotFoundError, EmailNotVerifiedError, StoreUnavailableError
from shared.services.books.access import Access, Caller, Grant, Role, Scope, admit
from shared.services.ports.books import BookStore
from tests.support.clock import NOON
from tests.support.fakes import DOWN, Watched, raising

OLENA = Caller(account_id="olena", verified=True, session_id="session", issued_at=NOON)
NEWCOMER = Caller(account_id="taras", verified=False, session_id="session", issued_at=NOON)
EVERYTHING = frozenset({Scope.CONTACTS_READ, Scope.CONTACTS_WRITE})


@pytest.fixture
def books() -> Watched:
    return Watched(MemoryBookStore(MemoryDatabase(books={"olena": Book(id="olena")})))


@pytest.fixture
def access(books: Watched) -> Access:
    return Access(cast(BookStore, books))


def test_a_book_is_its_accounts(access: Access) -> None:
    assert access.of(OLENA, "olena") == Grant(
        account_id="olena", book_id="olena", role=Role.OWNER, scopes=EVERYTHING, verified=True
    )


@pytest.mark.parametrize("caller", [OLENA, NEWCOMER])
def test_nobody_has_a_part_in_somebody_elses_book(access: Access, books: Watched, caller: Caller) -> None:
    grant = access.of(caller, "mykola")
    assert (grant.role, grant.scopes, grant.verified) == (None, frozenset(), False)
    for scope in Scope:
        with pytest.raises(ContactNotFoundError):
            grant.require(scope)
    assert books.requests.total() == 0


def test_a_token_that_says_verified_is_trusted_and_nobody_is_asked(access: Access, books: Watched) -> None:
    assert access.of(replace(NEWCOMER, verified=True), "taras").verified
    assert books.requests.total() == 0


def test_an_older_token_is_as_good_once_the_address_is_proved(access: Access, books: Watched) -> None:
    grant = access.of(replace(OLENA, verified=False), "olena")
    assert grant == access.of(OLENA, "olena")
    assert books.requests == {"load": 1}


def test_before_that_there_is_nothing_to_be_done(access: Access, books: Watched) -> None:
    grant = access.of(NEWCOMER, "taras")
    assert (grant.role, grant.scopes, grant.verified) == (Role.OWNER, EVERYTHING, False)
    for scope in Scope:
        with pytest.raises(EmailNotVerifiedError):
            grant.require(scope)
    assert books.requests == {"load": 1}


def test_a_book_that_cannot_be_read_is_not_taken_for_a_missing_one(access: Access, books: Watched) -> None:
    books.before("load", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        access.of(NEWCOMER, "taras")


@pytest.mark.parametrize("scope", Scope)
def test_who_has_a_scope_passes_and_has_no_other_for_it(access: Access, scope: Scope) -> None:
    grant = replace(access.of(OLENA, "olena"), scopes=frozenset({scope}))
    grant.require(scope)
    for other in EVERYTHING - {scope}:
        with pytest.raises(ContactNotFoundError):
            grant.require(other)


def test_somebody_without_a_part_is_not_told_to_verify_an_address(access: Access) -> None:
    grant = replace(access.of(NEWCOMER, "taras"), scopes=frozenset())
    with pytest.raises(ContactNotFoundError):
        grant.require(Scope.CONTACTS_READ)


def test_nobody_else_grants_anything(root: Path) -> None:
    code = [path for folder in ("functions", "shared") for path in (root / folder).rglob("*.py")]
    granting = {path.relative_to(root).as_posix() for path in code if re.search(r"\bGrant\(", path.read_text("utf-8"))}
    assert granting == {"shared/services/books/access.py"}


def void_book(book_id: str, *, kept: str | None = None) -> Book:
    """Return the head of a book whose owner has ended all sessions since ``OLENA``'s token was issued."""
    return Book(id=book_id, not_before=NotBefore(at=NOON + timedelta(seconds=1), kept_session_id=kept))


def access_of(caller: Caller) -> None:
    Access(MemoryBookStore(MemoryDatabase())).of(caller, caller.book_id)


def in_a_request(act: Callable[[], object]) -> None:
    """Do something as one request does: what it knows of its caller ends with it."""
    copy_context().run(act)


def test_a_token_that_is_void_is_refused_by_the_head_of_its_book() -> None:
    def request() -> None:
        access_of(OLENA)
        admit(Book(id="olena"))
        admit(void_book("olena", kept="session"))
        admit(void_book("somebody else"))
        with pytest.raises(SessionEndedError):
            admit(void_book("olena"))
        with pytest.raises(SessionEndedError):
            admit(void_book("olena", kept="another session"))

    in_a_request(request)


def test_a_token_that_was_issued_since_is_admitted() -> None:
    def request() -> None:
        access_of(replace(OLENA, issued_at=NOON + timedelta(seconds=1)))
        admit(void_book("olena"))

    in_a_request(request)


def test_a_token_of_the_former_type_is_void_like_any_other() -> None:
    def request() -> None:
        access_of(replace(OLENA, session_id=None))
        with pytest.raises(SessionEndedError):
            admit(void_book("olena"))

    in_a_request(request)


def test_what_has_no_caller_is_admitted_everywhere() -> None:
    in_a_request(lambda: access_of(OLENA))
    Context().run(admit, void_book("olena"))
