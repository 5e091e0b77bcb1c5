"""GET /api/v1/auth/providers: list the providers that people can sign in with."""

from shared.web.accounts.identity_schemas import ProviderListOut, ProviderOut
from shared.web.dependencies import IdentityProviders
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/providers", openapi_extra=ANONYMOUS)
async def list_providers(providers: IdentityProviders) -> ProviderListOut:
    """Return the providers that people can sign in with here, such as Google; there may be none."""
    return ProviderListOut(items=[ProviderOut(name=name, title=title) for name, title in providers.titles().items()])


handler = lambda_handler(router)
