"""POST /api/v1/admin/accounts/{account_id}/disable: disable an account."""

from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountId
from shared.web.admin.schemas import AccountOut
from shared.web.caller import AdminCaller
from shared.web.dependencies import Administration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["admin"])


@router.post("/api/v1/admin/accounts/{account_id}/disable")
async def disable_account(
    caller: AdminCaller, account_id: AccountId, _within_limit: AdminLimit, administration: Administration
) -> AccountOut:
    """Disable an account, and return it. Nobody can disable their own.

    Nobody can sign in to it, its sessions and personal access tokens end at once, and its calendar feeds are not found.
    Its owner gets a message. The one exception is a page of the list of contacts, by name and without words or filters,
    that has no contact with a tag: an access token can read that for what is left of its half hour.
    """
    return AccountOut.of(administration.disable(caller, account_id))


handler = lambda_handler(router)
