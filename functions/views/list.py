"""GET /api/v1/views: list the views of the address book."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.views import ViewListAnswer, views_answer
from shared.web.dependencies import ViewReader
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["views"])


@router.get("/api/v1/views")
async def list_views(caller: ReadingCaller, views: ViewReader) -> ViewListAnswer:
    """Return all views in the order of their names, at most 100.

    `GET /api/v1/contacts?view=` lists the contacts of one.
    """
    return views_answer(views.all(caller.book_id))


handler = lambda_handler(router)
