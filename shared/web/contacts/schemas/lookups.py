"""The wire models of look-ups."""

from typing import Annotated

from pydantic import Field

from shared.domain.contacts.details import VALUE
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.contacts.search.looking_up import MAX_LOOKUPS, Asked, Ownership
from shared.web.contacts.schemas.summaries import Complete, LineOut, SummaryOut
from shared.web.http.wire import Wire

Phone = Annotated[str, Field(min_length=1, max_length=VALUE.max_length, examples=["+380441234567"])]
Email = Annotated[str, Field(min_length=1, max_length=VALUE.max_length, examples=["olena@example.com"])]


class LookupIn(Wire):
    """Phone numbers and e-mail addresses whose contacts are asked for, as typed."""

    phones: Annotated[list[Phone], Field(max_length=MAX_LOOKUPS)] = []
    emails: Annotated[list[Email], Field(max_length=MAX_LOOKUPS)] = []

    def to_asked(self) -> list[Asked]:
        """Return what is asked for, numbers first. Raises InvalidInputError if it is nothing, or too much at once."""
        count = len(self.phones) + len(self.emails)
        if not 0 < count <= MAX_LOOKUPS:
            detail = f"Ask for 1 to {MAX_LOOKUPS} numbers and addresses; these are {count}."
            raise InvalidInputError(FieldProblem(pointer="", code="wrong_number", detail=detail))
        return [*[Asked(phone=phone) for phone in self.phones], *[Asked(email=email) for email in self.emails]]


class OwnerOut(SummaryOut, LineOut):
    """A contact, and its number or address that was asked for."""

    match: Annotated[
        Ownership,
        Field(description="`switchboard` if it is the same line, but one of the two lacks the extension of the other."),
    ]


class OwnersOut(Wire):
    """The contacts that have a number or an address, the surest first."""

    items: list[OwnerOut]
    complete: Complete


class FoundOut(Wire):
    """A number or an address that was asked for, and the contacts that have it, the surest first."""

    phone: str | None
    email: str | None
    contacts: list[OwnerOut]


class LookupOut(Wire):
    """What was asked for, in its order: numbers, then addresses."""

    items: list[FoundOut]
    complete: Complete
