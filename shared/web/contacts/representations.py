"""The form in which a request wants contacts: JSON, or cards as other programs read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError

from shared.web.contacts.answers import contact_answer
from shared.web.http.entity_tags import entity_tag
from shared.web.http.headers import VARIES_BY_ACCEPT
from shared.web.http.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Collection

    from shared.services.contacts.tagged import TaggedContact
    from shared.web.contacts.cards import AskedForm
    from shared.web.http.entity_tags import EntityTags

_OF_CARDS = ("vcard", "jscontact", "text/csv", "text/ldif", "text/directory", "text/*")


class AcceptHeader:
    """The dependency on Accept. What writes cards is loaded only if the header may name one of their media types."""

    parameters: ClassVar = (
        Parameter(
            name="Accept",
            place="header",
            description="JSON, or contacts as cards: `text/vcard` (`;version=4.0`, `3.0`, which is the usual one, or "
            "`2.1`, and `;profile=apple`), `application/vcard+json`, `application/jscontact+json`, `text/csv` "
            "(`;profile=google`, `google-older`, `outlook`), `text/ldif`. Each form has entity tags of its own; writes "
            "take any of them. The cursor of the next page of cards stands in `Link` (`rel=next`).",
        ),
    )

    async def __call__(self, request: Request) -> Any:
        """Return the AskedForm of cards that is preferred; None for JSON.

        Raises NotAcceptableError for a form that there is not, and RequestValidationError for members of JSON that are
        asked for in another form.
        """
        accept = ", ".join(request.headers.getlist("Accept")).lower()
        if not any(part in accept for part in _OF_CARDS):
            return None
        from shared.web.contacts.cards import asked_form  # noqa: PLC0415 - most requests are for JSON

        form = asked_form(accept, request.url.path, request.query_params)
        if form is not None and request.query_params.get("fields"):
            problem = {"type": "not_together", "loc": ("query", "fields"), "msg": "Only JSON can be had in part."}
            raise RequestValidationError([problem])
        return form


AcceptedForm = Annotated["AskedForm | None", Depends(AcceptHeader())]


def contact_response(
    tagged: TaggedContact,
    form: AskedForm | None,
    *,
    fields: Collection[str] | None = None,
    if_none_match: EntityTags | None = None,
) -> Response:
    """Return a response with a contact as JSON, or its ``fields`` alone, or as a card in this form.

    It is 304 if the client has that representation already.
    """
    etag = entity_tag(tagged.version, form.name if form else "")
    if if_none_match is not None and if_none_match.match_weakly(etag):
        return Response(status_code=304, headers={"ETag": etag, **VARIES_BY_ACCEPT})
    if form is not None:
        return form.contact_answer(tagged)
    return contact_answer(tagged, headers=VARIES_BY_ACCEPT, fields=fields)
