"""POST /api/v1/auth/identities: link an identity at a provider to the caller's account."""

from shared.web.accounts.identity_bodies import NewExchange
from shared.web.accounts.identity_schemas import IdentityOut
from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.caller import FreshCaller
from shared.web.dependencies import IdentityLinker
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/identities", status_code=201)
async def link_identity(
    caller: FreshCaller,
    exchange: NewExchange,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    linker: IdentityLinker,
) -> IdentityOut:
    """Link the identity that the browser came back with to your account, so that you can sign in with it.

    Begin with `GET /api/v1/auth/providers/{name}/start`. Your e-mail address must be verified; the one at the provider
    may be another. You get a message about it. An identity that you have linked already is returned as it is.
    """
    return IdentityOut.of(linker.link(caller, exchange.to_exchange(), origin))


handler = lambda_handler(router)
