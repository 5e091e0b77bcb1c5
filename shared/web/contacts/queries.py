"""Which contacts a list is asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from shared.domain.contacts.details import TAG
from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery, Order
from shared.web.http.paging import PageParameters


class ContactListParameters(PageParameters):
    """The query of a list of contacts."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_QUERY_LENGTH,
            description="Only contacts that have every one of these words somewhere: within names, organizations, "
            "e-mail addresses and tags, in any case and without accents; digits also within phone numbers.",
        ),
    ] = ""
    tag: Annotated[
        str,
        Field(max_length=TAG.max_length, description="Only contacts with this tag, in any case."),
    ] = ""
    sort: Annotated[Order, Field(description="`name`, or `-updated` for the latest change first.")] = Order.NAME

    @property
    def contact_query(self) -> ContactQuery:
        """Which contacts."""
        return ContactQuery.of(self.q, self.tag)

    @property
    def query(self) -> str:
        """What a cursor is bound to."""
        return f"contacts?sort={self.sort}&{self.contact_query}"


ContactList = Annotated[ContactListParameters, Query()]
