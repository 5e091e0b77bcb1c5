"""GET /api/v1/imports/{import_id}: show how far an import has got."""

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Imports
from shared.web.exchange.answers import ImportAnswer, import_answer
from shared.web.exchange.parameters import ImportId
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["exchange"])


@router.get("/api/v1/imports/{import_id}")
async def get_import(caller: ReadingCaller, import_id: ImportId, imports: Imports) -> ImportAnswer:
    """Return an import: how far it has got, and how many rows have which outcome so far."""
    return import_answer(imports.get(caller.book_id, import_id))


handler = lambda_handler(router)
