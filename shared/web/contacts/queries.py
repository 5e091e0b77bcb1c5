"""The query parameters of the list of contacts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, ConfigDict, Field, PrivateAttr

from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery, Order, order_of
from shared.domain.errors import ViewNotFoundError
from shared.domain.text.cleaning import clean
from shared.web.caller import ReadingCaller
from shared.web.contacts.filters import FILTERS, FilterParameters
from shared.web.contacts.sparse import DESCRIPTION, checked_fields, fields_of
from shared.web.http.counting import count_request
from shared.web.http.paging import EachOnce
from shared.wiring import process

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shared.domain.contacts.views import View
    from shared.domain.moments import Moment
    from shared.services.contacts.views import ViewReader

MAX_VIEW_ID_LENGTH = 64

_NOT_OF_THEN = ("q", "sort", "view", *(name for name in FILTERS if name != "tag"))
"""What cannot be combined with ``at``."""


class ContactListParameters(FilterParameters):
    """The query parameters of the list of contacts."""

    model_config = ConfigDict(defer_build=False)  # at the start of the function, not in its first request

    q: Annotated[
        str,
        Field(
            max_length=MAX_QUERY_LENGTH,
            description="Only contacts that match every one of these words, in any order: in names, organizations, "
            "e-mail and postal addresses, phone numbers, tags, handles, relations, links, custom values or notes, "
            "ignoring case, accents, apostrophes and hyphens, and names also in other letters (`olena`, `Олена`). A "
            "word may be a part of another one, from three letters on; phone numbers are found in every form and by "
            "their last digits. If hardly anything is found, names may differ by a letter (words of four or more) or "
            "two (six or more).",
        ),
    ] = ""
    view: Annotated[
        str,
        Field(
            max_length=MAX_VIEW_ID_LENGTH,
            description="The id of a view: only contacts that it shows, in its order unless there is a `sort`. "
            "`q` and filters narrow it further.",
        ),
    ] = ""
    sort: Annotated[
        Order,
        Field(
            description="`name`; `-updated` for the latest change first; or `relevance`, the default with `q`: whole "
            "words first, then beginnings, other parts, and names that differ; among equals favorites, and then the "
            "latest change."
        ),
    ] = Order.NAME
    at: Annotated[
        str,
        Field(
            description="The book as it was at the end of a revision (`1234` or `r1234`) or at a time "
            "(`2026-11-29T08:00:00Z`; write the `+` of an offset as `%2B`), at most a year ago. With it there is no "
            "`q`, `view` or `sort`, and no filter but `tag`.",
        ),
    ] = ""
    fields: Annotated[
        str, AfterValidator(checked_fields), Field(description=f"{DESCRIPTION} They may differ from page to page.")
    ] = ""
    _view: View | None = PrivateAttr(None)

    def look_at(self, view: View) -> None:
        """Let the list be that of a view. Call this before anything else is asked."""
        self._view = view

    @cached_property
    def shown(self) -> Collection[str] | None:
        """The members of contacts to show; None for all."""
        return fields_of(self.fields)

    @cached_property
    def contact_query(self) -> ContactQuery:
        """The contacts to list."""
        own = clean(self.q)
        if self._view is None:
            return ContactQuery(text=own, filter=self.filter)
        asked = self._view.query
        return ContactQuery(text=f"{asked.text} {own}".strip(), filter=self.filter, view=asked.filter)

    @property
    def order(self) -> Order:
        """The order of the contacts: the one that is named, that of the view, or the usual one."""
        if "sort" in self.model_fields_set:
            return self.sort
        if self._view is not None and (order := order_of(self._view.sort)):
            return order
        return Order.RELEVANCE if self.contact_query.text else self.sort

    @property
    def is_search(self) -> bool:
        """Whether contacts have to be looked through, and not only to be listed."""
        if self.view or self.at:
            return True
        return not self.contact_query.is_empty or self.order is Order.RELEVANCE

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
        for name in [each for each in _NOT_OF_THEN if each in self.model_fields_set]:
            message = "This cannot be combined with `at`: contacts of then are found by their ids."
            yield {"type": "not_together", "loc": ("query", name), "msg": message}

    @cached_property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        when = f"&at={self.at}" if self.at else ""
        view = f"&view={self._view.id}.{self._view.version}" if self._view else ""
        return f"contacts?sort={self.order}&{self.contact_query}{when}{view}"


ContactList = Annotated[ContactListParameters, Query()]


async def limit_searching(
    request: Request, caller: ReadingCaller, _once: EachOnce, parameters: ContactList
) -> ContactListParameters:
    """Return the parameters of a list, counted if they are a search's.

    With a ``view``, they are those of its list. Raises TooManyRequestsError, StoreUnavailableError, and
    RequestValidationError if ``at`` names no moment or there is no such view. What counts, and what reads views, is
    made for the first search only: most lists are none, and a function should not load it for them.
    """
    parameters.require_moment()
    if parameters.is_search:
        wiring = process.wiring()
        count_request(request, wiring.limiter, (wiring.contact_search_limit, caller.counted_as))
        if parameters.view:
            parameters.look_at(_find_view(wiring.view_reader, caller.book_id, parameters.view))
    return parameters


def _find_view(views: ViewReader, book_id: str, view_id: str) -> View:
    try:
        return views.find(book_id, view_id)
    except ViewNotFoundError:
        problem = {"type": "unknown_view", "loc": ("query", "view"), "msg": "There is no such view."}
        raise RequestValidationError([problem]) from None


LimitedContactList = Annotated[ContactListParameters, Depends(limit_searching)]
