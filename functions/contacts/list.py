"""GET /api/v1/contacts: list and search contacts, page by page."""

from functools import partial

from fastapi import Response

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import ContactPageAnswer
from shared.web.contacts.pages import contact_page_response
from shared.web.contacts.queries import LimitedContactList
from shared.web.contacts.representations import AcceptedForm
from shared.web.dependencies import ContactReader, Cursors
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts")
async def list_contacts(
    caller: ReadingCaller, form: AcceptedForm, contacts: ContactReader, cursors: Cursors, parameters: LimitedContactList
) -> ContactPageAnswer | Response:
    """Return one page of all contacts, or of those that match `q`, all filters and the `view`, in the order of `sort`.

    A page may contain fewer than `limit` contacts, or none, without being the last one: request further pages with
    `cursor` until `next_cursor` is null. Unknown and repeated parameters are refused.

    While a book gets the order of another language, cursors by name go on working. Where one can no longer tell which
    contacts have been listed, it is refused with `invalid_cursor`: start the list again.

    With `at`, the contacts that the book had then, in the order of their ids, with their content and tags of then; a
    `tag` is compared with those. All pages are of one moment, the revision in `as_of`, however the book changes
    meanwhile. A revision stands for the whole of the request that made it, and a time for the last change made by then.
    What has been removed for good since is missing: nothing is kept of it. `revision` is that of the version, as the
    contact's history has it, and not one for `If-Match`. It counts as a search; before the history begins, a year ago,
    the response is 410.
    """
    page = contacts.page(
        caller.book_id,
        order=parameters.order,
        limit=parameters.limit,
        after=parameters.position(cursors, book_id=caller.book_id, query=parameters.query),
        query=parameters.contact_query,
        at=parameters.moment,
    )
    issue = partial(cursors.issue, book_id=caller.book_id, query=parameters.query)
    return contact_page_response(page, issue, parameters.shown, form)


handler = lambda_handler(router)
