"""GET /openapi.json: describe the API."""

from fastapi import Request, Response
from starlette.responses import JSONResponse

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.static_files import PAGES, static_response

router = Router(tags=["system"])


@router.get("/openapi.json", response_class=JSONResponse, responses={304: {}}, openapi_extra=ANONYMOUS)
async def get_openapi(request: Request) -> Response:
    """Return this description of the API (OpenAPI 3.1)."""
    return static_response(request, PAGES / "openapi.json", "application/json")


handler = lambda_handler(router)
