"""POST /api/v1/operations/{operation_id}/undo: take back what an operation changed."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import Undoer
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer
from shared.web.operations.parameters import OperationId

router = Router(tags=["operations"])


@router.post("/api/v1/operations/{operation_id}/undo", status_code=202)
async def undo_operation(
    caller: WritingCaller,
    operation_id: OperationId,
    _within_limit: WriteLimit,
    undoer: Undoer,
    idempotency_key: IdempotencyKey = None,
) -> OperationAnswer:
    """Take back what an operation changed, in the background, and return the operation that does it.

    Contacts and labels become what they were before; contacts that it created go to the trash. `r7` is the single
    change that made revision 7. If contacts have changed since, nothing is undone (409), and `errors` names up to 100
    of them by `contact_id`; what changes only while it is being undone stays, and the operation ends as `failed`. The
    operation that undoes can be undone in turn. What was removed for good cannot be, and neither is an operation
    undone twice; with an `Idempotency-Key`, the same request returns the same operation for {receipt_lifetime}.
    """
    operation = undoer.undo(caller.book_id, operation_id, actor=caller.account_id, idempotency_key=idempotency_key)
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
