"""POST /api/v1/lookup: who has which of many numbers and addresses."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.lookups import LookupAnswer, ManyAsked, lookup_answer
from shared.web.dependencies import Lookups
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.post("/api/v1/lookup")
async def look_up_many(caller: ReadingCaller, asked: ManyAsked, lookups: Lookups) -> LookupAnswer:
    """Return the contacts of up to 500 phone numbers and e-mail addresses, as `GET` does for one of them.

    The items are in the order of the request: numbers, then addresses. Nothing is changed. It counts as one search
    towards the rate limit.
    """
    return lookup_answer(asked, lookups.find(caller.book_id, asked))


handler = lambda_handler(router)
