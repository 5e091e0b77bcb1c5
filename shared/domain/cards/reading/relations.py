"""People whom somebody is related to: RELATED, and the properties that programs have had for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.values import text_of, uri_of

if TYPE_CHECKING:
    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

RELATIONS = "relations"

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$")
_VALUE_TYPES = frozenset({"", "text", "uri", "uid", "url"})
KINDS_OF_RELATION = {
    "X-SPOUSE": "spouse", "X-EVOLUTION-SPOUSE": "spouse", "X-MS-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse", "X-KADDRESSBOOK-X-SPOUSENAME": "spouse", "X-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager", "X-MS-MANAGER": "manager", "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant", "X-EVOLUTION-ASSISTANT": "assistant", "X-MS-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant", "X-CHILD": "child", "X-CHILDREN": "child", "X-MS-CHILD": "child",
    "X-FATHER": "father", "X-MOTHER": "mother", "X-BROTHER": "brother", "X-SISTER": "sister", "X-FRIEND": "friend",
    "X-PARTNER": "partner", "X-PARENT": "parent",
}  # fmt: skip
"""The label that the name of a property means."""


def read_relation(card: CardBuilder, prop: Property) -> None:
    """Read RELATED: a URI or a text. That it is a text is remembered where the value itself does not tell."""
    kind = first(prop.parameters, "VALUE")
    if kind.lower() not in _VALUE_TYPES and not text_of(prop.value).strip(";"):
        card.note(prop, "misplaced_value", f"The value of RELATED stands in its parameter VALUE: {kind}")
        card.add(RELATIONS, prop, {"value": kind}, ("VALUE",))
        return
    is_text = kind.lower() == "text" or (not kind and "\\" in prop.value)
    value = text_of(prop.value) if is_text else uri_of(prop.value)
    if value:
        told = ("VALUE",) if is_text != bool(_URI.match(value)) else ()
        card.add(RELATIONS, prop, {"value": value}, told)
    else:
        card.note_empty(prop)


def read_related_name(card: CardBuilder, prop: Property) -> None:
    """Read X-ABRELATEDNAMES, whose label says how somebody is related, and the properties named after a relation."""
    value = text_of(prop.value)
    if not value:
        card.note_empty(prop)
        return
    label = KINDS_OF_RELATION.get(prop.name)
    card.add(RELATIONS, prop, {"value": value}, types=(*prop.parameters.get("TYPE", ()), label) if label else None)
