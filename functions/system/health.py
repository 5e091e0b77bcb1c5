"""GET /health: tell that the service runs."""

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.system.schemas import HealthOut

router = Router(tags=["system"])


@router.get("/health", openapi_extra=ANONYMOUS)
async def get_health() -> HealthOut:
    """Answer without asking anything else: the service is there."""
    return HealthOut(status="ok")


handler = lambda_handler(router)
