"""GET /api/v1/auth/providers/{name}/start: send a browser to a provider."""

from starlette.responses import Response

from shared.web.accounts.provider_flows import ProviderLimit, ProviderName, SameBrowser, Start
from shared.web.dependencies import ProviderFlows
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["auth"])


@router.get("/api/v1/auth/providers/{name}/start", status_code=303, response_class=Response, openapi_extra=ANONYMOUS)
async def begin_with_provider(
    name: ProviderName,
    _once: EachOnce,
    parameters: Start,
    _within_limit: ProviderLimit,
    browser: SameBrowser,
    flows: ProviderFlows,
) -> Response:
    """Open this URL in a browser to have somebody sign in with a provider.

    In the end the browser comes back to `redirect_to`, with `state` and either `code` or `error` (`access_denied`,
    `temporarily_unavailable` or `server_error`, as in RFC 6749). Exchange the code with
    `POST /api/v1/auth/login/provider` to sign in, or with `POST /api/v1/auth/identities` to link the identity to the
    account that is signed in. Only the client that knows the verifier of `code_challenge` can do so, and only the
    browser that began can come back.
    """
    return browser.sent_to(flows.begin(name, parameters.to_request(), browser.secret))


handler = lambda_handler(router)
