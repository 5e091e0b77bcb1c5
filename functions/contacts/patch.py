"""PATCH /api/v1/contacts/{contact_id}: change some members of a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.edits import EditTerms
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.patch import ContactPatch
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.patch("/api/v1/contacts/{contact_id}")
async def patch_contact(
    caller: WritingCaller,
    contact_id: ContactId,
    patch: ContactPatch,
    edit: EditTerms,
    _within_limit: WriteLimit,
    contacts: ContactWriter,
) -> ContactAnswer:
    """Change the members in the body (JSON Merge Patch, RFC 7396), and return the contact.

    Members that are absent stay as they are; null removes a member, and a list replaces the whole list. With
    `If-Match`, the patch is applied only if the contact has not changed since that version. A patch sent as
    `application/json` is treated in the same way.

    An edit that was made offline need not fail because others have edited the contact meanwhile: with
    `Prefer: handling=merge`, the patch is applied to the version in `If-Match`, which the history has for a year, and
    what it changes there is merged with what they have changed. A value in a list, found by its `id`, is one thing;
    tags are merged one by one. The response is the contact with both, or 409 with every conflict: `path`, and the
    values `before`, `mine` and `theirs`. Decide, and send the result with the `ETag` of that response in `If-Match`.
    """
    revised = contacts.revise(
        caller.book_id, contact_id, patch, actor=caller.account_id, allowed=edit.allowed, reconcile=edit.reconcile
    )
    return contact_answer(revised, headers=edit.headers)


handler = lambda_handler(router)
