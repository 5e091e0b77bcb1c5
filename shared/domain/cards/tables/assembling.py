"""A row of a table as a card."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import Card
from shared.domain.cards.names import derived_name, name_of_parts
from shared.domain.cards.tables.drafts import Draft, Group
from shared.domain.cards.tables.formulas import restored
from shared.domain.cards.tables.full_names import parts_of_name
from shared.domain.cards.tables.list_values import literal_value, values_in
from shared.domain.cards.tables.places import NAME
from shared.domain.cards.tables.row_dates import RowDates
from shared.domain.cards.tables.single_members import OddCellError, is_script, set_member
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, TextValue
from shared.domain.text.cleaning import clean
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.cards.card import Notice
    from shared.domain.cards.tables.columns import Column
    from shared.domain.cards.tables.places import Place
    from shared.domain.cards.tables.programs import Program

_LINKS = ("urls", "handles")
_ROUNDED = re.compile(r"\+?\d[.,]\d+[eE]\+\d+")


class Assembler:
    """Makes cards of the rows of one table, or the records of one LDIF file."""

    def __init__(self, columns: Sequence[Column], program: Program | None, *, is_own_form: bool) -> None:
        self._columns = columns
        self._noise = program.noise if program else frozenset()
        self._program = program.name if program else ""
        self._is_own_form = is_own_form

    def card(self, cells: Sequence[str], line: int) -> tuple[Card, list[Notice]]:
        """Return the card of a row, and what was odd about it."""
        texts = [(index, text) for index, cell in enumerate(cells) if cell and (text := restored(clean(cell)))]
        surplus = [text for index, text in texts if index >= len(self._columns)]
        known = ((self._columns[index], text) for index, text in texts if index < len(self._columns))
        return self.assembled(known, line, surplus)

    def assembled(
        self, texts: Iterable[tuple[Column, str]], line: int, surplus: Sequence[str] = ()
    ) -> tuple[Card, list[Notice]]:
        """Return the card that has these texts in these columns, and one custom value with those of no column."""
        draft = Draft(line=line, program=self._program)
        groups: dict[tuple[str, str], Group] = {}
        dates = RowDates(draft, is_own_form=self._is_own_form)
        for column, text in texts:
            self._take(column, text, draft, groups, dates)
        if surplus:
            draft.kept.append(("", "; ".join(surplus)))
            draft.note("surplus_cells", f"The header has no column for: {'; '.join(surplus[:10])[:100]}")
        for group in groups.values():
            self._add_values(group, draft, dates)
        dates.finish()
        return self._finished(draft), draft.notices

    def _take(
        self, column: Column, text: str, draft: Draft, groups: dict[tuple[str, str], Group], dates: RowDates
    ) -> None:
        place = column.place
        if place is None:
            if not (self._noise and fold(text) in self._noise):
                draft.kept.append((column.name, text))
        elif place.member in VALUE_TYPES:
            groups.setdefault((place.member, place.key), Group(place)).add(place.part, text, column)
        elif place.part or column.is_date:
            dates.take(column, text)
        else:
            self._set(column, place, text, draft)

    def _set(self, column: Column, place: Place, text: str, draft: Draft) -> None:
        if place.member == "gender" and fold(text) in self._noise:
            return
        if place.member == NAME:
            if draft.name and text != draft.name:
                draft.kept.append((column.name, text))
            draft.name = draft.name or text
            return
        try:
            set_member(draft, place.member, text, is_literal=self._is_own_form)
        except OddCellError as error:
            draft.kept.append((column.name, text))
            if error.code:
                draft.note(error.code, str(error))

    def _add_values(self, group: Group, draft: Draft, dates: RowDates) -> None:
        member = group.place.member
        if member == "dates" and not self._is_own_form:
            dates.take_group(group)
            return
        try:
            values: list[Any] = [literal_value(group)] if self._is_own_form else list(values_in(group))
        except (TypeError, ValueError) as error:
            draft.kept += [(column.name, text) for column, text in group.texts]
            draft.note("unreadable_value", f"{group.texts[0][0].name}: {error}.")
            return
        if member == "phones" and any(_ROUNDED.fullmatch(value.value) for value in values):
            draft.note("rounded_number", "A spreadsheet has rounded this phone number, and its last digits are lost.")
        present = draft.members.setdefault(member, [])
        for value in values:
            if member in _LINKS and is_script(value.value):
                draft.kept.append((value.label or member, value.value))
                draft.note("script_link", "A link that may run a script is kept as text.")
            elif value.primary and any(other.primary for other in present):
                present.append(replace(value, primary=False))
            else:
                present.append(value)

    def _finished(self, draft: Draft) -> Card:
        members: dict[str, Any] = {
            name: tuple(each) if isinstance(each, list) else each for name, each in draft.members.items()
        }
        details = ContactDetails(**members)
        if draft.name:
            details = _with_whole_name(details, draft.name)
        if draft.kept:
            restated = _restated(details)
            kept = [TextValue(label=label, value=text) for label, text in draft.kept if text not in restated]
            details = replace(details, custom=(*details.custom, *kept))
        card = Card(details=details, **draft.of_card)
        if card == Card():
            draft.note("nothing_to_show", "There is nothing to show in this row.")
        return card


def _with_whole_name(details: ContactDetails, name: str) -> ContactDetails:
    """Return the details of somebody with this whole name: kept unless the rest makes it, split if it has no parts.

    Where some parts are given, the others are taken from it only if it agrees with those.
    """
    given = name_of_parts(details)
    if name == derived_name(details):
        return details
    parts = parts_of_name(name)
    present = {part: text for part in parts if (text := getattr(details, part)) and part != "nickname"}
    agrees = all(parts[part] == text for part, text in present.items())
    added: dict[str, Any] = {part: text for part, text in parts.items() if not getattr(details, part)}
    if agrees and (present or not given):
        details = replace(details, **added)
    return replace(details, display_name=name)


def _restated(details: ContactDetails) -> frozenset[str]:
    """Return the texts that are in a card anyway, as ``Ann Example (ann@example.com)`` is, which Outlook shows."""
    name = details.display_name or name_of_parts(details)
    addresses = [email.value for email in details.emails]
    return frozenset((name, *addresses, *(f"{name} ({address})" for address in addresses)))
