"""The use cases and ports, as endpoints ask for them in their signatures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends

from shared import wiring
from shared.services import accounts, address_book, avatars, birthdays, cursors, guarded_sessions, limiter, ports


class Wired:
    """The dependency on something that the wiring makes, by its name there."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self) -> Any:
        """Return it."""
        return self.get()

    def get(self) -> Any:
        """Return it, made now if nobody has asked for it before."""
        return getattr(wiring.wiring(), self.name)


Accounts = Annotated[accounts.Accounts, Depends(Wired("accounts"))]
Avatars = Annotated[avatars.Avatars, Depends(Wired("avatars"))]
Birthdays = Annotated[birthdays.Birthdays, Depends(Wired("birthdays"))]
Book = Annotated[address_book.AddressBook, Depends(Wired("address_book"))]
Cursors = Annotated[cursors.Cursors, Depends(Wired("cursors"))]
Limiter = Annotated[limiter.Limiter, Depends(Wired("limiter"))]
Sessions = Annotated[guarded_sessions.GuardedSessions, Depends(Wired("sessions"))]
AccessTokens = Annotated[ports.AccessTokens, Depends(Wired("access_tokens"))]
BookStore = Annotated[ports.BookStore, Depends(Wired("book_store"))]
Readiness = Annotated[ports.Readiness, Depends(Wired("readiness"))]
