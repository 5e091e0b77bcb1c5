"""POST /api/v1/duplicates/dismissals: remember that contacts are not the same."""

from shared.web.caller import WritingCaller
from shared.web.contacts.duplicates import Dismissal
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import Duplicates
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.post("/api/v1/duplicates/dismissals", status_code=204)
async def dismiss_duplicates(
    caller: WritingCaller, body: Dismissal, _within_limit: WriteLimit, duplicates: Duplicates
) -> None:
    """Remember that no two of these 2 to 20 contacts are the same.

    Such pairs are not proposed again, however alike they become. The request may be repeated. A contact has room for
    1,000 dismissals.
    """
    duplicates.dismiss(caller.book_id, body.to_ids())


handler = lambda_handler(router)
