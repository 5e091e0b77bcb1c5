"""The query parameters of the list of contacts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from shared.domain.contacts.details import TAG
from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery, Order
from shared.web.caller import ReadingCaller
from shared.web.http.counting import count_request
from shared.web.http.paging import PageParameters
from shared.wiring import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.moments import Moment


class ContactListParameters(PageParameters):
    """The query parameters of the list of contacts."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_QUERY_LENGTH,
            description="Only contacts that contain every one of these words, in any order, in names, organizations, "
            "e-mail and postal addresses, handles, relations, custom values, links, notes or tags, ignoring case, "
            "accents, apostrophes and hyphens; names, organizations and places also in Latin letters. Numbers are also "
            "looked for in phone numbers: as stored, in the national form, and with the country's code. At most eight "
            "different words count.",
        ),
    ] = ""
    tag: Annotated[
        str,
        Field(max_length=TAG.max_length, description="Only contacts with this tag, ignoring case and accents."),
    ] = ""
    sort: Annotated[Order, Field(description="`name`, or `-updated` for the latest change first.")] = Order.NAME
    at: Annotated[
        str,
        Field(
            description="The book as it was at the end of a revision (`1234` or `r1234`) or at a time "
            "(`2026-11-29T08:00:00Z`; write the `+` of an offset as `%2B`), at most a year ago. With it there is no "
            "`q` and no `sort`.",
        ),
    ] = ""

    @cached_property
    def contact_query(self) -> ContactQuery:
        """The contacts to list."""
        return ContactQuery.of(self.q, self.tag)

    @property
    def is_search(self) -> bool:
        """Whether contacts have to be looked through, and not only to be listed."""
        return not self.contact_query.is_empty or self.at != ""

    @cached_property
    def moment(self) -> Moment | None:
        """The moment that the contacts are to be listed as of; None for now. Raises NoMomentError."""
        if not self.at:
            return None
        from shared.domain.moments import read_moment  # noqa: PLC0415 - most lists are of now

        return read_moment(self.at)

    def require_moment(self) -> None:
        """Raise RequestValidationError if ``at`` names no moment, or there is what it cannot be combined with."""
        if self.at and (problems := [*self._problems_of_moment()]):
            raise RequestValidationError(problems)

    def _problems_of_moment(self) -> Iterator[dict[str, object]]:
        try:
            _ = self.moment
        except ValueError as error:
            yield {"type": "no_moment", "loc": ("query", "at"), "msg": str(error)}
        for name in [each for each in ("q", "sort") if each in self.model_fields_set]:
            message = "This cannot be combined with `at`: contacts of then are found by their ids."
            yield {"type": "not_together", "loc": ("query", name), "msg": message}

    @property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        when = f"&at={self.at}" if self.at else ""
        return f"contacts?sort={self.sort}&{self.contact_query}{when}"


ContactList = Annotated[ContactListParameters, Query()]


async def limit_searching(request: Request, caller: ReadingCaller, parameters: ContactList) -> ContactListParameters:
    """Return the parameters of a list, counted if they are a search's.

    Raises TooManyRequestsError, and RequestValidationError if ``at`` names no moment. What counts is made for the first
    search only: most lists are none, and a function should not load it for them.
    """
    parameters.require_moment()
    if parameters.is_search:
        wiring = process.wiring()
        count_request(request, wiring.limiter, (wiring.contact_search_limit, caller.account_id))
    return parameters


LimitedContactList = Annotated[ContactListParameters, Depends(limit_searching)]
