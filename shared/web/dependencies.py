"""The use cases and ports, as endpoints ask for them in their signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends

from shared.wiring import process

__all__ = [
    "Avatars",
    "Birthdays",
    "ContactReader",
    "ContactWriter",
    "Cursors",
    "Limiter",
    "PhoneNumbers",
    "Profiles",
    "Provided",
    "Provider",
    "Readiness",
    "Registrations",
    "SignIn",
    "Trash",
    "Verification",
]


class Provider:
    """A dependency that works with something that the wiring makes, by its name there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self) -> Any:
        """Return what the wiring makes, made now if nobody has asked for it before."""
        return getattr(process.wiring(), self.name)


class Provided(Provider):
    """The dependency on the very thing."""

    async def __call__(self) -> Any:
        """Return it."""
        return self.get()


if TYPE_CHECKING:
    from shared.services.accounts.avatars import Avatars
    from shared.services.accounts.profiles import Profiles
    from shared.services.accounts.rate_limited_sign_in import RateLimitedSignIn as SignIn
    from shared.services.accounts.registrations import Registrations
    from shared.services.accounts.verification import Verification
    from shared.services.contacts.birthdays import Birthdays
    from shared.services.contacts.reading import ContactReader
    from shared.services.contacts.trash import Trash
    from shared.services.contacts.writing import ContactWriter
    from shared.services.cursors import Cursors
    from shared.services.limiter import Limiter
    from shared.services.ports.phone_numbers import PhoneNumbers
    from shared.services.ports.readiness import Readiness
else:
    # Importing the types would load every use case into every function.
    Avatars = Annotated[Any, Depends(Provided("avatars"))]
    Birthdays = Annotated[Any, Depends(Provided("birthdays"))]
    ContactReader = Annotated[Any, Depends(Provided("contact_reader"))]
    ContactWriter = Annotated[Any, Depends(Provided("contact_writer"))]
    Profiles = Annotated[Any, Depends(Provided("profiles"))]
    Trash = Annotated[Any, Depends(Provided("trash"))]
    Cursors = Annotated[Any, Depends(Provided("cursors"))]
    Limiter = Annotated[Any, Depends(Provided("limiter"))]
    PhoneNumbers = Annotated[Any, Depends(Provided("phone_numbers"))]
    Registrations = Annotated[Any, Depends(Provided("registrations"))]
    Verification = Annotated[Any, Depends(Provided("verification"))]
    SignIn = Annotated[Any, Depends(Provided("sessions"))]
    Readiness = Annotated[Any, Depends(Provided("readiness"))]
