"""The body of a refresh, apart from all that shows sessions: it is the most frequent request of an account."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.domain.accounts.refresh_tokens import MAX_LENGTH
from shared.web.http.json_body import json_body
from shared.web.http.wire import Wire


class RefreshIn(Wire):
    """The refresh token to exchange (RFC 6749 section 6)."""

    refresh_token: Annotated[str, Field(max_length=MAX_LENGTH, description="The `refresh_token` of the last response.")]


RefreshRequest = Annotated[RefreshIn, json_body(RefreshIn)]
