"""GET /api/v1/imports/{import_id}/rows: list what became of the rows of an import, page by page."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Cursors, Imports
from shared.web.exchange.answers import ImportRowPageAnswer, row_page_answer
from shared.web.exchange.parameters import ImportId, ImportRowList
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["exchange"])


@router.get("/api/v1/imports/{import_id}/rows")
async def list_import_rows(
    caller: ReadingCaller,
    import_id: ImportId,
    _once: EachOnce,
    imports: Imports,
    cursors: Cursors,
    parameters: ImportRowList,
) -> ImportRowPageAnswer:
    """Return one page of what became of the rows of an import, in their order, or of those with an `outcome`.

    While it goes on, these are the rows so far. Of a dry run, they say what would become of them. A page may have fewer
    rows than `limit`, even none, and still a `next_cursor`. Rows are known for a week after the start of the import;
    then they are not found.
    """
    query = parameters.query(import_id)
    after = parameters.position(cursors, book_id=caller.book_id, query=query)
    page = imports.rows(caller.book_id, import_id, limit=parameters.limit, outcome=parameters.outcome, after=after)
    return row_page_answer(page, partial(cursors.issue, book_id=caller.book_id, query=query))


handler = lambda_handler(router)
