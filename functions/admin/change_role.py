"""PUT /api/v1/admin/accounts/{account_id}/role: change the role of an account."""

from shared.web.admin.bodies import NewRole
from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountId
from shared.web.admin.schemas import AccountOut
from shared.web.caller import FreshAdminCaller
from shared.web.dependencies import Administration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["admin"])


@router.put("/api/v1/admin/accounts/{account_id}/role")
async def change_role(
    caller: FreshAdminCaller,
    account_id: AccountId,
    body: NewRole,
    _within_limit: AdminLimit,
    administration: Administration,
) -> AccountOut:
    """Give an account a role, and return it. Its owner gets a message. Nobody can change their own role.

    You must have signed in, or stepped up, within ten minutes. The role counts from the next request of its owner on.
    """
    return AccountOut.of(administration.change_role(caller, account_id, body.role))


handler = lambda_handler(router)
