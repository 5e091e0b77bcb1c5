"""DELETE /api/v1/views/{view_id}: delete a view."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.views import ViewId
from shared.web.dependencies import ViewWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["views"])


@router.delete("/api/v1/views/{view_id}", status_code=204)
async def delete_view(
    caller: WritingCaller, view_id: ViewId, allowed: VersionsToWrite, _within_limit: WriteLimit, views: ViewWriter
) -> None:
    """Delete a view; the contacts that it shows stay as they are.

    With `If-Match`, the view is deleted only if it has not changed since that version.
    """
    views.delete(caller.book_id, view_id, allowed=allowed)


handler = lambda_handler(router)
