"""GET /api/v1/views/{view_id}: read a view."""

from fastapi import Response

from shared.web.caller import ReadingCaller
from shared.web.contacts.views import ViewAnswer, ViewId, view_answer
from shared.web.dependencies import ViewReader
from shared.web.http.entity_tags import entity_tag
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IfNoneMatch

router = Router(tags=["views"])


@router.get("/api/v1/views/{view_id}", responses={304: {}})
async def get_view(
    caller: ReadingCaller, view_id: ViewId, views: ViewReader, if_none_match: IfNoneMatch
) -> ViewAnswer | Response:
    """Return a view and, in `ETag`, its version, which changes when its tag is renamed or deleted, too.

    With `If-None-Match`, the response is 304 without a body if the view has not changed since that version.
    """
    view = views.get(caller.book_id, view_id)
    etag = entity_tag(view.version)
    if if_none_match is not None and if_none_match.match_weakly(etag):
        return Response(status_code=304, headers={"ETag": etag})
    return view_answer(view)


handler = lambda_handler(router)
