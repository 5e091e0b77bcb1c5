"""GET /api/v1/labels: list the labels of the address book."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.labels import LabelListAnswer, labels_answer
from shared.web.dependencies import LabelCounter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["labels"])


@router.get("/api/v1/labels")
async def list_labels(caller: ReadingCaller, labels: LabelCounter) -> LabelListAnswer:
    """Return all labels in alphabetical order, at most {book_tags}, and how many contacts have each.

    A label is made by the first contact that has it as a tag, or by `POST`. One that no contact has, not even in the
    trash, stays until the book needs its room.
    """
    return labels_answer(labels.all(caller.book_id))


handler = lambda_handler(router)
