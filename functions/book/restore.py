"""POST /api/v1/book/restore: take the book back to a moment."""

from shared.web.caller import WritingCaller
from shared.web.contacts.book_restoring import MomentToRestore, RestorePreviewAnswer, preview_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import BookRestorer
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.operations.answers import OperationAnswer, operation_answer

router = Router(tags=["book"])


@router.post("/api/v1/book/restore", status_code=202)
async def restore_book(
    caller: WritingCaller,
    body: MomentToRestore,
    _within_limit: WriteLimit,
    book: BookRestorer,
    key: IdempotencyKey = None,
) -> OperationAnswer | RestorePreviewAnswer:
    """Take the book back to how it was at a moment of the past year, and return the operation that does it.

    Contacts deleted since come back, contacts changed since get their content, tags and relations of then, and contacts
    created since go to the trash. Labels get their names and colours of then at once; those added since are removed.
    What has been removed for good does not come back, and settings of the profile stay. With `preview`, nothing
    changes, and the response is 200 with what would happen.

    Contacts go back one after the other, in the background. What is changed after the request is left as it is: then
    the operation ends as `failed`, and `problem` says how many contacts that are. It can be cancelled, and undone as a
    whole (`POST /api/v1/operations/{id}/undo`), which brings back exactly what there was before. While another
    operation writes to many contacts, the response is 409. With an `Idempotency-Key`, the same request returns the
    same operation for {receipt_lifetime}.
    """
    if body.preview:
        return preview_answer(book.preview(caller.book_id, body.to_moment()))
    operation = book.restore(caller.book_id, body.to_moment(), actor=caller.account_id, idempotency_key=key)
    return operation_answer(operation, status=202)


handler = lambda_handler(router)
