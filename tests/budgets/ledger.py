"""The budgets: what the service may cost, with all values that each budget had and the reason for each.

``budgets.toml`` holds them by group and name; a budget is a list of entries, of which the last one is in force:

    [cold]
    "contacts.get" = [
        { value = 1.2, on = 2026-11-24, why = "first measured" },
    ]

So every change of a budget is one more line, which gives the reason.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

TOLERANCE = 0.02
"""The fraction by which a figure may exceed its budget: what a new release of Python or a library may cost."""
SLACK = 0.03
"""The fraction by which a figure may be below its budget. More room would let the next regressions pass."""
EDGE = 0.01
"""The fraction by which a figure may exceed its budget when budgets are set: the next machine counts a little more."""

FILE = Path(__file__).with_name("budgets.toml")
FORBIDDEN, ALLOWED = "forbidden", "allowed"
"""The tables of the file that do not hold budgets: modules that must not be loaded, and exceptions."""
RAISE = 'make budgets-set WHY="..."'

_MEMBERS: Mapping[str, Callable[[Any], bool]] = {
    "value": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value >= 0,
    "on": lambda on: type(on) is date,
    "why": lambda why: isinstance(why, str) and len(why.split()) >= 2,
}


class LedgerError(Exception):
    """The file of budgets is malformed; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value of a budget, the day from which it holds, and the reason."""

    value: float
    on: date
    why: str

    @property
    def line(self) -> str:
        """The entry as it is written in the file."""
        return f"    {{ value = {self.value}, on = {self.on}, why = {json.dumps(self.why, ensure_ascii=False)} }},"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What something may cost. Whole numbers are counts, which must not grow at all."""

    group: str
    name: str
    history: tuple[Entry, ...]

    @property
    def value(self) -> float:
        """The value in force."""
        return self.history[-1].value

    @property
    def greatest(self) -> float:
        """The greatest figure within the budget."""
        return self.value if isinstance(self.value, int) else self.value * (1 + TOLERANCE)

    def is_nearly_exceeded(self, measured: float) -> bool:
        """Return whether a figure within the budget could be beyond it on another machine."""
        return False if isinstance(self.value, int) else measured > self.value * (1 + EDGE)

    def complaint(self, measured: float) -> str:
        """Return a sentence that says what is wrong with a figure, or an empty text if it is within the budget."""
        what = f"{self.group}, {self.name}: {measured:.4g}, and the budget is {self.value:.4g}"
        change = f" ({measured / self.value - 1:+.1%})" if self.value else ""
        if measured > self.greatest:
            return f"{what}{change}. Make it leaner, or raise the budget and say why: {RAISE}"
        if measured < self.value * (1 - SLACK):
            return f"{what}{change}. It got leaner; lower the budget, so that it stays so: {RAISE}"
        return ""


class Ledger:
    """Every budget, by group and name."""

    def __init__(self, text: str) -> None:
        """Parse the text of the file. Raises LedgerError."""
        self._text = text
        tables = {group: table for group, table in tomllib.loads(text).items() if group not in {FORBIDDEN, ALLOWED}}
        self.groups = {group: dict(_budgets(group, table)) for group, table in tables.items()}

    @classmethod
    def read(cls, path: Path = FILE) -> Ledger:
        """Read the file. Raises LedgerError."""
        return cls(path.read_text(encoding="utf-8"))

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._text

    def __iter__(self) -> Iterator[Budget]:
        return (budget for group in self.groups.values() for budget in group.values())

    def complaints(self, group: str, measured: Mapping[str, float], spared: Collection[str] = ()) -> list[str]:
        """Return a sentence for each figure of a group that is wrong; every figure needs a budget.

        Names in ``spared`` were not measured this time, and keep their budgets.
        """
        left = (
            f"{group}, {name}: has a budget but is no more: {RAISE}" for name in self._left(group, measured, spared)
        )
        return [*left, *filter(None, (self._complaint(group, name, measured[name]) for name in measured))]

    def amended(
        self, group: str, measured: Mapping[str, float], *, on: date, why: str, spared: Collection[str] = ()
    ) -> Ledger:
        """Return a ledger with another entry for each figure of a group that does not fit its budget, or hardly.

        Budgets of what no longer exists are removed; names in ``spared``, not measured this time, keep theirs.
        """
        ledger = self
        for name in self._left(group, measured, spared):
            ledger = Ledger(_without(ledger.text, group, name))
        for name, value in measured.items():
            if ledger._complaint(group, name, value) or ledger.groups[group][name].is_nearly_exceeded(value):
                ledger = Ledger(_with_entry(ledger.text, group, name, Entry(value=value, on=on, why=why)))
        return ledger

    def changes_since(self, before: Ledger) -> list[str]:
        """Return each budget that has another value than before, or none any more, with both values."""
        names = dict.fromkeys((budget.group, budget.name) for ledger in (before, self) for budget in ledger)
        both = ((group, name, before._value(group, name), self._value(group, name)) for group, name in names)
        return [f"{group}, {name}: {old} -> {new}" for group, name, old, new in both if old != new]

    def _value(self, group: str, name: str) -> str:
        budget = self.groups.get(group, {}).get(name)
        return f"{budget.value:g}" if budget else "none"

    def fits(self, group: str, name: str, measured: Mapping[str, float]) -> bool:
        """Return whether a figure, if there is one, is within its budget."""
        return name not in measured or not self._complaint(group, name, measured[name])

    def _left(self, group: str, measured: Mapping[str, float], spared: Collection[str]) -> list[str]:
        return [name for name in self.groups.get(group, {}) if name not in measured and name not in spared]

    def _complaint(self, group: str, name: str, measured: float) -> str:
        budget = self.groups.get(group, {}).get(name)
        return budget.complaint(measured) if budget else f"{group}, {name}: {measured:.4g}, without a budget: {RAISE}"


def _budgets(group: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Budget]]:
    for name, entries in table.items():
        if not isinstance(entries, list) or not entries:
            raise LedgerError(f"[{group}] {name}: a budget is a list of entries")
        history = tuple(_entry(f"[{group}] {name}", entry) for entry in entries)
        _require_order(f"[{group}] {name}", history)
        yield name, Budget(group=group, name=name, history=history)


def _entry(where: str, members: Any) -> Entry:
    if not isinstance(members, dict) or set(members) != set(_MEMBERS):
        raise LedgerError(f"{where}: an entry has value, on and why")
    for name, is_right in _MEMBERS.items():
        if not is_right(members[name]):
            raise LedgerError(f"{where}: {name} cannot be {members[name]!r}")
    return Entry(**members)


def _require_order(where: str, history: Iterable[Entry]) -> None:
    days = [entry.on for entry in history]
    if days != sorted(days):
        raise LedgerError(f"{where}: the last entry is in force, so it must be the latest")


def _with_entry(text: str, group: str, name: str, entry: Entry) -> str:
    """Return the file with one more entry; nothing else in it changes."""
    new_budget = f"{_quoted(name)} = [\n{entry.line}\n]\n"
    span = _span(text, group)
    if span is None:
        return f"{text.rstrip()}\n\n[{_quoted(group)}]\n{new_budget}"
    budget = _budget(name).search(text, *span)
    if budget is None:
        return text[: span[1]] + new_budget + text[span[1] :]
    end = text.index("\n]", budget.end()) + 1
    return f"{text[:end]}{entry.line}\n{text[end:]}"


def _without(text: str, group: str, name: str) -> str:
    """Return the file without a budget that it has; nothing else in it changes."""
    span = _span(text, group)
    budget = _budget(name).search(text, *span) if span else None
    assert budget is not None
    end = text.index("\n]\n", budget.end()) + len("\n]\n")
    return text[: budget.start()] + text[end:]


def _span(text: str, group: str) -> tuple[int, int] | None:
    """Return where in the text the budgets of a group are, or None if there is no such group."""
    header = re.search(rf"^\[{_written(group)}\]\n", text, re.MULTILINE)
    if header is None:
        return None
    next_group = re.compile(r"^(?=\[|# )|\Z", re.MULTILINE).search(text, header.end())
    assert next_group is not None
    return header.end(), len(text[: next_group.start()].rstrip()) + 1


def _budget(name: str) -> re.Pattern[str]:
    return re.compile(rf"^{_written(name)} = \[\n", re.MULTILINE)


def _written(name: str) -> str:
    """Return a pattern for a name as it may be written in TOML, where bare keys need no quotes."""
    return f"(?:{re.escape(name)}|{re.escape(_quoted(name))})"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
