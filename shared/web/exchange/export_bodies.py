"""Bodies of exports. They are apart from responses, so that looking at an export does not load them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.web.caller import ReadingCaller
from shared.web.contacts.limits import count_search
from shared.web.dependencies import Limiter
from shared.web.exchange.export_schemas import ExportIn
from shared.web.http.json_body import optional_json_body

ExportToStart = Annotated[ExportIn, optional_json_body(ExportIn)]


async def limit_exporting(request: Request, caller: ReadingCaller, _asked: ExportToStart, limiter: Limiter) -> None:
    """Count an export as a search. Raises TooManyRequestsError."""
    await count_search(request, caller, limiter)


ExportLimit = Annotated[None, Depends(limit_exporting)]
