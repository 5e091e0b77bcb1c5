"""GET /api/v1/lookup: who is calling, who has written."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.lookups import OwnerAsked, OwnersAnswer, owners_answer
from shared.web.dependencies import Lookups
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/lookup")
async def look_up(caller: ReadingCaller, _once: EachOnce, asked: OwnerAsked, lookups: Lookups) -> OwnersAnswer:
    """Return the contacts that have a phone number or an e-mail address, at most 20, the surest first.

    A number is read as one that is typed in the region of your profile, so it is found in every form: with the code of
    the country, with `00`, in the national form. A number with an extension is that of the contacts with this
    extension, and only if there are none that of the switchboard.
    """
    return owners_answer(lookups.find(caller.book_id, [asked]))


handler = lambda_handler(router)
