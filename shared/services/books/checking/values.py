"""What is derived inside of a contact, checked by itself: what was read of phone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.documents import Members

_SHAPES = {"e164": re.compile(r"\+[1-9][0-9]{1,14}"), "extension": re.compile(r"[0-9]+")}
"""ITU-T E.164 section 6: a number has at most 15 digits, country code included."""


def value_problems(members: Members) -> Iterator[str]:
    """Yield what is wrong with the members of a document that are read of others, without any of their contents."""
    for name, values in members.items():
        for value in values if isinstance(values, list | tuple) else ():
            if not isinstance(value, dict):
                continue
            for derived, shape in _SHAPES.items():
                if derived not in value:
                    continue
                if name != "phones" or not value.get("value"):
                    yield f"value {value.get('id')} in {name} has {derived} of no phone number"
                elif not shape.fullmatch(str(value[derived])):
                    yield f"value {value.get('id')} in {name} has {derived} of a wrong form"
