"""A card that is being put together from its properties."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS
from shared.domain.cards.jcard_properties import kept_entry
from shared.domain.cards.reading.labels import LEAST_PREFERENCE, apple_label, labelled
from shared.domain.cards.reading.notices import Notices, shown
from shared.domain.cards.reading.values import text_of
from shared.domain.contacts.details import VALUE_ID, VALUE_TYPES
from shared.domain.contacts.members import made

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from shared.domain.cards.card import Picture
    from shared.domain.cards.content_lines import Property
    from shared.domain.contacts.details import ListValue

LABEL = "X-ABLABEL"
_KDE = "KADDRESSBOOK"
_OF_ADDRESSES = frozenset({"GEO", "TZ"})
_LABELLING = frozenset({"TYPE", "PREF"})
_URIS = frozenset({
    "CALADRURI", "CALURI", "CONTACT-URI", "FBURL", "IMPP", "KEY", "LOGO", "MEMBER", "ORG-DIRECTORY", "PHOTO", "RELATED",
    "SOCIALPROFILE", "SOUND", "SOURCE", "URL",
})  # fmt: skip
"""Properties whose value is a URI unless they say otherwise (RFC 6350, RFC 6715, RFC 8605, RFC 9554)."""


class CardBuilder:
    """What is known of a card so far.

    ``members`` are those of its details that are no lists; ``lists`` its lists of values, each with the preference
    (PREF) that it has, and ``preferred`` the names of those in which some have one; ``kept`` the properties that have
    no place, as in jCard; ``parameters`` those of members.
    """

    def __init__(self, properties: Sequence[Property], version: str, notices: Notices) -> None:
        self.version, self.notices = version, notices
        self.members: dict[str, Any] = {}
        self.lists: dict[str, list[tuple[int, ListValue]]] = {}
        self.tags: list[str] = []
        self.nicknames: list[str] = []
        self.kept: list[list[Any]] = []
        self.parameters: dict[str, dict[str, Any]] = {}
        self.localizations: dict[str, dict[str, str]] = {}
        self.patches: list[tuple[Property, Sequence[str], Any]] = []
        self.uid = self.product_id = ""
        self.created_at: datetime | None = None
        self.updated_at: datetime | None = None
        self.picture: Picture | None = None
        self.json: dict[str, Any] = {}
        self.formatted: list[Property] = []
        self.positions: dict[str, list[Property]] = {}
        self.delivery_labels: list[Property] = []
        self.located: list[tuple[Property, str, str]] = []
        self.spoken: list[tuple[int, str]] = []
        self.labels: list[Property] = []
        self._without_altid: set[int] = set()
        self._made: dict[int, tuple[str, int]] = {}
        self._properties = properties
        self._groups: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        self._labelled: set[str] = set()
        self._with_primary: set[str] = set()
        self._ids: set[tuple[str, str]] = set()
        self.preferred: set[str] = set()
        self._read_groups([each for each in properties if each.group])

    @property
    def is_from_kde(self) -> bool:
        """Whether KAddressBook wrote the card."""
        return any(map(_names_kde, self._properties))

    def _read_groups(self, properties: Sequence[Property]) -> None:
        """Note the labels of groups, and how many properties each has but for what belongs to an address in it."""
        if not properties:
            return
        with_address = {each.group.lower() for each in properties if each.name == "ADR"}
        for each in properties:
            group = each.group.lower()
            if each.name == LABEL and group not in self._labels:
                self._labels[group] = apple_label(text_of(each.value))
            elif each.name not in _OF_ADDRESSES or group not in with_address:
                self._groups[group] = self._groups.get(group, 0) + 1

    def note(self, prop: Property, code: str, text: str) -> None:
        """Remember what was odd about a property."""
        self.notices.add(prop.line, code, text)

    def keep(self, prop: Property, code: str = "", why: str = "") -> None:
        """Keep a property that has no place, as it is; ``why`` goes on: "It was kept as it is: it is no date"."""
        self.kept.append(kept_entry(prop))
        if code:
            self.note(prop, code, f"{prop.name} was kept as it is, since {why}: {shown(prop.value)}")

    def set(self, prop: Property, member: str, value: Any, used: Collection[str] = ()) -> bool:
        """Give a member its value, unless it is empty; keep the property, and return False, if there is one already.

        Parameters other than the ``used`` ones are remembered.
        """
        if not value:
            self.note_empty(prop)
            return False
        if member in self.members:
            self.keep(prop)
            return False
        self.members[member] = value
        self.remember(prop, used)
        return True

    def note_empty(self, prop: Property) -> None:
        """Say that a property has no value."""
        self.note(prop, "empty_value", f"{prop.name} has no value.")

    def remember(self, prop: Property, used: Collection[str] = ()) -> None:
        """Remember the parameters of a property whose member has no place for them, but for the ``used`` ones."""
        if prop.parameters or prop.group:
            others = self.foreign_parameters(prop, used)
            if others:
                self.parameters.setdefault(prop.name.lower(), {}).update(others)

    def foreign_parameters(self, prop: Property, used: Collection[str] = (), label: str = "") -> dict[str, Any]:
        """Return the parameters of a property but for the ``used`` ones, as in jCard.

        Its group is one of them, unless that was only to give it the ``label``.
        """
        names = prop.parameters.keys() - used
        others = {each.lower(): _one_or_list(prop.parameters[each]) for each in prop.parameters if each in names}
        if prop.group and "GROUP" not in used:
            group = prop.group.lower()
            if not (label and group in self._labels and self._groups[group] == 1):
                others["group"] = prop.group
        if id(prop) in self._without_altid:
            others.pop("altid", None)
        return others

    def is_whole_group(self, properties: Sequence[Property]) -> bool:
        """Return whether these are all properties of a group, but for its label."""
        group = properties[0].group.lower()
        is_position = len(properties) > 1 or properties[0].name != "ORG"
        together = sum(each.group.lower() == group for each in properties)
        return bool(group) and is_position and self._groups.get(group) == together

    def is_alone(self, prop: Property) -> bool:
        """Return whether a property is in a group that has nothing else, not even a label."""
        group = prop.group.lower()
        return group not in self._labels and self._groups.get(group) == 1

    def label_of(self, prop: Property) -> str:
        """Return the label that the group of a property gives it, which then has no property of its own."""
        group = prop.group.lower()
        label = self._labels.get(group, "")
        if label:
            self._labelled.add(group)
        return label

    def is_labelled(self, prop: Property) -> bool:
        """Return whether a label (X-ABLabel) has become that of a value."""
        group, label = prop.group.lower(), apple_label(text_of(prop.value))
        return group in self._labelled and label == self._labels[group]

    def add(
        self,
        name: str,
        prop: Property,
        members: Mapping[str, Any],
        used: Iterable[str] = (),
        *,
        types: tuple[str, ...] | None = None,
        own_name: bool = False,
    ) -> None:
        """Add a value to a list, with its label, kinds, preference and other parameters but for the ``used`` ones.

        ``types`` are those of the property unless others are given. ``own_name`` remembers the name of the property,
        where another one is usual.
        """
        extra: dict[str, Any] = {}
        preference = LEAST_PREFERENCE
        if prop.parameters or prop.group or types:
            types = prop.parameters.get("TYPE", ()) if types is None else types
            label, kinds, preference = labelled(types, prop.parameters.get("PREF", ()))
            custom = self.label_of(prop) if prop.group else ""
            if custom:
                label, kinds = custom, tuple(filter(None, (label, *kinds)))
            members = {"label": label, "kinds": kinds, **members}
            if preference == 1 and name not in self._with_primary:
                self._with_primary.add(name)
                members["primary"] = True
                preference = 0
            is_usual = not prop.group and (preference in (0, LEAST_PREFERENCE)) and prop.parameters.keys() <= _LABELLING
            others = {} if is_usual else self._foreign(prop, used, custom, preference)
            if "prop-id" in others and self._is_free(name, others["prop-id"]):
                members["id"] = others.pop("prop-id")
            if others:
                extra[VCARD_PARAMETERS] = others
        if own_name:
            extra[VCARD_NAME] = prop.name.lower().replace(" ", "-")
        if preference < LEAST_PREFERENCE:
            self.preferred.add(name)
        values = self.lists.setdefault(name, [])
        self._made[id(prop)] = (name, len(values))
        values.append((preference, made(VALUE_TYPES[name], {**members, "extra": extra} if extra else members)))

    def _foreign(self, prop: Property, used: Iterable[str], label: str, preference: int) -> dict[str, Any]:
        """Return the parameters of a value in a list that it has no other place for."""
        if prop.group or not prop.parameters.keys() <= _LABELLING:
            others = self.foreign_parameters(prop, _LABELLING.union(used), label)
        else:
            others = {}
        if 0 < preference < LEAST_PREFERENCE:
            others["pref"] = str(preference)
        return others

    def id_of(self, name: str, prop: Property) -> str:
        """Return the id of the value in a list that was made of a property, given to it now if it had none."""
        list_name, at = self._made.get(id(prop), ("", 0))
        if list_name != name:
            return ""
        value = self.lists[name][at][1]
        if not value.id:
            free = (f"k{number}" for number in count(at + 1))
            self.replace_value(name, at, id=next(each for each in free if self._is_free(name, each)))
        return self.lists[name][at][1].id

    def places_by_group(self, name: str) -> dict[str, list[int]]:
        """Return the places in a list of the values that were made of properties, by group; empty for those in none."""
        places: dict[str, list[int]] = {}
        for each in self._properties:
            list_name, at = self._made.get(id(each), ("", 0))
            if list_name == name:
                places.setdefault(each.group.lower(), []).append(at)
        return places

    def made_together(self, properties: Sequence[Property]) -> None:
        """Remember that the value which was made of the first of these was made of the others, too."""
        for each in properties[1:]:
            self._made[id(each)] = self._made[id(properties[0])]

    def forget_alternative(self, prop: Property) -> None:
        """Forget that a property had alternatives (ALTID), since all of these have become localizations."""
        self._without_altid.add(id(prop))
        self.parameters.get(prop.name.lower(), {}).pop("altid", None)
        if not self.parameters.get(prop.name.lower(), True):
            del self.parameters[prop.name.lower()]
        name, at = self._made.get(id(prop), ("", 0))
        if name and VCARD_PARAMETERS in (extra := self.lists[name][at][1].extra):
            others = {key: value for key, value in extra[VCARD_PARAMETERS].items() if key != "altid"}
            rest = {key: value for key, value in extra.items() if key != VCARD_PARAMETERS}
            self.replace_value(name, at, extra={**rest, VCARD_PARAMETERS: others} if others else rest)

    def replace_value(self, name: str, at: int, **members: Any) -> None:
        """Change members of a value in a list."""
        preference, value = self.lists[name][at]
        self.lists[name][at] = (preference, replace(value, **members))

    def _is_free(self, name: str, value_id: Any) -> bool:
        """Return whether a value in a list can have an id, which then is taken."""
        if not isinstance(value_id, str) or not 0 < len(value_id) <= VALUE_ID.max_length:
            return False
        if (name, value_id) in self._ids:
            return False
        self._ids.add((name, value_id))
        return True


def _names_kde(prop: Property) -> bool:
    return _KDE in (prop.value.upper() if prop.name == "PRODID" else prop.name)


def parameters_of(prop: Property) -> dict[str, Any]:
    """Return the parameters of a property as in jCard, with its group (RFC 7095 section 7)."""
    parameters: dict[str, Any] = {name.lower(): _one_or_list(values) for name, values in prop.parameters.items()}
    if prop.group:
        parameters["group"] = prop.group
    return parameters


def _one_or_list(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def first(parameters: Mapping[str, tuple[str, ...]], name: str) -> str:
    """Return the value of a parameter; several, which it should not have, with commas between them."""
    return ",".join(parameters[name]) if name in parameters else ""
