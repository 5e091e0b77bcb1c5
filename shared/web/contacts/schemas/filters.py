"""The wire model of a filter of contacts in a body."""

from typing import Annotated, get_args

from pydantic import Field

from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery
from shared.domain.text.cleaning import clean
from shared.web.contacts.filters import FilterMembers, Having
from shared.web.http.wire import Wire


class ContactFilterIn(FilterMembers, Wire):
    """A query of contacts, as the list of contacts has it."""

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH, description="Words that a contact contains.")] = ""
    has: Annotated[
        list[Having],
        Field(max_length=len(get_args(Having)), description="Only contacts that have all of these."),
    ] = []

    def to_query(self) -> ContactQuery:
        """Return the query."""
        return ContactQuery(text=clean(self.q), filter=self.filter_having(self.has))
