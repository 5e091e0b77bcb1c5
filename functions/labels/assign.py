"""POST /api/v1/labels/{label_id}/contacts: give a label to many contacts, or take it off them."""

from shared.web.caller import WritingCaller
from shared.web.contacts.label_operations import LabelAssignment
from shared.web.contacts.labels import LabelId
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelAssigner
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["labels"])


@router.post("/api/v1/labels/{label_id}/contacts", status_code=202)
async def assign_label(
    caller: WritingCaller,
    label_id: LabelId,
    body: LabelAssignment,
    _within_limit: WriteLimit,
    labels: LabelAssigner,
    idempotency_key: IdempotencyKey = None,
) -> OperationAnswer:
    """Give a label to contacts and take it off others, in the background, and return the operation.

    The body names the contacts, up to 500 in `add` and in `remove`; or it has a `filter` as `GET /api/v1/contacts`
    finds them, and an `action`, for each contact that matches when its turn comes; an empty filter matches all. What
    cannot be done is left out, and counted in the operation's `problem`: contacts that are not in the book, or in the
    trash, and those that have 50 tags. The request can be repeated safely.
    """
    assignment = body.to_assignment()
    operation = labels.assign(
        caller.book_id, label_id, assignment, actor=caller.account_id, idempotency_key=idempotency_key
    )
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
