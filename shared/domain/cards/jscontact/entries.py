"""Lists of values that JSContact has as objects by id: e-mail addresses, phones, links, messengers, interests.

The id of an entry is that of the value. The most preferred entry is the first value, and the primary one if it says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.residue import object_in, overlaid, residue, restored
from shared.domain.cards.jscontact.schema import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shared.domain.cards.jscontact.labels import Labelling
    from shared.domain.contacts.details import ListValue
    from shared.domain.contacts.documents import Members

_LEAST_PREFERRED = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """How one list is read and written.

    ``read`` makes the members that only this class has of an entry, None if they are not the value's; ``write`` is the
    reverse. ``has_pref`` is whether JSContact has a preference here; if not, it is vCard's parameter.
    """

    value_type: type[ListValue]
    labelling: Labelling
    read: Callable[[Members], Mapping[str, Any] | None]
    write: Callable[[Any], dict[str, Any]]
    has_pref: bool = True
    residue: Callable[[Members, Members], dict[str, Any]] = residue
    bound: tuple[str, ...] = ()
    """Members that are kept only together with what they belong to."""
    parameters: Mapping[str, str] = field(default_factory=lambda: {"pref": "pref"})
    """Members that are kept as parameters of vCard, so that both formats have them."""
    finish: Callable[[Any, dict[str, Any]], dict[str, Any]] = lambda _, entry: entry
    """Adds to an entry what the value is otherwise not read from."""

    def value_of(self, value_id: str, entry: Members) -> ListValue | None:
        """Return the value that an entry is, or None."""
        value = self._plain(entry)
        if value is None:
            return None
        written = self.finish(value, self._written(value))
        return replace(value, id=value_id, extra=self._as_parameters(self.residue(entry, written)))

    def _as_parameters(self, left: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of an entry, with vCard's parameters in place of the members that are the same."""
        said = {self.parameters[name]: str(value) for name, value in left.items() if name in self.parameters}
        if not said or object_in(left, VCARD_PARAMETERS).keys() & self.parameters.values():
            return left
        others = {name: value for name, value in left.items() if name not in self.parameters}
        return overlaid(others, {VCARD_PARAMETERS: said})

    def _as_members(self, kept: Members) -> dict[str, Any]:
        """Return the reverse, as far as the parameters are what the members can be."""
        parameters = object_in(kept, VCARD_PARAMETERS)
        said = {
            name: read_parameter(name, parameters[each])
            for name, each in self.parameters.items()
            if each in parameters and name not in kept and read_parameter(name, parameters[each]) is not None
        }
        if not said:
            return dict(kept)
        taken = {self.parameters[name] for name in said}
        left = {name: value for name, value in parameters.items() if name not in taken}
        others = {name: value for name, value in kept.items() if name != VCARD_PARAMETERS}
        return {**others, **said, **({VCARD_PARAMETERS: left} if left else {})}

    def entry_of(self, value: ListValue) -> dict[str, Any]:
        """Return the entry that a value is."""
        plain = replace(value, id="", extra={}, removed=frozenset())
        written = self._written(plain)
        same = [self.comparable(each) for each in (plain, self._plain(written))]
        kept = self._as_members(value.extra)
        if value.primary:
            kept.pop("pref", None)
        entry = restored(written, kept, lambda entry: self.comparable(self._reads(entry)) in same, self.bound)
        return self.finish(value, entry)

    def comparable(self, value: ListValue | None) -> ListValue | None:
        """Return what of a value has to be the same for what is kept of it to be used."""
        return replace(value, primary=False) if value else None

    def _plain(self, entry: Members) -> ListValue | None:
        own = self.read(entry)
        if own is None:
            return None
        label, kinds = self.labelling.read(entry)
        return self.value_type(label=label, kinds=kinds, primary=self._pref(entry) == 1, **own)

    def _written(self, value: ListValue) -> dict[str, Any]:
        entry = {**self.write(value), **self.labelling.write(value)}
        if value.primary and self.has_pref:
            entry["pref"] = 1
        elif value.primary:
            entry[VCARD_PARAMETERS] = {**object_in(entry, VCARD_PARAMETERS), "pref": "1"}
        return entry

    def _reads(self, entry: Members) -> ListValue | None:
        try:
            return self._plain(entry)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None  # what a client has put into extra need not be JSContact

    def _pref(self, entry: Members) -> int | None:
        if self.has_pref:
            return entry.get("pref")
        return 1 if object_in(entry, VCARD_PARAMETERS).get("pref") == "1" else None

    def values_of(self, entries: Mapping[str, Members]) -> tuple[list[ListValue], dict[str, Members]]:
        """Return the values that entries are, in the order of preference, and the entries that are none."""
        values: list[ListValue] = []
        others: dict[str, Members] = {}
        for value_id, entry in by_preference(entries):
            value = self.value_of(value_id, entry)
            if value is None:
                others[value_id] = entry
            elif value.primary and any(each.primary for each in values):
                also = self._as_parameters(overlaid(value.extra, {"pref": 1}))
                values.append(replace(value, primary=False, extra=also))
            else:
                values.append(value)
        return values, others

    def entries_of(self, values: Iterable[ListValue], taken: Iterable[str] = ()) -> dict[str, Members]:
        """Return the entries that values are. A value without an id that JSContact allows gets a free one."""
        values = list(values)
        return dict(zip(entry_ids([each.id for each in values], taken), map(self.entry_of, values), strict=True))


_MOST = {"pref": 100, "listAs": 2**53 - 1}


def read_parameter(name: str, text: Any) -> int | str | None:
    """Return the value of a member that a parameter says; None if it cannot be one."""
    if not isinstance(text, str) or name not in _MOST:
        return text if isinstance(text, str) else None
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST[name])) and text[0] != "0"
    return int(text) if is_number and int(text) <= _MOST[name] else None


def by_preference(entries: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the entries with their ids, the most preferred first, and those without a preference last."""
    return sorted(entries.items(), key=lambda entry: entry[1].get("pref", _LEAST_PREFERRED))


def entry_ids(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return ids for entries: those that are wanted, as far as they are valid and free, otherwise ``k1``, ``k2``."""
    used = set(taken)
    ids: list[str] = []
    for each in wanted:
        chosen = each if is_id(each) and each not in used else ""
        used.add(chosen)
        ids.append(chosen)
    number = 0
    for place in [place for place, chosen in enumerate(ids) if not chosen]:
        number += 1
        while f"k{number}" in used:
            number += 1
        ids[place] = f"k{number}"
    return ids
