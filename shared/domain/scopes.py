"""Scopes: what whoever bears a token may do with it (RFC 6749 section 3.3)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class Scope(StrEnum):
    """One of the scopes.

    ``ACCOUNT`` is everything that an account may do with itself: only somebody who has signed in has it.
    """

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    PROFILE_READ = "profile:read"
    ACCOUNT = "account"


PERSONAL_TOKEN_PREFIX = "cta_"  # noqa: S105 - what all of them begin with
"""By which a personal access token is known before anything is loaded that reads one."""
EVERYTHING = frozenset(Scope)
"""What somebody may do who has signed in."""
GRANTABLE = (Scope.CONTACTS_READ, Scope.CONTACTS_WRITE, Scope.PROFILE_READ)
"""What may be granted to a personal access token: nothing that would let its bearer take the account over."""


def scope_text(scopes: frozenset[Scope]) -> str:
    """Return scopes as tokens and challenges have them: names with blanks between them, in one order."""
    return " ".join(scope for scope in Scope if scope in scopes)


@lru_cache(maxsize=16)
def scopes_of(text: str) -> frozenset[Scope]:
    """Return the scopes in a text of names with blanks between them; those that only newer code knows are left out."""
    names = text.split(" ")
    return frozenset(scope for scope in Scope if scope in names)
