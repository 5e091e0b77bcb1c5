"""The body of a new personal access token, and the limit on making them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.limits import PERSONAL_TOKENS
from shared.web.accounts.personal_token_schemas import PersonalTokenIn, personal_token_problems
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.web.http.json_body import json_body

NewToken = Annotated[PersonalTokenIn, json_body(PersonalTokenIn, personal_token_problems)]


async def limit_making(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count a new token. Raises TooManyRequestsError."""
    count_request(request, limiter, (PERSONAL_TOKENS, caller.account_id))


TokenLimit = Annotated[None, Depends(limit_making)]
