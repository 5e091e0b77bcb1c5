"""GET /health: tell that the service runs."""

from __future__ import annotations

from fastapi import APIRouter

from shared.web.http.entry import ANONYMOUS, lambda_handler
from shared.web.system.schemas import HealthOut

router = APIRouter(tags=["system"])


@router.get("/health", openapi_extra=ANONYMOUS)
async def get_health() -> HealthOut:
    """Answer without asking anything else: the service is there."""
    return HealthOut(status="ok")


handler = lambda_handler(router)
