"""GET /api/v1/operations/{operation_id}: show how far an operation has got."""

from shared.web.caller import ReadingCaller
from shared.web.dependencies import Operations
from shared.web.http.entry import Router, lambda_handler
from shared.web.operations.answers import OperationAnswer, operation_answer
from shared.web.operations.parameters import OperationId

router = Router(tags=["operations"])


@router.get("/api/v1/operations/{operation_id}")
async def get_operation(caller: ReadingCaller, operation_id: OperationId, operations: Operations) -> OperationAnswer:
    """Return an operation, with how far it has got.

    Every change belongs to one: `r7` is the operation that made revision 7 of the book, whether that was a single
    change or a part of a larger operation.
    """
    return operation_answer(operations.get(caller.book_id, operation_id))


handler = lambda_handler(router)
