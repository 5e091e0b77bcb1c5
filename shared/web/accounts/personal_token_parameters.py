"""Ids of personal access tokens in paths."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from shared.web.http.parameters import PathParameter

TokenId = Annotated[str, Depends(PathParameter("token_id", "The id of the token, which is not the token itself."))]
