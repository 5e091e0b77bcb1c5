"""The origin of a request, as sessions and security events keep it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.accounts.origins import origin_of
from shared.domain.accounts.sessions import Origin
from shared.web.accounts.limits import SourceNetwork


async def request_origin(request: Request, network: SourceNetwork) -> Origin:
    """Return where the request comes from."""
    return origin_of(network, request.headers.get("user-agent", ""))


RequestOrigin = Annotated[Origin, Depends(request_origin)]
