"""How contacts are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PARTS = ("prefix", "first_name", "middle_name", "last_name", "suffix")


def display_name(contact: Mapping[str, Any]) -> str:
    """Return the name of a contact, or what there is instead of one."""
    names = [contact.get("display_name"), " ".join(filter(None, map(contact.get, _PARTS))), contact.get("nickname")]
    others = [
        one.get(member)
        for values, member in (("organizations", "name"), ("emails", "value"), ("phones", "value"))
        for one in contact.get(values) or ()
    ]
    return next((str(name) for name in [*names, *others] if name), "(no name)")
