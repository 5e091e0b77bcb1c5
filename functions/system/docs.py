"""GET /docs: read the documentation page."""

from fastapi import Request, Response
from starlette.responses import HTMLResponse

from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.static_files import PAGES, static_response

router = Router(tags=["system"])


@router.get("/docs", response_class=HTMLResponse, responses={304: {}}, openapi_extra=ANONYMOUS)
async def get_docs(request: Request) -> Response:
    """Return the page that documents the API and lets you try it."""
    return static_response(request, PAGES / "docs.html", "text/html")


handler = lambda_handler(router)
