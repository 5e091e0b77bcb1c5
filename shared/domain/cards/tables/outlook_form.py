"""Outlook's form of a table: 92 fixed columns, so that of most lists only the first values have one.

Dates are written as in ISO 8601, which Windows reads in every region; Outlook itself writes them in that of its user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from shared.domain.cards.names import street_of_parts
from shared.domain.cards.tables.writing import members_without_column

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.contacts.details import Address, ContactDetails, Phone

_HEADER = (
    "Title;First Name;Middle Name;Last Name;Suffix;Company;Department;Job Title;Business Street;Business Street 2;"
    "Business Street 3;Business City;Business State;Business Postal Code;Business Country/Region;Home Street;"
    "Home Street 2;Home Street 3;Home City;Home State;Home Postal Code;Home Country/Region;Other Street;Other Street 2;"
    "Other Street 3;Other City;Other State;Other Postal Code;Other Country/Region;Assistant's Phone;Business Fax;"
    "Business Phone;Business Phone 2;Callback;Car Phone;Company Main Phone;Home Fax;Home Phone;Home Phone 2;ISDN;"
    "Mobile Phone;Other Fax;Other Phone;Pager;Primary Phone;Radio Phone;TTY/TDD Phone;Telex;Account;Anniversary;"
    "Assistant's Name;Billing Information;Birthday;Business Address PO Box;Categories;Children;Directory Server;"
    "E-mail Address;E-mail Type;E-mail Display Name;E-mail 2 Address;E-mail 2 Type;E-mail 2 Display Name;"
    "E-mail 3 Address;E-mail 3 Type;E-mail 3 Display Name;Gender;Government ID Number;Hobby;Home Address PO Box;"
    "Initials;Internet Free Busy;Keywords;Language;Location;Manager's Name;Mileage;Notes;Office Location;"
    "Organizational ID Number;Other Address PO Box;Priority;Private;Profession;Referred By;Sensitivity;Spouse;User 1;"
    "User 2;User 3;User 4;Web Page"
)
_NAMES = {
    "Title": "prefix", "First Name": "first_name", "Middle Name": "middle_name", "Last Name": "last_name",
    "Suffix": "suffix", "Notes": "notes",
}  # fmt: skip
_PHONES = {
    "home": ("Home Phone", "Home Phone 2"), "work": ("Business Phone", "Business Phone 2"),
    "mobile": ("Mobile Phone",), "cell": ("Mobile Phone",), "fax": ("Business Fax", "Home Fax", "Other Fax"),
    "home+fax": ("Home Fax",), "work+fax": ("Business Fax",), "other+fax": ("Other Fax",), "pager": ("Pager",),
    "assistant": ("Assistant's Phone",), "callback": ("Callback",), "car": ("Car Phone",), "isdn": ("ISDN",),
    "company main": ("Company Main Phone",), "primary": ("Primary Phone",), "main": ("Primary Phone",),
    "radio": ("Radio Phone",), "tty": ("TTY/TDD Phone",), "telex": ("Telex",), "other": ("Other Phone",),
}  # fmt: skip
_ANY_PHONE = ("Other Phone", "Primary Phone", "Home Phone", "Business Phone", "Home Phone 2", "Business Phone 2")
_RELATIONS = {
    "spouse": "Spouse", "partner": "Spouse", "child": "Children", "manager": "Manager's Name",
    "assistant": "Assistant's Name",
}  # fmt: skip
_ADDRESS_PARTS = {
    "Street": "street", "City": "city", "State": "region", "Postal Code": "postal_code", "Country/Region": "country",
    "Address PO Box": "po_box",
}  # fmt: skip
_SIDES = {"home": "Home", "work": "Business", "other": "Other"}
_EMAILS = ("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
_GENDERS = {"M": "Male", "F": "Female"}
_HELD: Mapping[str, Sequence[str]] = {
    **dict.fromkeys((*_NAMES.values(), "birthday", "anniversary", "gender"), ()),
    "emails": ("value",), "phones": ("value", "label", "kinds"), "relations": ("value", "label"), "urls": ("value",),
    "addresses": ("label", "extended", *_ADDRESS_PARTS.values()), "custom": ("value", "label"),
    "organizations": ("name", "department", "title", "role"), "personal_info": ("value", "kind"),
}  # fmt: skip


class _Cells(dict[str, str]):
    """The filled cells of a row by the names of columns, and the names of what has found none."""

    def __init__(self) -> None:
        self.lost: list[str] = []

    def put(self, text: str, columns: Sequence[str], what: str) -> None:
        """Put a text into the first of these columns that is free."""
        column = next((column for column in columns if column not in self), None)
        if column is not None:
            self[column] = text
        elif text:
            self.lost.append(what)


class OutlookForm:
    """Outlook's columns."""

    quotes_all = True
    header: Sequence[str] = tuple(_HEADER.split(";"))

    def needs(self, card: Card) -> Extent:  # noqa: ARG002 - the columns are fixed
        """Return nothing: there are no more columns than these."""
        return {}

    def sheet(self, extent: Extent) -> OutlookForm:  # noqa: ARG002
        """Return the columns."""
        return self

    def cells(self, card: Card) -> tuple[Sequence[str], Sequence[str]]:
        """Return the cells of a card, and the names of what has none."""
        details = card.details
        cells = _Cells()
        cells.update({column: getattr(details, member) for column, member in _NAMES.items()})
        _put_work(cells, details)
        _put_lists(cells, details)
        _put_relations(cells, details)
        for column, date in (("Birthday", details.birthday), ("Anniversary", details.anniversary)):
            if date is not None and (date.year is None or date.day is None):
                cells.lost.append(column.lower())
            elif date is not None:
                cells[column] = str(date)
        if details.gender and details.gender not in _GENDERS:
            cells.lost.append("gender")
        cells["Gender"] = _GENDERS.get(details.gender.partition(";")[0], "Unspecified")
        cells["Categories"] = ";".join(card.tags)
        lost = [*members_without_column(card, _HELD), *cells.lost]
        return [cells.get(column, "") for column in self.header], list(dict.fromkeys(lost))


def _put_work(cells: _Cells, details: ContactDetails) -> None:
    for number, each in enumerate(details.organizations, start=1):
        if number > 1:
            cells.lost.append("organizations/2")
            break
        cells |= {
            "Company": each.name, "Department": each.department, "Job Title": each.title, "Profession": each.role,
        }  # fmt: skip


def _put_lists(cells: _Cells, details: ContactDetails) -> None:
    for email in details.emails:
        cells.put(email.value, _EMAILS, "emails/4")
    for phone in details.phones:
        cells.put(phone.value, _columns_of_phone(phone), "phones")
    for address in details.addresses:
        _put_address(cells, address)
    for url in details.urls:
        cells.put(url.value, ("Web Page",), "urls/2")
    for info in details.personal_info:
        cells.put(info.value, ("Hobby",) if info.kind in ("hobby", "") else (), "personal_info")
    for custom in details.custom:
        is_column = custom.label in OutlookForm.header and custom.label not in _NAMES
        cells.put(custom.value, (custom.label,) if is_column else (), "custom")


def _put_relations(cells: _Cells, details: ContactDetails) -> None:
    for relation in details.relations:
        column = _RELATIONS.get(relation.label)
        if column == "Children" and column in cells:
            cells[column] += f", {relation.value}"
        else:
            cells.put(relation.value, (column,) if column else (), "relations")


def _columns_of_phone(phone: Phone) -> Sequence[str]:
    key = "+".join(filter(None, (phone.label, *phone.kinds)))
    if "fax" in (phone.label, *phone.kinds):
        return (*_PHONES.get(key, ()), "Other Fax")
    return (*_PHONES.get(key, _PHONES.get(phone.label, ())), *_ANY_PHONE)


def _put_address(cells: _Cells, address: Address) -> None:
    sides = [_SIDES[address.label]] if address.label in _SIDES else ["Other", "Home", "Business"]
    side = next((side for side in sides if f"{side} Street" not in cells), None)
    if side is None:
        cells.lost.append("addresses")
        return
    cells |= {f"{side} {name}": getattr(address, part) for name, part in _ADDRESS_PARTS.items()}
    lines = list(_lines(address))
    cells[f"{side} Street"] = lines[0]
    cells[f"{side} Street 2"], cells[f"{side} Street 3"] = lines[1], "\n".join(lines[2:])


def _lines(address: Address) -> Iterator[str]:
    """Yield the street, whose own lines stay in its cell, and at least one more line."""
    yield address.street or street_of_parts(address) or address.formatted
    yield from (address.extended.split("\n") if address.extended else [""])
