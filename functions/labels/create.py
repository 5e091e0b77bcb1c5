"""POST /api/v1/labels: create a label."""

from shared.web.caller import WritingCaller
from shared.web.contacts.labels import LabelAnswer, NewLabel, label_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey

router = Router(tags=["labels"])


@router.post("/api/v1/labels", status_code=201)
async def create_label(
    caller: WritingCaller,
    body: NewLabel,
    _within_limit: WriteLimit,
    labels: LabelWriter,
    idempotency_key: IdempotencyKey = None,
) -> LabelAnswer:
    """Create a label that no contact has yet, and return it with its id.

    If another label has this name, ignoring case and accents, the response is 409 and names it. With an
    `Idempotency-Key`, the same request returns the same label for {receipt_lifetime}, as it is by then.
    """
    created = labels.create(caller.book_id, body.to_label(), actor=caller.account_id, idempotency_key=idempotency_key)
    return label_answer(created, status=201)


handler = lambda_handler(router)
