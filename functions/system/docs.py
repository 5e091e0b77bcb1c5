"""GET /docs: the documentation page."""

from fastapi import Request, Response
from starlette.responses import HTMLResponse

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.static_files import PAGES, static_response

router = Router(tags=["system"])


@router.get("/docs", response_class=HTMLResponse, responses={304: {}}, openapi_extra=ANONYMOUS)
async def get_docs(request: Request) -> Response:
    """Return a page on which the API can be read and tried."""
    return static_response(request, PAGES / "docs.html", "text/html")


handler = lambda_handler(router)
