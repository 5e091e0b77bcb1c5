"""Generated cards for property-based tests: any neutral card that a reader could have returned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from shared.domain.cards.card import Card, Picture
from shared.domain.cards.names import derived_name, values_of
from shared.domain.cards.writing.dates import YEARLESS
from shared.domain.contacts.details import ContactDetails, Handle, ListValue, Organization, own_members
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, Texts, members_of
from tests.support.contact_details import DATES, consistent

SIGNS = "aZ09nN äß\u0301Ш李😀 ,;:\\\"'^=.-_/%?\u00a0\u200d\t"
"""Letters of several alphabets, and what means something in a format."""
LINE = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
LINES = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
LABELS = st.sampled_from(["", "home", "work", "Zweithandy", "mobile", "Home", "boss", "spouse", "a, b"])
IDS = st.text("abcXYZ019_-", min_size=1, max_size=6)
URIS = st.sampled_from(["https://example.com/a", "xmpp:a@example.com", "https://example.com/?a=1,2;3", "mailto:a@b.c"])
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, tz=dt.UTC))
_JPEG = b"\xff\xd8\xff"
_NO_DATES = frozenset({"1000-01-01", "9999-12-01"})
"""What programs write for a date that they could not read."""
_LEFT_TO_THE_SERVICE = frozenset({"e164", "extension", "contact_id", "inverse_id", "removed", "extra", "localizations"})
_FORMS: dict[str, st.SearchStrategy[str]] = {
    "id": IDS,
    "kinds": st.sampled_from(["cell", "fax", "pager"]),
    "label": LABELS,
    "members": URIS,
    "photo_url": URIS.filter(lambda uri: uri.startswith("https")),
    "coordinates": st.sampled_from(["geo:48.2,16.37", "geo:1,-2"]),
    "service": st.sampled_from(["Jabber", "x,y;z", "Facebook"]),
    "time_zone": st.sampled_from(["Europe/Kyiv", "Etc/UTC"]),
    "language": st.sampled_from(["de", "zh-Hant"]),
    "gender": st.sampled_from(["M", "F", "O;it is complicated", ";text"]),
    "birthday_text": st.sampled_from(["circa 1800", "after the war, in spring"]),
    "country_code": st.sampled_from(["DE", "us"]),
}

_FORMS_IN_LISTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "urls": {"value": URIS},
    "handles": {"value": URIS | st.just(""), "kinds": st.just(())},
}


def cards() -> st.SearchStrategy[Card]:
    """Return cards with any members, of every kind."""
    return st.builds(
        Card,
        details=details(),
        tags=st.lists(LINE, max_size=3, unique_by=str.casefold).map(tuple),
        uid=st.just("") | LINE | URIS,
        product_id=st.just("") | LINE,
        created_at=st.none() | MOMENTS,
        updated_at=st.none() | MOMENTS,
        picture=st.none()
        | st.builds(
            Picture, media_type=st.just("image/jpeg"), data=st.binary(min_size=9, max_size=90).map(_JPEG.__add__)
        ),
    ).map(_with_one_photo)


def details() -> st.SearchStrategy[ContactDetails]:
    """Return details as a card has them: without what only the service knows."""
    return _made(ContactDetails).map(_as_read)


def _made(declaring: type, **forms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return instances with a few members; ``forms`` are those that are not any text."""
    members = {
        name: _content(name, kind) for name, kind in members_of(declaring).items() if name not in _LEFT_TO_THE_SERVICE
    } | forms
    always = ("first_name",) if declaring is ContactDetails else ("value", "kind")
    required: dict[str, st.SearchStrategy[Any]] = {name: members.pop(name) for name in always if name in members}
    names = st.sets(st.sampled_from(sorted(members)), max_size=6)
    some = names.flatmap(lambda chosen: st.fixed_dictionaries({**required, **{n: members[n] for n in sorted(chosen)}}))
    return some.map(lambda values: consistent(declaring(**values)))


def _content(name: str, kind: Member) -> st.SearchStrategy[Any]:
    match kind:
        case Text():
            return _text(name, kind)
        case Texts(each=each):
            return st.lists(_text(name, each), min_size=2, max_size=3, unique=True).map(tuple)
        case Date():
            return DATES.filter(lambda date: str(date) not in _NO_DATES and date.year != YEARLESS)
        case Flag():
            return st.just(True)
        case ListOf(values=values):
            return _values(name, values)
        case _:
            raise AssertionError(name)


def _text(name: str, kind: Text) -> st.SearchStrategy[str]:
    if kind.choices:
        return st.sampled_from(kind.choices)
    return _FORMS.get(name, LINES if kind.multiline else LINE)


def _values(name: str, values: type[ListValue]) -> st.SearchStrategy[Any]:
    forms = _FORMS_IN_LISTS.get(name, {})
    filled = _made(values, **forms).map(_as_read_value).filter(_says_something)
    return st.lists(filled, max_size=3, unique_by=lambda value: value.id or id(value)).map(tuple)


def _says_something(value: ListValue) -> bool:
    names = ("value", "user_name") if isinstance(value, Handle) else own_members(type(value))
    return any(getattr(value, name) for name in names)


def _as_read_value(value: ListValue) -> ListValue:
    """Return a value as readers make it: further labels only beside a first one."""
    return replace(value, kinds=value.kinds if value.label else (), primary=False)


def _as_read(details: ContactDetails) -> ContactDetails:
    """Return details as readers make them: nothing stands there twice."""
    if not details.last_name:
        details = replace(details, second_last_name="")
    if details.generation in values_of(details, "suffix"):
        details = replace(details, generation="")
    if details.display_name == derived_name(replace(details, display_name="")):
        details = replace(details, display_name="")
    organizations = tuple(sorted(details.organizations, key=_place))
    return replace(details, organizations=organizations)


def _place(organization: Organization) -> tuple[bool, bool]:
    """Return where an organization stands: after the others without a name, and last without a title."""
    return not (organization.name or organization.department), not organization.title


def _with_one_photo(card: Card) -> Card:
    return replace(card, details=replace(card.details, photo_url="")) if card.picture else card
