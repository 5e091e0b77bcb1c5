"""Rate limits on writes of contacts, on searches and on photos. Lists: see ``queries``.

They are counted per account, writes and searches for each of its personal access tokens apart, so that a program that
runs wild does not use up what its owner may do. Photos are kept at a cost, so all of an account count as one.

As everywhere, an endpoint declares its limit as a parameter after its input, so that a request that is refused for its
content is not counted.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.limits import PHOTOS
from shared.web.caller import ReadingCaller, WritingCaller
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.wiring import process


async def limit_writing(request: Request, caller: WritingCaller, limiter: Limiter) -> None:
    """Count a write. Raises TooManyRequestsError."""
    count_request(request, limiter, (process.wiring().contact_write_limit, caller.counted_as))


WriteLimit = Annotated[None, Depends(limit_writing)]


async def count_search(request: Request, caller: ReadingCaller, limiter: Limiter) -> None:
    """Count a search. Raises TooManyRequestsError.

    FastAPI asks all dependencies, even if one finds the query wrong. So those of searches are dependencies on the input
    that call this.
    """
    count_request(request, limiter, (process.wiring().contact_search_limit, caller.counted_as))


async def limit_photos(request: Request, caller: WritingCaller, limiter: Limiter) -> None:
    """Count an uploaded photo. Raises TooManyRequestsError."""
    count_request(request, limiter, (PHOTOS, caller.account_id))


PhotoLimit = Annotated[None, Depends(limit_photos)]
