"""Contacts as cards in requests and responses: vCard, jCard, JSContact and CSV."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from shared.domain.cards.card import picture_left_out
from shared.domain.cards.fitting import card_of_contact, to_draft
from shared.domain.cards.forms import FORMS, OLDER_NAMES, form_of, version_in
from shared.domain.cards.replacing import with_card
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.documents import Document
from shared.domain.contacts.later_members import mentioning_all
from shared.domain.contacts.reconciling import reconciled_tags
from shared.domain.contacts.rules import checked, readable_details
from shared.web.contacts.incompleteness import retry_headers
from shared.web.http.entity_tags import entity_tag, form_named_by
from shared.web.http.envelope import count_fitting, surely_fits
from shared.web.http.errors import MalformedRequestError, NotAcceptableError, UnsupportedMediaTypeError
from shared.web.http.headers import VARIES_BY_ACCEPT
from shared.web.http.json_body import parse_json
from shared.web.http.negotiation import media_ranges, parsed_media_type, preference_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.datastructures import QueryParams

    from shared.domain.cards.card import Card, Notice
    from shared.domain.cards.forms import CardForm
    from shared.domain.contacts.contact import Contact
    from shared.services.contacts.tagged import TaggedContact, TaggedContactPage
    from shared.services.ports.books import Position
    from shared.web.http.negotiation import MediaRange

_JSON = "application/json"
_ROOM_FOR_EDGES = 4 * 1024
"""For what stands around the cards of a page."""
_PICTURE_LEFT_OUT = picture_left_out(0, "Set it as the photo of the contact, or import the card.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    """The form of cards in which a request wants contacts."""

    form: CardForm
    path: str
    query: QueryParams

    @property
    def name(self) -> str:
        """What tells its entity tags from others."""
        return self.form.name

    def contact_answer(self, tagged: TaggedContact) -> Response:
        """Return a response with one contact."""
        headers = {**VARIES_BY_ACCEPT, "ETag": entity_tag(tagged.version, self.form.name)}
        content = self.form.codec.write([_card(tagged.contact, tagged.tags)], is_list=False)
        return Response(content, media_type=self.form.content_type, headers=headers)

    def page_answer(self, page: TaggedContactPage, issue: Callable[[Position], str]) -> Response:
        """Return a response with as many contacts of a page as fit, and a link to the next page (RFC 8288)."""
        cards = [_card(tagged.contact, tagged.tags) for tagged in page.contacts]
        write = partial(self.form.codec.write, is_list=True)
        content, following = write(cards), page.next
        if not surely_fits(len(content.encode())):
            fitting = count_fitting((write([card]).encode() for card in cards), room=_ROOM_FOR_EDGES)
            if fitting < len(cards):
                content, following = write(cards[:fitting]), page.positions[fitting - 1]
        headers = {**VARIES_BY_ACCEPT, **(self._link(issue(following)) if following else {})}
        if page.findings is not None:
            headers |= retry_headers(is_complete=page.findings.is_complete)
        return Response(content, media_type=self.form.content_type, headers=headers)

    def _link(self, cursor: str) -> dict[str, str]:
        """Return the header that leads to the next page of the same list."""
        kept = [(name, value) for name, value in self.query.multi_items() if name != "cursor"]
        return {"Link": f'<{self.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}


def asked_form(accept: str, path: str, query: QueryParams) -> AskedForm | None:
    """Return the form of cards that an Accept header prefers; None if it prefers JSON. Raises NotAcceptableError.

    Of forms that it wants alike, JSON comes first, and then the one that is usual for its media type. Old programs ask
    for vCards by older names.
    """
    ranges = [_by_present_name(each) for each in media_ranges(accept)]
    json = preference_for(ranges, _JSON, {})
    form = max(FORMS, key=lambda each: preference_for(ranges, each.media_type, each.parameters))
    best = preference_for(ranges, form.media_type, form.parameters)
    if best[0] == json[0] == 0:
        raise NotAcceptableError(f"the forms of contacts are {_JSON}, {', '.join(each.content_type for each in FORMS)}")
    return AskedForm(form=form, path=path, query=query) if best > json else None


def _by_present_name(asked: MediaRange) -> MediaRange:
    """Return a media range without an older name of vCards, whose profile was none of ours (RFC 2425 section 5.6)."""
    if asked.type not in OLDER_NAMES:
        return asked
    kept = {name: value for name, value in asked.parameters.items() if name != "profile"}
    return replace(asked, type=OLDER_NAMES[asked.type], parameters=kept)


@dataclass(frozen=True, kw_only=True)
class CardDraft(ContactDraft):
    """The draft of a contact that a client has sent as a card."""

    form: CardForm
    card: Card

    def in_place_of(self, contact: Contact, tags: Sequence[str]) -> ContactDraft:
        """Return what a contact becomes: what the form of the card cannot hold stays as it is."""
        shown = self.form.codec.write([_card(contact, tags)], is_list=False)
        [before] = self.form.codec.read(_content(self.form, shown))
        drafts = [to_draft(_without_uid(card, contact.uid))[0] for card in (before.card, self.card)]
        members = with_card(contact.document.members, *(draft.document.members for draft in drafts))
        draft = ContactDraft(
            details=mentioning_all(readable_details(Document.of(members))),
            tags=reconciled_tags(drafts[0].tags, drafts[1].tags, tags),
        )
        return checked(draft, is_whole=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBody:
    """A contact that a client sends as a card, with what was odd about it, or could not be kept."""

    draft: CardDraft
    notices: Sequence[Notice]

    def to_draft(self) -> CardDraft:
        """Return the draft of the contact."""
        return self.draft


def read_body_card(content_type: str, data: bytes, if_match: str = "") -> CardBody:
    """Return the one card in a body. The entity tag in If-Match tells the form in which the client was shown it.

    Raises UnsupportedMediaTypeError, InvalidInputError, also for a card with nothing to show, and MalformedRequestError
    if there is none, or more than one.
    """
    media_type, parameters = parsed_media_type(content_type)
    named = form_named_by(if_match)
    form = form_of(media_type, {"version": version_in(data), **parameters}, named=named)
    if form is None:
        raise UnsupportedMediaTypeError(", ".join(dict.fromkeys([_JSON, *(each.media_type for each in FORMS)])))
    cards = list(islice(form.codec.read(_content(form, data)), 2))
    if len(cards) != 1:
        raise MalformedRequestError("the body has more than one card" if cards else "the body has no card")
    [read] = cards
    draft, left_out = to_draft(read.card)
    pictures = [_PICTURE_LEFT_OUT] if read.card.picture is not None else []
    return CardBody(
        draft=CardDraft(details=draft.details, tags=draft.tags, form=form, card=read.card),
        notices=[*read.notices, *pictures, *left_out],
    )


def _content(form: CardForm, data: str | bytes) -> Any:
    data = data.encode() if isinstance(data, str) else data
    return parse_json(data) if form.is_json else data


def _card(contact: Contact, tags: Sequence[str]) -> Card:
    return card_of_contact(
        contact.details, tags, uid=contact.uid, created_at=contact.created_at, updated_at=contact.updated_at
    )


def _without_uid(card: Card, own: str) -> Card:
    """Return a card without the contact's own identifier, which it has anyway."""
    return replace(card, uid="") if card.uid == own else card
