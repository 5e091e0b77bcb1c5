"""PATCH /api/v1/labels/{label_id}: rename or recolour a label."""

from shared.web.caller import WritingCaller
from shared.web.contacts.labels import LabelAnswer, LabelId, LabelPatch, label_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import LabelWriter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["labels"])


@router.patch("/api/v1/labels/{label_id}")
async def update_label(
    caller: WritingCaller, label_id: LabelId, patch: LabelPatch, _within_limit: WriteLimit, labels: LabelWriter
) -> LabelAnswer:
    """Rename or recolour a label (JSON Merge Patch, RFC 7396), and return it.

    All contacts that have it show the new name at once, and their entity tags change; a new colour changes no contact.
    If another label has the name, ignoring case and accents, the response is 409 and names it. A patch sent as
    `application/json` is treated in the same way.
    """
    return label_answer(labels.update(caller.book_id, label_id, patch, actor=caller.account_id))


handler = lambda_handler(router)
