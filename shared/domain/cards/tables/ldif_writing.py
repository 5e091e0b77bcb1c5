"""Writing LDIF as Thunderbird reads it: people, then a list for every tag."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from shared.domain.cards.card import Notice
from shared.domain.cards.names import derived_name, street_of_parts
from shared.domain.cards.tables.distinguished_names import distinguished_name
from shared.domain.cards.tables.ldif_attributes import CLASSES
from shared.domain.cards.tables.writing import WrittenRow, members_without_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shared.domain.cards.card import Card
    from shared.domain.contacts.details import Address, ContactDetails

_SINGLE = {"first_name": "givenName", "last_name": "sn", "nickname": "mozillaNickname"}
_PHONES = {
    "work": "telephoneNumber", "": "telephoneNumber", "home": "homePhone", "fax": "facsimileTelephoneNumber",
    "pager": "pager", "mobile": "mobile", "cell": "mobile",
}  # fmt: skip
_ADDRESSES: Mapping[str, Mapping[str, str]] = {
    "home": {
        "street": "mozillaHomeStreet", "extended": "mozillaHomeStreet2", "city": "mozillaHomeLocalityName",
        "region": "mozillaHomeState", "postal_code": "mozillaHomePostalCode", "country": "mozillaHomeCountryName",
    },
    "work": {
        "street": "street", "extended": "mozillaWorkStreet2", "city": "l", "region": "st", "postal_code": "postalCode",
        "country": "c",
    },
}  # fmt: skip
_ORGANIZATION = {"title": "title", "department": "ou", "name": "o"}
_URLS = {"work": "mozillaWorkUrl", "home": "mozillaHomeUrl", "": "mozillaWorkUrl"}
_HELD: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("first_name", "last_name", "nickname", "display_name", "notes", "birthday"), ()),
    "emails": ("value",), "phones": ("value", "label", "kinds"), "urls": ("value", "label"),
    "addresses": ("label", *_ADDRESSES["home"]), "organizations": tuple(_ORGANIZATION), "custom": ("value", "label"),
    "handles": ("user_name", "service"),
}  # fmt: skip


def write_ldif(cards: Iterable[Card]) -> Iterator[WrittenRow]:
    """Yield the records of cards, and at the end those of the lists that their tags make; all in ASCII.

    Until then, the names of tagged people are kept in memory. What the format cannot hold is named.
    """
    lists: dict[str, list[str]] = {}
    for number, card in enumerate(cards, start=1):
        name = distinguished_name(cn=_common_name(card.details), mail=_first_email(card.details))
        name = name or distinguished_name(cn=str(number))
        for tag in card.tags:
            lists.setdefault(tag, []).append(name)
        lines = _Lines()
        _write(lines, card, name)
        lost = [*members_without_column(card, _HELD), *lines.lost]
        notices = [
            Notice(line=0, code="not_held", text=f"LDIF has no attribute for {each}.") for each in dict.fromkeys(lost)
        ]
        yield WrittenRow(text=lines.text(), notices=tuple(notices))
    for tag, members in lists.items():
        yield WrittenRow(text=_list(tag, members))


class _Lines:
    """The lines of a record; each attribute has room for one value, unless it is said that there is more."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._taken: set[str] = set()
        self.lost: list[str] = []

    def add(self, attribute: str, text: str) -> None:
        """Add a line, encoded where the text is not safe as it stands (RFC 2849)."""
        if not text:
            return
        is_safe = text.isascii() and text.isprintable() and text[0] not in " :<" and text[-1] != " "
        encoded = text if is_safe else b64encode(text.encode(errors="replace")).decode()
        self._lines.append(f"{attribute}: {encoded}" if is_safe else f"{attribute}:: {encoded}")

    def put(self, attribute: str, text: str, what: str) -> None:
        """Add a line if the attribute is free; otherwise note what has found no place."""
        if not attribute or attribute in self._taken:
            if text:
                self.lost.append(what)
        elif text:
            self._taken.add(attribute)
            self.add(attribute, text)

    def text(self) -> str:
        """Return the record with the empty line that ends it."""
        return "\n".join([*self._lines, "", ""])


def _write(lines: _Lines, card: Card, name: str) -> None:
    details = card.details
    lines.add("dn", name)
    for each in CLASSES:
        lines.add("objectclass", each)
    for member, attribute in _SINGLE.items():
        lines.add(attribute, getattr(details, member))
    lines.add("cn", _common_name(details))
    for email, attribute in zip(details.emails, ("mail", "mozillaSecondEmail"), strict=False):
        lines.add(attribute, email.value)
    lines.lost += ["emails/3"] if len(details.emails) > 2 else []
    _put_lists(lines, details)
    _put_others(lines, card)


def _put_lists(lines: _Lines, details: ContactDetails) -> None:
    for phone in details.phones:
        kind = "fax" if "fax" in phone.kinds else phone.label
        lines.put(_PHONES.get(kind, ""), phone.value, "phones")
    for address in details.addresses:
        _put_address(lines, address)
    for organization in details.organizations:
        for part, attribute in _ORGANIZATION.items():
            lines.put(attribute, getattr(organization, part), "organizations/2")
    for url in details.urls:
        lines.put(_URLS.get(url.label, "mozillaHomeUrl"), url.value, "urls")


def _put_address(lines: _Lines, address: Address) -> None:
    attributes = _ADDRESSES.get(address.label or "home", {})
    for part in _ADDRESSES["home"]:
        text = getattr(address, part)
        if part == "street":
            text = text or street_of_parts(address)
        lines.put(attributes.get(part, ""), text, "addresses")


def _put_others(lines: _Lines, card: Card) -> None:
    details = card.details
    for handle in details.handles:
        lines.put("nsAIMid" if handle.service == "AIM" else "", handle.user_name, "handles")
    for custom in details.custom:
        number = custom.label.removeprefix("Custom ")
        is_numbered = custom.label != number and number in ("1", "2", "3", "4")
        lines.put(f"mozillaCustom{number}" if is_numbered else "", custom.value, "custom")
    if details.birthday:
        for part in ("year", "month", "day"):
            number = getattr(details.birthday, part)
            lines.add("birthday" if part == "day" else f"birth{part}", str(number or ""))
    lines.add("description", details.notes)
    if card.updated_at:
        lines.add("modifytimestamp", str(int(card.updated_at.timestamp())))
    lines.add("uid", card.uid)


def _list(tag: str, members: Sequence[str]) -> str:
    lines = _Lines()
    lines.add("dn", distinguished_name(cn=tag))
    lines.add("objectclass", "top")
    lines.add("objectclass", "groupOfNames")
    lines.add("cn", tag)
    for member in members:
        lines.add("member", member)
    return lines.text()


def _common_name(details: ContactDetails) -> str:
    return details.display_name or derived_name(details)


def _first_email(details: ContactDetails) -> str:
    return details.emails[0].value if details.emails else ""
