"""The dates in a row: whole ones, those in three columns, and those that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.tables.cell_texts import GOOGLE_SEPARATOR
from shared.domain.cards.tables.dates import (
    AmbiguousDateError,
    date_of_parts,
    has_short_year,
    is_no_date,
    read_date,
)
from shared.domain.cards.tables.label_names import label_in
from shared.domain.contacts.details import DateValue
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from shared.domain.cards.tables.columns import Column
    from shared.domain.cards.tables.drafts import Draft, Group

_WITH_MEMBER = ("birthday", "anniversary")


def _as_written_here(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None  # a spreadsheet has rewritten it


class RowDates:
    """Collects the dates of a row in its draft. In our own form, the year 1604 is one."""

    def __init__(self, draft: Draft, *, is_own_form: bool) -> None:
        self._draft = draft
        self._is_own_form = is_own_form
        self._parts: dict[str, dict[str, str]] = {}

    def take(self, column: Column, text: str) -> None:
        """Take a cell with a date, or with its year, month or day."""
        assert column.place is not None
        member = column.place.member
        if column.place.part:
            self._parts.setdefault(member, {})[column.place.part] = text
        elif date := self._date(column, text):
            self._draft.members[member] = date
        elif not is_no_date(text):
            self._keep(member, column.name, text)

    def take_group(self, group: Group) -> None:
        """Take the dates of a list, of which a birthday and an anniversary have members of their own."""
        column = group.texts[0][0]
        label = label_in(group.parts.get("label", ""))[0] or group.place.label
        for text in group.parts.get("value", "").split(GOOGLE_SEPARATOR):
            date = self._date(column, text)
            if date is None:
                if text and not is_no_date(text):
                    self._draft.kept.append((label or column.name, text))
            elif label in _WITH_MEMBER and label not in self._draft.members:
                self._draft.members[label] = date
            else:
                self._draft.members.setdefault("dates", []).append(DateValue(label=label, value=date))

    def finish(self) -> None:
        """Put dates together that stand in three columns."""
        for member, parts in self._parts.items():
            year, month, day = (parts.get(part, "") for part in ("year", "month", "day"))
            if not any(part.strip("0 ") for part in (year, month, day)):
                continue
            try:
                self._draft.members.setdefault(member, date_of_parts(year, month, day))
            except ValueError:
                text = f"{year}-{month}-{day}"
                self._draft.note("not_a_date", f"This is no date: {text}")
                self._keep(member, member, text)

    def _date(self, column: Column, text: str) -> PartialDate | None:
        """Return the date in a cell; None, and a notice, if it cannot be read."""
        if self._is_own_form and (written := _as_written_here(text)):
            return written
        if is_no_date(text):
            return None
        try:
            date = read_date(text, column.order)
        except AmbiguousDateError:
            self._draft.note("ambiguous_date", f"{column.name}: say whether day or month comes first in {text}")
            return None
        except ValueError:
            self._draft.note("not_a_date", f"{column.name}: this is no date: {text[:100]}")
            return None
        if has_short_year(text):
            self._draft.note("century_guessed", f"{column.name}: {text} is taken as {date}")
        return date

    def _keep(self, member: str, label: str, text: str) -> None:
        """Keep what is no date as a text: that of a birthday has a member of its own."""
        if member == "birthday" and not self._draft.members.get("birthday_text"):
            self._draft.members["birthday_text"] = text
        else:
            self._draft.kept.append((label, text))
