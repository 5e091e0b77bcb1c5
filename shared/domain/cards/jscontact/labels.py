"""Labels and kinds of a value, and the contexts, features and label of JSContact (RFC 9555 section 2.3.20).

A value has a label and further kinds, all of them words. Those that JSContact knows are contexts and features; others
are what vCard's TYPE has, which stands in ``vCardParams``. A label that is no such word, or not the first of them, is
the ``label``; objects that have none in JSContact have it as the parameter ``x-ablabel``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.residue import object_in

if TYPE_CHECKING:
    from shared.domain.contacts.details import ListValue
    from shared.domain.contacts.documents import Members

CONTEXTS: Mapping[str, str] = {"work": "work", "home": "private"}
ADDRESS_CONTEXTS: Mapping[str, str] = {**CONTEXTS, "billing": "billing", "delivery": "delivery"}
PHONE_FEATURES: Mapping[str, str] = {
    "cell": "mobile",
    **{name: name for name in ("voice", "text", "video", "main-number", "textphone", "fax", "pager")},
}
LABEL_PARAMETER = "x-ablabel"
_TYPE = re.compile(r"[a-z0-9-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """How the objects of one member of a card are labelled."""

    has_label: bool = True
    contexts: Mapping[str, str] | None = None
    features: Mapping[str, str] | None = None

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Our words and JSContact's, by the member that has them."""
        return {"contexts": CONTEXTS if self.contexts is None else self.contexts, "features": self.features or {}}

    @property
    def _known(self) -> set[str]:
        return {word for known in self.words.values() for word in known}

    def read(self, entry: Members) -> tuple[str, tuple[str, ...]]:
        """Return the label and the kinds of an object."""
        words: list[str] = []
        for member, known in self.words.items():
            ours = {theirs: word for word, theirs in known.items()}
            words += [ours[each] for each in object_in(entry, member) if each in ours]
        parameters = object_in(entry, VCARD_PARAMETERS)
        types = [word for word in texts_of(parameters.get("type")) if word not in self._known]
        label = entry.get("label") if self.has_label else parameters.get(LABEL_PARAMETER)
        if not isinstance(label, str) or not label:
            label = next(iter(words if self.has_label else words + types), "")
        return label, tuple(dict.fromkeys(word for word in words + types if word != label))

    def write(self, value: ListValue) -> dict[str, Any]:
        """Return the members of an object that say the label and the kinds of a value."""
        words = [word for word in dict.fromkeys((value.label, *value.kinds)) if word]
        entry: dict[str, Any] = {}
        for member, known in self.words.items():
            if said := {known[word]: True for word in words if word in known}:
                entry[member] = said
        others = [word for word in words if word not in self._known]
        if self.has_label or not _TYPE.fullmatch(value.label):
            others = [word for word in others if word != value.label]
        parameters = type_parameter(others)
        if self.read({**entry, VCARD_PARAMETERS: parameters})[0] != value.label:
            if self.has_label:
                entry["label"] = value.label
            else:
                parameters = {**type_parameter([word for word in others if word != value.label])}
                parameters[LABEL_PARAMETER] = value.label
        return {**entry, VCARD_PARAMETERS: parameters} if parameters else entry


def type_parameter(words: list[str]) -> dict[str, Any]:
    """Return the parameters that say these words as vCard's TYPE: one as a text, several as an array."""
    return {"type": words[0] if len(words) == 1 else words} if words else {}


def texts_of(value: object) -> list[str]:
    """Return the texts of a parameter: it is one, or an array of them."""
    values = value if isinstance(value, list | tuple) else [value]
    return [each for each in values if isinstance(each, str) and each]
