"""PATCH /api/v1/views/{view_id}: change a view."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.view_bodies import ViewPatch
from shared.web.contacts.views import ViewAnswer, ViewId, view_answer
from shared.web.dependencies import ViewWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["views"])


@router.patch("/api/v1/views/{view_id}")
async def update_view(
    caller: WritingCaller,
    view_id: ViewId,
    patch: ViewPatch,
    allowed: VersionsToWrite,
    _within_limit: WriteLimit,
    views: ViewWriter,
) -> ViewAnswer:
    """Change the members in the body (JSON Merge Patch, RFC 7396), and return the view.

    Members that are absent stay as they are, and null removes what is asked. Without `tag`, the view keeps its tag even
    if that has been deleted. With `If-Match`, the patch is applied only if the view has not changed since that version.
    Lists that go on with a cursor start over. A patch sent as `application/json` is treated in the same way.
    """
    return view_answer(views.update(caller.book_id, view_id, patch, allowed=allowed))


handler = lambda_handler(router)
