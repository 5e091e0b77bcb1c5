"""GET /health/ready: report whether the service can reach its tables."""

from shared.web.dependencies import Readiness
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.system.schemas import HealthOut

router = Router(tags=["system"])


@router.get("/health/ready", openapi_extra=ANONYMOUS)
async def get_readiness(readiness: Readiness) -> HealthOut:
    """Report whether every table responds to a small request; 503 if one does not."""
    readiness.check()
    return HealthOut(status="ready")


handler = lambda_handler(router)
