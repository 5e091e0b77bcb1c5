"""GET /api/v1/admin/accounts/{account_id}: read an account."""

from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountId
from shared.web.admin.schemas import AccountOut
from shared.web.caller import AdminCaller
from shared.web.dependencies import Administration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["admin"])


@router.get("/api/v1/admin/accounts/{account_id}")
async def get_account(
    caller: AdminCaller, account_id: AccountId, _within_limit: AdminLimit, administration: Administration
) -> AccountOut:
    """Return an account."""
    return AccountOut.of(administration.get(caller, account_id))


handler = lambda_handler(router)
