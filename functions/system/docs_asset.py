"""GET /docs/{asset}: read a script or style sheet of the documentation page."""

from fastapi import Request, Response

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.static_files import ANSWERS, documentation_asset

router = Router(tags=["system"])


@router.get("/docs/{asset}", response_class=Response, responses=ANSWERS, openapi_extra=ANONYMOUS)
async def get_docs_asset(request: Request, asset: str) -> Response:
    """Return a script or style sheet of the documentation page."""
    return documentation_asset(request, asset)


handler = lambda_handler(router)
