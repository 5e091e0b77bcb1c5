"""Google's two forms of a table: the present one, and the older one, which other programs know better.

Both have fixed columns and numbered pairs for the values of lists, as many as occur.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.cards.names import name_of_parts, street_of_parts
from shared.domain.cards.tables.cell_texts import GOOGLE_SEPARATOR
from shared.domain.cards.tables.label_names import PREFERRED_MARK, google_label
from shared.domain.cards.tables.writing import members_without_column

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.contacts.details import Address, ContactDetails, ListValue, TextValue

_ADDRESS_PARTS = {
    "Formatted": "formatted", "Street": "street", "City": "city", "PO Box": "po_box", "Region": "region",
    "Postal Code": "postal_code", "Country": "country", "Extended Address": "extended",
}  # fmt: skip
_LABELED = ("label", "primary", "value")
_HELD: Mapping[str, Sequence[str]] = {
    "emails": _LABELED, "phones": (*_LABELED, "kinds"), "relations": _LABELED, "urls": _LABELED, "dates": _LABELED,
    "custom": _LABELED, "handles": ("label", "value", "user_name", "service"),
    "addresses": ("label", "primary", *_ADDRESS_PARTS.values()), "organizations": ("name", "title", "department"),
    **dict.fromkeys(("birthday", "anniversary", "notes", "favorite", "photo_url", "nickname"), ()),
    **dict.fromkeys(("first_name", "middle_name", "last_name", "prefix", "suffix"), ()),
    **dict.fromkeys(("phonetic_first_name", "phonetic_middle_name", "phonetic_last_name"), ()),
}  # fmt: skip
_Values = Mapping[str, Sequence[Sequence[str]]]
"""By group (``E-mail``): the cells of every value, its label first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleForm:
    """One of Google's forms: its fixed columns, the groups of its numbered ones, and what it calls a label."""

    fixed: Mapping[str, str]
    """The member or what else stands in each fixed column."""
    groups: Mapping[str, Sequence[str]]
    label: str
    quotes_all: bool = False

    def needs(self, card: Card) -> Extent:
        """Return how many values of each group a card has."""
        return {group: len(values) for group, values in self.values_of(card).items() if values}

    def sheet(self, extent: Extent) -> GoogleSheet:
        """Return the columns of a table with so many values of each group."""
        return GoogleSheet(self, {group: extent.get(group, 0) for group in self.groups})

    def values_of(self, card: Card) -> _Values:
        """Return the cells of all values of lists."""
        details = card.details
        fixed = [_custom_of(details, name) for name, what in self.fixed.items() if not what]
        values = {
            "E-mail": [_pair(each, each.value) for each in details.emails],
            "Phone": [[_label(each, each.kinds), each.value] for each in details.phones],
            "Address": [_address(each) for each in details.addresses],
            "Relation": [_pair(each, each.value) for each in details.relations],
            "Website": [_pair(each, each.value) for each in details.urls],
            "Event": list(_events(details)),
            "Custom Field": [_pair(each, each.value) for each in details.custom if each not in fixed],
        }
        handles = [[each.label, each.service, each.value or each.user_name] for each in details.handles]
        organizations = [["", each.name, each.title, each.department] for each in details.organizations]
        if "IM" in self.groups:
            return {**values, "IM": handles, "Organization": organizations}
        values["Custom Field"] += [[service or label or "IM", value] for label, service, value in handles]
        return values

    def lost(self, card: Card) -> list[str]:
        """Return the names of what has no column."""
        details = card.details
        shown = {"display_name": "Name", "gender": "Gender"}
        lost = [name for name in members_without_column(card, _HELD) if shown.get(name) not in self.fixed]
        has_no_ims, has_one_organization = "IM" not in self.groups, "Organization" not in self.groups
        gaps = {
            "handles/user_name": any(each.value and each.user_name for each in details.handles),
            "handles/label": has_no_ims and any(each.label and each.service for each in details.handles),
            "phones/kinds": any(each.kinds not in ((), ("fax",)) for each in details.phones),
            "organizations/2": has_one_organization and len(details.organizations) > 1,
            "birthday": details.birthday is not None and details.birthday.month_and_day is None,
        }
        return [*lost, *(name for name, is_gap in gaps.items() if is_gap)]


class GoogleSheet:
    """Google's fixed columns, and numbered ones."""

    def __init__(self, form: GoogleForm, counts: Mapping[str, int]) -> None:
        self._form = form
        self._counts = counts

    @property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        numbered = [
            f"{group} {number} - {self._form.label if part == 'Label' else part}"
            for group, parts in self._form.groups.items()
            for number in range(1, self._counts[group] + 1)
            for part in parts
        ]
        return [*self._form.fixed, *numbered]

    def cells(self, card: Card) -> tuple[Sequence[str], Sequence[str]]:
        """Return the cells of a card, and the names of what has none."""
        cells = [_fixed_cell(card, name, what) for name, what in self._form.fixed.items()]
        values = self._form.values_of(card)
        for group, parts in self._form.groups.items():
            present = list(values.get(group, ()))[: self._counts[group]]
            for each in [*present, *[[""] * len(parts)] * (self._counts[group] - len(present))]:
                cells += each
        return cells, self._form.lost(card)


def _fixed_cell(card: Card, name: str, what: str) -> str:
    details = card.details
    if what == "name":
        return details.display_name or name_of_parts(details)
    if what == "tags":
        starred = ["* starred"] if details.favorite else []
        return GOOGLE_SEPARATOR.join([*card.tags, *starred, "* myContacts"])
    if what.startswith("organization/"):
        first = next(iter(details.organizations), None)
        return getattr(first, what.removeprefix("organization/")) if first else ""
    if what == "birthday":
        return str(details.birthday) if details.birthday and details.birthday.month_and_day else ""
    if what:
        return str(getattr(details, what))
    custom = _custom_of(details, name)
    return custom.value if custom else ""


def _custom_of(details: ContactDetails, name: str) -> TextValue | None:
    """Return the custom value that has the name of a column as its label, as reading the form makes them."""
    return next((each for each in details.custom if each.label == name), None)


def _label(value: ListValue, kinds: tuple[str, ...] = ()) -> str:
    label = google_label(value.label, kinds)
    return PREFERRED_MARK + label if value.primary else label


def _pair(value: ListValue, text: str) -> list[str]:
    return [_label(value), text]


def _address(address: Address) -> list[str]:
    parts = {part: getattr(address, part) for part in _ADDRESS_PARTS.values()}
    parts["street"] = parts["street"] or street_of_parts(address)
    return [_label(address), *parts.values()]


def _events(details: ContactDetails) -> Iterator[list[str]]:
    if details.anniversary:
        yield ["Anniversary", str(details.anniversary)]
    for each in details.dates:
        yield _pair(each, str(each.value))


_PAIR = ("Label", "Value")
PRESENT = GoogleForm(
    fixed={
        "First Name": "first_name", "Middle Name": "middle_name", "Last Name": "last_name",
        "Phonetic First Name": "phonetic_first_name", "Phonetic Middle Name": "phonetic_middle_name",
        "Phonetic Last Name": "phonetic_last_name", "Name Prefix": "prefix", "Name Suffix": "suffix",
        "Nickname": "nickname", "File As": "", "Organization Name": "organization/name",
        "Organization Title": "organization/title", "Organization Department": "organization/department",
        "Birthday": "birthday", "Notes": "notes", "Photo": "photo_url", "Labels": "tags",
    },
    groups={
        "E-mail": _PAIR, "Phone": _PAIR, "Address": ("Label", *_ADDRESS_PARTS), "Relation": _PAIR, "Website": _PAIR,
        "Event": _PAIR, "Custom Field": _PAIR,
    },
    label="Label",
)  # fmt: skip
OLDER = GoogleForm(
    fixed={
        "Name": "name", "Given Name": "first_name", "Additional Name": "middle_name", "Family Name": "last_name",
        "Yomi Name": "", "Given Name Yomi": "phonetic_first_name", "Additional Name Yomi": "phonetic_middle_name",
        "Family Name Yomi": "phonetic_last_name", "Name Prefix": "prefix", "Name Suffix": "suffix", "Initials": "",
        "Nickname": "nickname", "Short Name": "", "Maiden Name": "", "Birthday": "birthday", "Gender": "gender",
        "Location": "", "Billing Information": "", "Directory Server": "", "Mileage": "", "Occupation": "",
        "Hobby": "", "Sensitivity": "", "Priority": "", "Subject": "", "Notes": "notes", "Language": "",
        "Photo": "photo_url", "Group Membership": "tags",
    },
    groups={
        "E-mail": _PAIR, "IM": ("Label", "Service", "Value"), "Phone": _PAIR, "Address": ("Label", *_ADDRESS_PARTS),
        "Organization": ("Label", "Name", "Title", "Department"), "Relation": _PAIR, "Website": _PAIR,
        "Event": _PAIR, "Custom Field": _PAIR,
    },
    label="Type",
)  # fmt: skip
