"""POST /api/v1/exports: start the export of contacts to a file."""

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Exporter, Exports
from shared.web.exchange.export_bodies import ExportLimit, ExportToStart
from shared.web.exchange.exports import ExportAnswer, export_answer
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey

router = Router(tags=["exchange"])


@router.post("/api/v1/exports", status_code=201)
async def start_export(
    caller: ReadingCaller,
    asked: ExportToStart,
    _within_limit: ExportLimit,
    exporter: Exporter,
    exports: Exports,
    key: IdempotencyKey = None,
) -> ExportAnswer:
    """Export all contacts, or those that match, to a file, and return the export. Without a body: all, as vCards.

    A file of up to 1 MiB with up to 2,000 contacts looked at is there at once: `state` is `done`, and `url` a link to
    it. Other files are made in the background: `GET /api/v1/exports/{id}` says how far that has got, and gives the link
    then; `POST /api/v1/operations/{id}/cancel` stops it. The file has the contacts as they are at this moment (the
    `revision` of the book), however long it takes and whatever changes meanwhile, in the order of their ids; what is
    erased for good meanwhile may be missing. It is deleted after a week.

    `q` takes words as the list of contacts does, but no typing errors. What the format does not hold is said in
    `notices`. With an `Idempotency-Key`, the same request returns the same export for {receipt_lifetime}.
    """
    operation = exporter.start(caller.book_id, asked.to_asked(), actor=caller.account_id, idempotency_key=key)
    return export_answer(operation, exports.link(caller.book_id, operation), status=201)


handler = lambda_handler(router)
