"""The query parameters of the list of contacts."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import Field

from shared.domain.contacts.details import TAG
from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery, Order
from shared.web.caller import ReadingCaller
from shared.web.http.counting import count_request
from shared.web.http.paging import PageParameters
from shared.wiring import process


class ContactListParameters(PageParameters):
    """The query parameters of the list of contacts."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_QUERY_LENGTH,
            description="Only contacts that contain every one of these words, in any order, in names, organizations, "
            "e-mail addresses, handles or tags, ignoring case, accents, apostrophes and hyphens. Numbers are also "
            "looked for in phone numbers: as stored, in the national form, and with the country's code.",
        ),
    ] = ""
    tag: Annotated[
        str,
        Field(max_length=TAG.max_length, description="Only contacts with this tag, ignoring case and accents."),
    ] = ""
    sort: Annotated[Order, Field(description="`name`, or `-updated` for the latest change first.")] = Order.NAME

    @cached_property
    def contact_query(self) -> ContactQuery:
        """The contacts to list."""
        return ContactQuery.of(self.q, self.tag)

    @property
    def is_search(self) -> bool:
        """Whether contacts have to be looked through, and not only to be listed."""
        return not self.contact_query.is_empty

    @property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        return f"contacts?sort={self.sort}&{self.contact_query}"


ContactList = Annotated[ContactListParameters, Query()]


async def limit_searching(request: Request, caller: ReadingCaller, parameters: ContactList) -> ContactListParameters:
    """Return the parameters of a list, counted if they are a search's. Raises TooManyRequestsError.

    What counts is made for the first search only: most lists are none, and a function should not load it for them.
    """
    if parameters.is_search:
        wiring = process.wiring()
        count_request(request, wiring.limiter, (wiring.contact_search_limit, caller.account_id))
    return parameters


LimitedContactList = Annotated[ContactListParameters, Depends(limit_searching)]
