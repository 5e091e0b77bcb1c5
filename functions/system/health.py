"""GET /health: report that the service runs."""

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.system.schemas import HealthOut

router = Router(tags=["system"])


@router.get("/health", openapi_extra=ANONYMOUS)
async def get_health() -> HealthOut:
    """Report that the service runs, without contacting anything that it depends on."""
    return HealthOut(status="ok")


handler = lambda_handler(router)
