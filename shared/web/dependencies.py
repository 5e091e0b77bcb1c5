"""The use cases and ports, as endpoints ask for them in their signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends

from shared import wiring

__all__ = [
    "Accounts",
    "Avatars",
    "Birthdays",
    "Book",
    "Cursors",
    "EditableBook",
    "Itself",
    "Limiter",
    "PhoneNumbers",
    "Readiness",
    "Registrations",
    "Sessions",
    "Wired",
]


class Wired:
    """A dependency that works with something that the wiring makes, by its name there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self) -> Any:
        """Return what the wiring makes, made now if nobody has asked for it before."""
        return getattr(wiring.wiring(), self.name)


class Itself(Wired):
    """The dependency on the very thing."""

    async def __call__(self) -> Any:
        """Return it."""
        return self.get()


if TYPE_CHECKING:
    from shared.services.accounts import Accounts
    from shared.services.address_book import AddressBook as Book
    from shared.services.address_book import AddressBook as EditableBook
    from shared.services.avatars import Avatars
    from shared.services.birthdays import Birthdays
    from shared.services.cursors import Cursors
    from shared.services.guarded_sessions import GuardedSessions as Sessions
    from shared.services.limiter import Limiter
    from shared.services.ports.phone_numbers import PhoneNumbers
    from shared.services.ports.readiness import Readiness
    from shared.services.registrations import Registrations
else:
    # Importing the types would load every use case into every function.
    Accounts = Annotated[Any, Depends(Itself("accounts"))]
    Avatars = Annotated[Any, Depends(Itself("avatars"))]
    Birthdays = Annotated[Any, Depends(Itself("birthdays"))]
    Book = Annotated[Any, Depends(Itself("address_book"))]
    Cursors = Annotated[Any, Depends(Itself("cursors"))]
    EditableBook = Annotated[Any, Depends(Itself("editable_address_book"))]
    Limiter = Annotated[Any, Depends(Itself("limiter"))]
    PhoneNumbers = Annotated[Any, Depends(Itself("phone_numbers"))]
    Registrations = Annotated[Any, Depends(Itself("registrations"))]
    Sessions = Annotated[Any, Depends(Itself("sessions"))]
    Readiness = Annotated[Any, Depends(Itself("readiness"))]
