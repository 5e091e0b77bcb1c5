"""The errors that pydantic finds, as field problems: with codes independent of the library, and JSON pointers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import ValidationError

from shared.domain.errors import FieldProblem, InvalidInputError

_CODES: Mapping[str, str] = {
    "missing": "required",
    "extra_forbidden": "unknown_member",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "too_short": "too_few",
    "string_pattern_mismatch": "wrong_form",
    "string_unicode": "control_characters",
    "enum": "not_one_of",
    "literal_error": "not_one_of",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "repeated": "repeated",
    "no_moment": "wrong_form",
    "not_together": "not_together",
    "invalid_date": "invalid_date",
    "unknown_field": "unknown_field",
    "unknown_view": "unknown_view",
}


_DETAILS: Mapping[str, str] = {
    "extra_forbidden": "This name is not known here.",
    "missing": "This is required.",
    "model_type": "This should be an object.",
    "dict_type": "This should be an object.",
}


def rule_code(error_type: str) -> str:
    """Return the code of a kind of pydantic error (https://docs.pydantic.dev/latest/errors/validation_errors/).

    Kinds that are not listed concern the type of a value: ``string_type``, ``bool_type``, ``int_parsing`` and so on.
    """
    return _CODES.get(error_type, "wrong_type")


def rule_detail(error_type: str, message: str) -> str:
    """Return the detail for people: pydantic's message, except where that speaks of Python or of models."""
    return _DETAILS.get(error_type, message)


_OF_ABSENCE = frozenset({"empty", "nothing_to_show"})
"""The rules that may be broken only because something could not be read."""


def invalid_input(error: ValidationError, content: Iterable[FieldProblem] = ()) -> InvalidInputError:
    """Return the errors found in a body: those of its form, and those of its ``content`` as far as it could be read."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    form = [
        FieldProblem(
            pointer=pointer(each["loc"]), code=rule_code(each["type"]), detail=rule_detail(each["type"], each["msg"])
        )
        for each in errors
    ]
    return InvalidInputError(*form, *_not_implied(content, form))


def _not_implied(content: Iterable[FieldProblem], form: Iterable[FieldProblem]) -> Iterator[FieldProblem]:
    """Yield the problems of content that are not there because of a problem of form, in the same place or below it."""
    broken = {problem.pointer for problem in form}
    incomplete = {
        place for problem in form if problem.code != "unknown_member" for place in _places_above(problem.pointer)
    }
    for problem in content:
        if problem.pointer in broken or any(place in broken for place in _places_above(problem.pointer)):
            continue
        if problem.code not in _OF_ABSENCE or problem.pointer not in incomplete:
            yield problem


def _places_above(place: str) -> Iterator[str]:
    """Yield the pointers to what contains a place, from the inside out; the last one is that of the whole body."""
    while place:
        place = place.rpartition("/")[0]
        yield place


def pointer(location: tuple[str | int, ...]) -> str:
    """Return a location in a document as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
