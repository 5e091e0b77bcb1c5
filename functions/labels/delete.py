"""DELETE /api/v1/labels/{label_id}: delete a label."""

from shared.web.caller import WritingCaller
from shared.web.contacts.labels import LabelId
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelRemover
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["labels"])


@router.delete("/api/v1/labels/{label_id}", status_code=202)
async def delete_label(
    caller: WritingCaller,
    label_id: LabelId,
    _within_limit: WriteLimit,
    labels: LabelRemover,
    idempotency_key: IdempotencyKey = None,
) -> OperationAnswer:
    """Delete a label, and return the operation that takes it off the contacts in the background.

    No contact shows it any more as soon as the response is there; `revision` and `updated_at` of those that had it
    change when the operation gets to them, the trash included. A label that has been deleted is not found; with an
    `Idempotency-Key`, the same request returns the same operation for {receipt_lifetime}.
    """
    operation = labels.delete(caller.book_id, label_id, actor=caller.account_id, idempotency_key=idempotency_key)
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
