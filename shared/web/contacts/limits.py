"""Rate limits on writes of contacts, photos and searches, each counted per account; other reads are not counted.

As everywhere, an endpoint declares its limit as a parameter after its input, so that a request that is refused for its
content is not counted.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.limits import PHOTOS
from shared.web.caller import ReadingCaller, WritingCaller
from shared.web.contacts.queries import ContactList, ContactListParameters
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.wiring import process


async def limit_writing(request: Request, caller: WritingCaller, limiter: Limiter) -> None:
    """Count a write. Raises TooManyRequestsError."""
    count_request(request, limiter, (process.wiring().contact_write_limit, caller.account_id))


WriteLimit = Annotated[None, Depends(limit_writing)]


async def limit_photos(request: Request, caller: WritingCaller, limiter: Limiter) -> None:
    """Count an uploaded photo. Raises TooManyRequestsError."""
    count_request(request, limiter, (PHOTOS, caller.account_id))


PhotoLimit = Annotated[None, Depends(limit_photos)]


async def limit_searching(request: Request, caller: ReadingCaller, parameters: ContactList) -> ContactListParameters:
    """Return the parameters of a list, counted if they are a search's. Raises TooManyRequestsError.

    What counts is made for the first search only: most lists are none, and a function should not load it for them.
    """
    if parameters.is_search:
        wiring = process.wiring()
        count_request(request, wiring.limiter, (wiring.contact_search_limit, caller.account_id))
    return parameters


LimitedContactList = Annotated[ContactListParameters, Depends(limit_searching)]
