"""GET /api/v1/operations: list the operations of several changes, page by page."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Cursors, Operations
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce
from shared.web.operations.answers import OperationPageAnswer, operation_page_answer
from shared.web.operations.parameters import OperationList

router = Router(tags=["operations"])


@router.get("/api/v1/operations")
async def list_operations(
    caller: ReadingCaller, _once: EachOnce, operations: Operations, cursors: Cursors, parameters: OperationList
) -> OperationPageAnswer:
    """Return one page of the operations of more than one change, latest first, with how far each has got.

    Single changes are not listed here. Operations are forgotten a year after they ended.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=parameters.query)
    page = operations.list_latest(caller.book_id, limit=parameters.limit, after=after)
    return operation_page_answer(page, partial(cursors.issue, book_id=caller.book_id, query=parameters.query))


handler = lambda_handler(router)
