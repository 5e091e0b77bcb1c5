"""The body that exchanges a code, and ids of identities in paths."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from shared.web.accounts.identity_schemas import CodeExchangeIn
from shared.web.http.json_body import json_body
from shared.web.http.parameters import PathParameter

NewExchange = Annotated[CodeExchangeIn, json_body(CodeExchangeIn)]
IdentityId = Annotated[str, Depends(PathParameter("identity_id", "The id of the identity."))]
