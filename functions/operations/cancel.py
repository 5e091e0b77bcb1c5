"""POST /api/v1/operations/{operation_id}/cancel: keep an operation from going on."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import Operations
from shared.web.http.entry import Router, lambda_handler
from shared.web.operations.answers import OperationAnswer, operation_answer
from shared.web.operations.parameters import OperationId

router = Router(tags=["operations"])


@router.post("/api/v1/operations/{operation_id}/cancel")
async def cancel_operation(
    caller: WritingCaller, operation_id: OperationId, _within_limit: WriteLimit, operations: Operations
) -> OperationAnswer:
    """Keep an operation from going on, and return it.

    What it has changed stays changed. An operation that has ended stays as it is, so the request can be repeated; look
    at `state` for what has become of it.
    """
    return operation_answer(operations.cancel(caller.book_id, operation_id))


handler = lambda_handler(router)
