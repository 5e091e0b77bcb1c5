"""The limit on what administrators ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.limits import ADMIN
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request


async def limit_administration(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count a request. Raises TooManyRequestsError."""
    count_request(request, limiter, (ADMIN, caller.account_id))


AdminLimit = Annotated[None, Depends(limit_administration)]
