"""Who may do what to which book."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.accounts.errors import InsufficientScopeError, SessionEndedError
from shared.domain.books import Book, NotBefore
from shared.domain.errors import (
    AccountGoneError,
    ContactNotFoundError,
    EmailNotVerifiedError,
    InvalidAccessTokenError,
    StoreUnavailableError,
)
from shared.domain.scopes import Scope
from shared.services.books.access import Access, Caller, Grant, Role, admit
from shared.services.ports.books import BookStore
from tests.support.clock import NOON
from tests.support.fakes import DOWN, Watched, raising

OLENA = Caller(account_id="olena", verified=True, session_id="session", issued_at=NOON)
NEWCOMER = Caller(account_id="taras", verified=False, session_id="session", issued_at=NOON)
EVERYTHING = frozenset({Scope.CONTACTS_READ, Scope.CONTACTS_WRITE})
PROGRAM = Caller(
    account_id="olena",
    verified=False,
    session_id=None,
    issued_at=NOON,
    scopes=frozenset({Scope.CONTACTS_READ, Scope.PROFILE_READ}),
    personal_token_id="token",
)


@pytest.fixture
def books() -> Watched:
    return Watched(MemoryBookStore(MemoryDatabase(books={"olena": Book(id="olena")})))


@pytest.fixture
def access(books: Watched) -> Access:
    return Access(cast(BookStore, books))


def test_a_book_is_its_accounts(access: Access) -> None:
    assert access.of(OLENA, "olena") == Grant(
        account_id="olena", counted_as="olena", book_id="olena", role=Role.OWNER, scopes=EVERYTHING, verified=True
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
    for scope in EVERYTHING:
        with pytest.raises(EmailNotVerifiedError):
            grant.require(scope)
    assert books.requests == {"load": 1}


def test_a_book_that_cannot_be_read_is_not_taken_for_a_missing_one(access: Access, books: Watched) -> None:
    books.before("load", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        access.of(NEWCOMER, "taras")


@pytest.mark.parametrize("scope", sorted(EVERYTHING))
def test_a_token_with_a_scope_passes_and_has_no_other_for_it(access: Access, scope: Scope) -> None:
    grant = access.of(replace(OLENA, scopes=frozenset({scope})), "olena")
    grant.require(scope)
    for other in set(Scope) - {scope}:
        with pytest.raises(InsufficientScopeError) as refusal:
            grant.require(other)
        assert refusal.value.scope is other


def test_a_token_has_no_scope_on_a_book_that_its_owner_has_not(access: Access) -> None:
    assert access.of(OLENA, "olena").scopes == EVERYTHING < OLENA.scopes


def test_somebody_without_a_part_is_not_told_to_verify_an_address(access: Access) -> None:
    with pytest.raises(ContactNotFoundError):
        access.of(NEWCOMER, "olena").require(Scope.CONTACTS_READ)


def test_a_token_without_the_scope_is_not_told_to_verify_an_address(access: Access) -> None:
    with pytest.raises(InsufficientScopeError):
        access.of(replace(NEWCOMER, scopes=frozenset()), "taras").require(Scope.CONTACTS_READ)


def test_a_personal_token_is_as_good_as_its_book_says(access: Access, books: Watched) -> None:
    grant = access.of(PROGRAM, "olena")
    assert (grant.verified, grant.scopes, grant.counted_as) == (
        True,
        frozenset({Scope.CONTACTS_READ}),
        "token",
    )
    assert books.requests == {"load": 1}


def test_a_personal_token_of_an_account_that_is_gone_is_worth_nothing(access: Access) -> None:
    with pytest.raises(AccountGoneError):
        access.of(replace(PROGRAM, account_id="mykola"), "mykola")


def test_a_personal_token_is_void_if_its_account_has_ended_it_and_no_matter_what_sessions_end() -> None:
    later = NOON + timedelta(seconds=1)

    def request() -> None:
        with suppress(AccountGoneError):
            access_of(PROGRAM)
        admit(void_book("olena"))
        admit(Book(id="olena", not_before=NotBefore(at=later, personal_tokens_at=NOON)))
        with pytest.raises(InvalidAccessTokenError):
            admit(Book(id="olena", not_before=NotBefore(at=later, personal_tokens_at=later)))

    in_a_request(request)


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
