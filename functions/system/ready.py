"""GET /health/ready: tell whether the tables answer."""

from shared.web.dependencies import Readiness
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.system.schemas import HealthOut

router = Router(tags=["system"])


@router.get("/health/ready", openapi_extra=ANONYMOUS)
async def get_readiness(readiness: Readiness) -> HealthOut:
    """Ask every table for one cheap thing. 503 when one of them does not answer."""
    readiness.check()
    return HealthOut(status="ready")


handler = lambda_handler(router)
