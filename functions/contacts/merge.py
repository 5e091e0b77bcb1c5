"""POST /api/v1/contacts/merge: make one contact of several."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.merges import ContactsToMerge, MergedAnswer, merged_answer
from shared.web.dependencies import ContactMerger
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey

router = Router(tags=["contacts"])


@router.post("/api/v1/contacts/merge")
async def merge_contacts(
    caller: WritingCaller,
    body: ContactsToMerge,
    _within_limit: WriteLimit,
    contacts: ContactMerger,
    idempotency_key: IdempotencyKey = None,
) -> MergedAnswer:
    """Merge 2 to 20 contacts into the one in `keep`, move the others to the trash, and return the contact that is left.

    Lists are joined, and equal values kept once: the same text, the same valid number with its extension, the same
    e-mail address in any case. Tags are united, notes follow each other, and any other member is that of the contact
    that is kept or, if it has none, of the first one that has it. `fields` names the contact that a member is taken
    from instead. The uids of the others are listed in `extra.merged_uids`.

    All of it happens at once, or nothing: a contact that is not in the version in `if_match` is 412, and a merged
    contact that would break a rule, such as the number of values, is 422. With an `Idempotency-Key`, the request can be
    repeated safely for {receipt_lifetime}.
    """
    merged = contacts.merge(caller.book_id, body.to_merge(), actor=caller.account_id, idempotency_key=idempotency_key)
    return merged_answer(merged)


handler = lambda_handler(router)
