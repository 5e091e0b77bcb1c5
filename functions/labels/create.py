"""POST /api/v1/labels: create a label."""

from shared.web.caller import WritingCaller
from shared.web.contacts.labels import LabelAnswer, NewLabel, label_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelWriter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["labels"])


@router.post("/api/v1/labels", status_code=201)
async def create_label(
    caller: WritingCaller, body: NewLabel, _within_limit: WriteLimit, labels: LabelWriter
) -> LabelAnswer:
    """Create a label that no contact has yet, and return it with its id.

    If another label has this name, ignoring case and accents, the response is 409 and names it, as it does if you
    repeat a request.
    """
    return label_answer(labels.create(caller.book_id, body.to_label(), actor=caller.account_id), status=201)


handler = lambda_handler(router)
