"""The rules that a label must follow, whoever makes or changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.details import TAG
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.labels import Label
from shared.domain.text.cleaning import clean, has_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLOR_LENGTH = len("#rrggbb")
_HEXADECIMAL = frozenset("0123456789abcdef")


def checked_label(label: Label) -> Label:
    """Return the label with its name cleaned and its colour in lower case.

    Raises InvalidInputError naming every broken rule.
    """
    checked = Label(name=clean(label.name), color=label.color.lower() if label.color is not None else None)
    if problems := list(_problems(checked)):
        raise InvalidInputError(*problems)
    return checked


def _problems(label: Label) -> Iterator[FieldProblem]:
    if not label.name:
        yield FieldProblem(pointer="/name", code="empty", detail="A label needs a name.")
    if has_control_characters(label.name):
        yield FieldProblem(
            pointer="/name", code="control_characters", detail="Control characters are not allowed here."
        )
    if len(label.name) > TAG.max_length:
        yield FieldProblem(pointer="/name", code="too_long", detail=f"At most {TAG.max_length} characters.")
    if label.color is not None and not _is_color(label.color):
        yield FieldProblem(pointer="/color", code="invalid_color", detail="A colour is written #rrggbb.")


def _is_color(text: str) -> bool:
    return len(text) == _COLOR_LENGTH and text.startswith("#") and _HEXADECIMAL.issuperset(text[1:])
