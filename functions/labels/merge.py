"""POST /api/v1/labels/{label_id}/merge: merge a label into another one."""

from shared.web.caller import WritingCaller
from shared.web.contacts.label_operations import LabelMerger
from shared.web.contacts.labels import LabelId
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelRemover
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["labels"])


@router.post("/api/v1/labels/{label_id}/merge", status_code=202)
async def merge_labels(
    caller: WritingCaller,
    label_id: LabelId,
    body: LabelMerger,
    _within_limit: WriteLimit,
    labels: LabelRemover,
    idempotency_key: IdempotencyKey = None,
) -> OperationAnswer:
    """Merge a label into the one in `into`, and return the operation that rewrites the contacts in the background.

    As soon as the response is there, all contacts that had the label show the other one instead, once if they have
    both, and only that one is listed, with its own name and colour. `revision` and `updated_at` of a contact change
    when the operation gets to it. A label that has been merged is not found; with an `Idempotency-Key`, the same
    request returns the same operation for {receipt_lifetime}.
    """
    operation = labels.merge(
        caller.book_id, label_id, body.into, actor=caller.account_id, idempotency_key=idempotency_key
    )
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
