"""The rules for texts: they are cleaned, and every broken rule is added to a list of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import FieldProblem
from shared.domain.text.cleaning import clean, has_control_characters

if TYPE_CHECKING:
    from shared.domain.contacts.members import Text, Texts

_LINE_CHARACTERS = "\n\t\r"


def clean_text(value: str, kind: Text, pointer: str, problems: list[FieldProblem]) -> str:
    """Return a text as it is stored."""
    text = clean(value)
    if has_control_characters(text, allowed=_LINE_CHARACTERS if kind.multiline else ""):
        problems.append(problem(pointer, "control_characters", "Control characters are not allowed here."))
    if len(text) > kind.max_length:
        problems.append(problem(pointer, "too_long", f"At most {kind.max_length} characters."))
    if kind.choices and text and text not in kind.choices:
        problems.append(problem(pointer, "not_one_of", f"This is one of: {', '.join(kind.choices)}."))
    return text


def clean_texts(values: tuple[str, ...], kind: Texts, pointer: str, problems: list[FieldProblem]) -> tuple[str, ...]:
    """Return a list of texts as it is stored. If there are too many of them, nothing else is said."""
    if len(values) > kind.max_values:
        problems.append(problem(pointer, "too_many", f"At most {kind.max_values} values."))
        return values
    texts = tuple([clean_text(each, kind.each, f"{pointer}/{n}", problems) for n, each in enumerate(values)])
    problems += [problem(f"{pointer}/{n}", "empty", "This text is empty.") for n, each in enumerate(texts) if not each]
    return texts


def problem(pointer: str, code: str, detail: str) -> FieldProblem:
    """Return the problem that the member at a pointer breaks a rule."""
    return FieldProblem(pointer=pointer, code=code, detail=detail)
