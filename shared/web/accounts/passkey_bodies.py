"""Requests and responses of passkeys: bodies, ids in paths, limits, options."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from shared.domain import limits
from shared.web.accounts.limits import SourceNetwork
from shared.web.accounts.passkey_schemas import (
    CreationOptionsOut,
    PasskeyIn,
    PasskeyLoginIn,
    PasskeyLoginOptionsIn,
    PasskeyNameIn,
    RequestOptionsOut,
)
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import json_body, optional_json_body
from shared.web.http.parameters import PathParameter

NewPasskey = Annotated[PasskeyIn, json_body(PasskeyIn)]
PasskeyName = Annotated[PasskeyNameIn, json_body(PasskeyNameIn)]
PasskeyLoginOptions = Annotated[PasskeyLoginOptionsIn, optional_json_body(PasskeyLoginOptionsIn)]
PasskeyLogin = Annotated[PasskeyLoginIn, json_body(PasskeyLoginIn)]
PasskeyId = Annotated[str, Depends(PathParameter("passkey_id", "The id of the passkey."))]

CreationOptionsAnswer: TypeAlias = JsonAnswer[CreationOptionsOut]
RequestOptionsAnswer: TypeAlias = JsonAnswer[RequestOptionsOut]


async def limit_passkey_logins(request: Request, _body: PasskeyLogin, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a sign-in with a passkey. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.PASSKEY, network))


PasskeyLoginLimit = Annotated[None, Depends(limit_passkey_logins)]
