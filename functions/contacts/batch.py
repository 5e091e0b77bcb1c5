"""POST /api/v1/contacts/batch: create, replace, patch and delete up to 500 contacts."""

from shared.web.caller import WritingCaller
from shared.web.contacts.batch import BatchKey, BatchLimit, BatchToDo
from shared.web.contacts.batch_answers import BatchAnswer, batch_answer
from shared.web.dependencies import Batches
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.post("/api/v1/contacts/batch")
async def change_contacts(
    caller: WritingCaller, batch: BatchToDo, _within_limit: BatchLimit, batches: Batches, key: BatchKey = None
) -> BatchAnswer:
    """Create, replace, patch and delete up to 500 contacts, in order, and return what became of each item.

    An item that fails has its own `problem` in its result, and does not keep the others from being carried out, unless
    they are all or nothing. Items about the same contact see what those before them have done. Send long batches
    compressed with gzip: API Gateway takes up to 6 MB, in which every quote of JSON counts twice.

    With an `Idempotency-Key`, the request can be repeated safely within {receipt_lifetime}. A batch that broke off
    (503) goes on where it stopped; while another request still carries it out, or has broken off less than 30 seconds
    ago, the response is 409 with `Retry-After`. Without a key, `operation_id` names the operation that says how many
    items were dealt with: they are carried out in order. Each item counts as a write of a contact towards the rate
    limit.

    With `Prefer: handling=merge`, replacements and patches of an earlier version, named in `if_match`, are merged with
    what others have changed since, as `PATCH` does it. An item with conflicts is 409, with its `conflicts`.
    """
    result = batches.carry_out(caller.book_id, batch, actor=caller.account_id, idempotency_key=key)
    return batch_answer(batch, result)


handler = lambda_handler(router)
