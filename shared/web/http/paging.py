"""Pages and cursors, the same for every list."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from shared.services.cursors import MAX_CURSOR_LENGTH, Cursors
from shared.services.ports.books import Position
from shared.web.http.query_parameters import STRICT, without_empty_values

MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 50


async def each_once(request: Request) -> None:
    """Raise RequestValidationError if the query repeats a name: it is unclear which of the values is meant."""
    names = [name for name, _ in request.query_params.multi_items()]
    if len({*names}) < len(names):
        repeated = [name for name, count in Counter(names).items() if count > 1]
        problem = {"type": "repeated", "msg": "This may stand here only once."}
        raise RequestValidationError([{**problem, "loc": ("query", name)} for name in repeated])


EachOnce = Annotated[None, Depends(each_once)]


class PageParameters(BaseModel):
    """The query parameters of every list."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    limit: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="The maximum number of items in a page.")] = (
        DEFAULT_PAGE_SIZE
    )
    cursor: Annotated[
        str | None,
        Field(
            max_length=MAX_CURSOR_LENGTH,
            description="`next_cursor` of the previous page; valid only with the same parameters, except for `limit`.",
        ),
    ] = None

    def position(self, cursors: Cursors, *, book_id: str, query: str) -> Position | None:
        """Return where the page starts; None means at the beginning. Raises InvalidCursorError."""
        return None if self.cursor is None else cursors.read(self.cursor, book_id=book_id, query=query)


Page = Annotated[PageParameters, Query()]
"""The query parameters of a list that has no others."""
