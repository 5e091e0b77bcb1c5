"""GET and POST /api/v1/auth/providers/{name}/callback: take a browser back from a provider."""

from starlette.responses import Response

from shared.web.accounts.provider_flows import PAGES, CameBack, PostedParameters, QueryParameters
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

PATH = "/api/v1/auth/providers/{name}/callback"
router = Router(tags=["auth"])


@router.get(PATH, status_code=303, responses=PAGES, response_class=Response, openapi_extra=ANONYMOUS)
async def return_from_provider(parameters: QueryParameters, browser: CameBack) -> Response:
    """Register this URL at the provider as the one to redirect to. Clients never request it."""
    return browser.sent_on(parameters)


@router.post(PATH, status_code=303, responses=PAGES, response_class=Response, openapi_extra=ANONYMOUS)
async def return_from_provider_by_post(parameters: PostedParameters, browser: CameBack) -> Response:
    """The same for providers that have the browser post a form (`response_mode=form_post`), as Apple does."""
    return browser.sent_on(parameters)


handler = lambda_handler(router)
