"""POST /api/v1/admin/accounts/{account_id}/enable: enable a disabled account."""

from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountId
from shared.web.admin.schemas import AccountOut
from shared.web.caller import AdminCaller
from shared.web.dependencies import Administration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["admin"])


@router.post("/api/v1/admin/accounts/{account_id}/enable")
async def enable_account(
    caller: AdminCaller, account_id: AccountId, _within_limit: AdminLimit, administration: Administration
) -> AccountOut:
    """Enable a disabled account, and return it.

    Its owner can sign in again, and gets a message. Sessions and tokens of before stay ended; calendar feeds are found.
    """
    return AccountOut.of(administration.enable(caller, account_id))


handler = lambda_handler(router)
