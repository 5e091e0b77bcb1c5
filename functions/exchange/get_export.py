"""GET /api/v1/exports/{export_id}: show how far an export has got, and where its file is."""

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Exports
from shared.web.exchange.exports import ExportAnswer, ExportId, export_answer
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["exchange"])


@router.get("/api/v1/exports/{export_id}")
async def get_export(caller: ReadingCaller, export_id: ExportId, exports: Exports) -> ExportAnswer:
    """Return an export: how far it has got, and a link to its file when it is done.

    The link is good for {download_link_lifetime}; every request gives a new one.
    """
    operation = exports.get(caller.book_id, export_id)
    return export_answer(operation, exports.link(caller.book_id, operation))


handler = lambda_handler(router)
