"""DELETE /api/v1/trash: empty the trash."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import TrashPurger
from shared.web.http.entry import Router, lambda_handler
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["trash"])


@router.delete("/api/v1/trash", status_code=202)
async def empty_trash(caller: WritingCaller, _within_limit: WriteLimit, trash: TrashPurger) -> OperationAnswer:
    """Remove every contact that is in the trash now for good, in the background, and return the operation.

    Their previous versions are erased, too. What is restored before its turn stays. `GET /api/v1/operations/{id}` shows
    how far the operation has got; the request can be repeated safely.
    """
    return operation_answer(trash.empty(caller.book_id, actor=caller.account_id), status=202)


handler = lambda_handler(router)
