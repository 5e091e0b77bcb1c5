"""DELETE /api/v1/trash/{contact_id}: remove a contact in the trash for good."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import TrashPurger
from shared.web.http.entry import Router, lambda_handler
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["trash"])


@router.delete("/api/v1/trash/{contact_id}", status_code=202)
async def erase_contact(
    caller: WritingCaller, contact_id: ContactId, _within_limit: WriteLimit, trash: TrashPurger
) -> OperationAnswer:
    """Remove a contact that is in the trash for good, in the background, and return the operation.

    Its previous versions are erased, too. If it is restored before its turn, it stays. A contact that is not in the
    trash is not found: delete it first.
    """
    return operation_answer(trash.erase(caller.book_id, contact_id, actor=caller.account_id), status=202)


handler = lambda_handler(router)
