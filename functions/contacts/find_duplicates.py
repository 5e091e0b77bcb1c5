"""POST /api/v1/duplicates: look for duplicates in the background."""

from shared.domain.operations import OperationKind
from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import OperationStarter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["contacts"])


@router.post("/api/v1/duplicates", status_code=202)
async def find_duplicates(
    caller: WritingCaller,
    _within_limit: WriteLimit,
    operations: OperationStarter,
    idempotency_key: IdempotencyKey = None,
) -> OperationAnswer:
    """Look through all contacts for those that are likely the same, in the background, and return the operation.

    `GET /api/v1/operations/{id}` shows how far it has got; when it is done, `GET /api/v1/duplicates` lists what it
    found, and no longer what the search before did. No contact is changed.
    """
    operation = operations.start(
        caller.book_id,
        kind=OperationKind.FIND_DUPLICATES,
        parameters={},
        actor=caller.account_id,
        idempotency_key=idempotency_key,
    )
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
