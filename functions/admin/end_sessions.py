"""DELETE /api/v1/admin/accounts/{account_id}/sessions: end the sessions of an account."""

from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountId
from shared.web.caller import AdminCaller
from shared.web.dependencies import Administration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["admin"])


@router.delete("/api/v1/admin/accounts/{account_id}/sessions", status_code=204)
async def end_sessions_of_account(
    caller: AdminCaller, account_id: AccountId, _within_limit: AdminLimit, administration: Administration
) -> None:
    """End all sessions and personal access tokens of an account. Its owner gets a message."""
    administration.end_sessions(caller, account_id)


handler = lambda_handler(router)
