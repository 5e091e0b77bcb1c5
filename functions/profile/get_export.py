"""GET /api/v1/auth/me/export/{export_id}: show how far the export of the caller's account has got."""

from shared.web.accounts.account_exports import AccountExportOut
from shared.web.accounts.limits import ProfileLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import AccountExports
from shared.web.exchange.exports import ExportId
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.get("/api/v1/auth/me/export/{export_id}")
async def get_account_export(
    caller: CurrentCaller, export_id: ExportId, _within_limit: ProfileLimit, exports: AccountExports
) -> AccountExportOut:
    """Return the export of your account and, when it is done, a link to the archive that is good for 15 minutes."""
    return AccountExportOut.of(*exports.get(caller, export_id))


handler = lambda_handler(router)
