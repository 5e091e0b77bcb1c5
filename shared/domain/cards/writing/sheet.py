"""The properties of one card while it is being written, and what its format cannot hold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS, VCARD_PROPERTIES, VERBATIM, Notice
from shared.domain.cards.content_lines import FRAME, Property, is_name
from shared.domain.cards.jcard_properties import parameters_of
from shared.domain.cards.texts import escaped, is_plain_parameter, without_control_characters
from shared.domain.cards.writing.labels import apple_label, standard_type, types_of
from shared.domain.partial_dates import starts_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.cards.writing.profiles import Profile
    from shared.domain.contacts.details import Extra, ListValue

_VERBATIM = VERBATIM.upper()
_ESCAPED = re.compile(r"[\\,\r\n]")
"""Signs that parts of values cannot have as they are in any version of vCard, but for the semicolon."""
Parameters = dict[str, tuple[str, ...]]
OWN_MEMBERS = frozenset({VCARD_NAME, VCARD_PARAMETERS, VCARD_PROPERTIES})
"""The members of ``extra`` that are vCard's; all others are JSContact's."""
_NEW_PARAMETERS = frozenset({
    "AUTHOR", "AUTHOR-NAME", "CREATED", "DERIVED", "JSCOMPS", "JSPTR", "PHONETIC", "PROP-ID", "SCRIPT", "SERVICE-TYPE",
    "USERNAME",
})  # fmt: skip
"""Parameters of RFC 9554 and RFC 9555."""
_VALUE_TYPES_OF_3_0 = frozenset({"binary", "date", "date-time", "float", "integer", "phone-number", "text", "uri"})


class Sheet:
    """The properties of one card, in the order in which they are added, and the notices.

    Groups that the card already has keep their names; new ones are ``item1``, ``item2`` and so on.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._has_quotes = profile.has_quotes
        self.properties: list[Property] = []
        self.notices: list[Notice] = []
        self._foreign: dict[str, Parameters] = {}
        self._groups: set[str] = set()
        self._labels: set[tuple[str, str]] = set()
        self._new_groups = 0

    def remember(self, extra: Extra) -> None:
        """Take the parameters of members that are no lists, by the names of properties, for where they belong."""
        given = extra.get(VCARD_PARAMETERS)
        for name, each in given.items() if isinstance(given, dict) else ():
            self._foreign[bare(name.upper())] = parameters_of(each)

    def has_parameters_for(self, name: str) -> bool:
        """Return whether a property came with parameters of its own."""
        return name in self._foreign

    def reserve_groups(self, groups: Iterable[str]) -> None:
        """Leave these names to the properties that have them."""
        self._groups.update([group.lower() for group in groups if group])

    def lose(self, code: str, text: str) -> None:
        """Say that the format does not hold something."""
        self.notices.append(Notice(line=0, code=code, text=text))

    def escaped(self, text: str) -> str:
        """Return a text as the value of a property."""
        return escaped(text, self.profile.version, alone=True)

    def part(self, text: str) -> str:
        """Return a text as one of several parts of the value of a property."""
        return escaped(text, self.profile.version)

    def parts(self, texts: Sequence[str]) -> str:
        """Return texts as the value of a property that has parts. In most there is nothing to escape."""
        joined = ";".join(texts)
        if joined.count(";") == len(texts) - 1 and not _ESCAPED.search(joined):
            return joined
        return ";".join(map(self.part, texts))

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts as the value of a property that is a list."""
        version = "4.0" if self.profile.is_modern else "3.0"
        return ",".join([escaped(text, version, alone=True) for text in texts])

    def later(self, name: str, *, is_extension: bool = False) -> str:
        """Return the name of a property of vCard 4.0, or of its extension RFC 9554; others have it behind ``X-``."""
        has_it = self.profile.is_extended if is_extension else self.profile.is_modern
        return name if has_it else f"X-{name}"

    def add(self, name: str, value: str, parameters: Parameters | None = None, group: str = "") -> None:
        """Add a property whose value is already escaped."""
        parameters = parameters or {}
        if self._foreign and (foreign := self._foreign.pop(bare(name), None)):
            group = self._merge(name, parameters, foreign) or group
        self.append(name, value, parameters, group)

    def append(self, name: str, value: str, parameters: Parameters, group: str = "") -> None:
        """Add a property as it is, but for names that cannot stand in a card."""
        if not _is_writable(name):
            self.lose("no_name", "A property is left out, since its name cannot stand in a card.")
            return
        if parameters and not all(map(is_name, parameters)):
            parameters = self._named(name, parameters)
        if group:
            group = self._group_of(name, group)
        if parameters and self.profile.is_modern:
            value = _verbatim(parameters, value)
        if not value.isprintable() and value != without_control_characters(value):
            self.lose("control_characters", f"{name} is written without control characters.")
        self.properties.append(Property(name, value, group, parameters))

    def _group_of(self, name: str, group: str) -> str:
        """Return the group that a property is written with."""
        if not is_name(group):
            return ""
        if self.profile.has_groups:
            return group
        self.lose("group", f"{name} no longer belongs to the group {group}: there are no groups here.")
        return ""

    def _named(self, name: str, parameters: Parameters) -> Parameters:
        """Return the parameters of a property whose names can stand in a card."""
        self.lose("no_name", f"{name} has lost a parameter, since its name cannot stand in a card.")
        return {key: values for key, values in parameters.items() if is_name(key)}

    def _unquoted(self, name: str, parameters: Parameters) -> Parameters:
        """Return the parameters that need no quotation marks, which only cards of others have in vCard 2.1."""
        plain = {key: values for key, values in parameters.items() if self._can_write(values)}
        for key in parameters.keys() - plain.keys():
            self.lose("parameter", f"{name} has lost {key}, which has signs that parameters do not have here.")
        return plain

    def _can_write(self, values: tuple[str, ...]) -> bool:
        """Return whether the values of a parameter can stand in this version: 2.1 has no quotation marks."""
        return self._has_quotes or all(map(is_plain_parameter, values))

    def add_text(self, name: str, text: str, parameters: Parameters | None = None) -> None:
        """Add a property with a text, unless it is empty."""
        if text:
            self.add(name, self.escaped(text), parameters)

    def add_value(
        self, name: str, value: str, of: ListValue, parameters: Parameters | None = None, group: str = ""
    ) -> str:
        """Add the property of a value in a list, with its label, preference, id and foreign parameters.

        Return its group: the one that it came with, or else the one given, or a new one if its label needs one.
        """
        types, label = types_of(of, name)
        own: Parameters = {**parameters} if parameters else {}
        if types:
            own["TYPE"] = (*own["TYPE"], *types) if "TYPE" in own else types
        if label and (of_label := self._type_of_label(label, name)):
            own["TYPE"] = tuple(dict.fromkeys((of_label, *own.get("TYPE", ()))))
            label = ""
        if of.primary or of.id:
            self._prefer(own, of)
        if own and not self._has_quotes:
            own = self._unquoted(name, own)
        if VCARD_PARAMETERS in of.extra:
            group = self._merge(name, own, parameters_of(of.extra[VCARD_PARAMETERS])) or group
        if label and not group:
            group = self.new_group()
        self.append(name, value, own, group)
        if label:
            self._add_label(label, group)
        return group

    def _prefer(self, parameters: Parameters, of: ListValue) -> None:
        if of.primary and self.profile.is_modern:
            parameters["PREF"] = ("1",)
        elif of.primary:
            parameters["TYPE"] = (*parameters.get("TYPE", ()), "pref")
        if of.id and self.profile.is_extended:
            parameters["PROP-ID"] = (of.id,)

    def _merge(self, name: str, parameters: Parameters, foreign: Parameters) -> str:
        """Add the foreign parameters that this profile takes, and that are not there already; return their group."""
        group = next(filter(is_name, foreign.pop("GROUP", ())), "")
        for key, values in foreign.items():
            is_free = key not in parameters or key == "TYPE"
            if is_free and values and self._takes(name, key, values):
                parameters[key] = (*parameters.get(key, ()), *values)
        return group

    def foreign(self, name: str, parameters: Parameters) -> Parameters:
        """Return those of the parameters that this profile takes; name the others."""
        return {key: values for key, values in parameters.items() if self._takes(name, key, values)}

    def _takes(self, name: str, key: str, values: tuple[str, ...]) -> bool:
        if key == "VALUE" and not self.profile.is_modern and not _VALUE_TYPES_OF_3_0.issuperset(values):
            return False
        is_new = key in _NEW_PARAMETERS or (key == "SORT-AS" and name == "ORG")
        has_it = self.profile.is_extended or (not self.profile.is_modern and self._can_write(values))
        if not is_new or has_it:
            return True
        self.lose("parameter", f"{name} has lost {key}={','.join(values)}, which this profile does not have.")
        return False

    def new_group(self) -> str:
        """Return the name of a group that nothing in the card has."""
        while True:
            self._new_groups += 1
            group = f"item{self._new_groups}"
            if group not in self._groups:
                return group

    def _add_label(self, label: str, group: str) -> None:
        if (group, label) not in self._labels:
            self._labels.add((group, label))
            shown = apple_label(label) if self.profile.is_apple else label
            self.add("X-ABLABEL", self.escaped(shown), group=group)

    def _type_of_label(self, label: str, name: str) -> str:
        """Return the type that stands for a label where there are no groups, or which says the same; empty if none.

        Only the profile that keeps everything has a group for a word that means a type: programs do not look into it.
        """
        if not self.profile.is_extended and (known := standard_type(label, name)):
            return known
        if self.profile.has_groups:
            return ""
        if "," in label:
            self.lose("label", f"The label {label} of {name} is written without commas, which separate types.")
        return f"x-{label.replace(',', '')}"


def _verbatim(parameters: Parameters, value: str) -> str:
    """Return the date that a property had when it was read, taken out of its parameters, if it still is that day."""
    given = parameters.pop(_VERBATIM, None)
    return given[0] if given and starts_with(given[0], value) else value


@lru_cache(maxsize=1024)
def _is_writable(name: str) -> bool:
    """Return whether a property with this name can stand in a card."""
    return name not in FRAME and is_name(name)


def bare(name: str) -> str:
    """Return the name of a property without the ``X-`` that it has in earlier versions."""
    return name.removeprefix("X-")
