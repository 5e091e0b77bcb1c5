"""POST /api/v1/views: keep what a list of contacts is asked for."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.view_bodies import NewView
from shared.web.contacts.views import ViewAnswer, view_answer
from shared.web.dependencies import ViewWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey

router = Router(tags=["views"])


@router.post("/api/v1/views", status_code=201)
async def create_view(
    caller: WritingCaller,
    body: NewView,
    _within_limit: WriteLimit,
    views: ViewWriter,
    idempotency_key: IdempotencyKey = None,
) -> ViewAnswer:
    """Keep words, filters and an order of `GET /api/v1/contacts` under a name, and return the view with its id.

    A `tag` must be one that the book has. The view then follows it: it has the tag's new name after a rename, and the
    other tag after a merge; when the tag is deleted, the view says so (`tag_removed`), and shows no contact. If another
    view has this name, ignoring case and accents, the response is 409 and names it. With an `Idempotency-Key`, the same
    request returns the same view for {receipt_lifetime}, as it is by then.
    """
    return view_answer(views.create(caller.book_id, body.to_draft(), idempotency_key=idempotency_key), status=201)


handler = lambda_handler(router)
