"""The errors that pydantic finds, as field problems: with codes independent of the library, and JSON pointers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from shared.domain.errors import FieldProblem, InvalidInputError

UNKNOWN = "unknown_member"
MAX_SUGGESTIONS = 10
"""To how many unknown names of a request likely ones are looked for: a body may have thousands."""
_CODES: Mapping[str, str] = {
    "missing": "required",
    "extra_forbidden": UNKNOWN,
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
    "enum": "This should be {expected}.",
    "extra_forbidden": "This name is not known here.",
    "greater_than_equal": "At least {ge}.",
    "less_than_equal": "At most {le}.",
    "literal_error": "This should be {expected}.",
    "missing": "This is required.",
    "string_pattern_mismatch": "This should have the form {pattern}.",
    "string_too_long": "At most {max_length} characters.",
    "string_too_short": "At least {min_length} characters.",
    "string_unicode": "This should be valid Unicode.",
    "too_long": "At most {max_length} values.",
    "too_short": "At least {min_length} values.",
}
_DETAILS_OF_TYPES: Mapping[str, str] = {
    "bool": "This should be true or false.",
    "bytes": "This should be a file.",
    "datetime": "This should be a time (RFC 3339).",
    "dict": "This should be an object.",
    "float": "This should be a number.",
    "int": "This should be a whole number.",
    "list": "This should be a list.",
    "model": "This should be an object.",
    "string": "This should be a text.",
}
"""By the first word of a kind: of ``int_type``, ``int_parsing`` and ``int_from_float``, for example."""


def rule_code(error_type: str) -> str:
    """Return the code of a kind of pydantic error (https://docs.pydantic.dev/latest/errors/validation_errors/).

    Kinds that are not listed concern the type of a value: ``string_type``, ``bool_type``, ``int_parsing`` and so on.
    """
    return _CODES.get(error_type, "wrong_type")


def rule_detail(error: Mapping[str, Any]) -> str:
    """Return the detail of an error for people, in the voice of all others; pydantic's speaks of Python."""
    kind, message = error["type"], str(error["msg"])
    template = _DETAILS.get(kind) or _DETAILS_OF_TYPES.get(kind.partition("_")[0])
    try:
        return template.format_map(error.get("ctx", {})) if template else message
    except KeyError:  # an error that our own code raised as one of pydantic's kinds, with a sentence of its own
        return message


_OF_ABSENCE = frozenset({"empty", "nothing_to_show"})
"""The rules that may be broken only because something could not be read."""


def invalid_input(
    error: ValidationError, model: type[BaseModel], content: Iterable[FieldProblem] = ()
) -> InvalidInputError:
    """Return the errors found in a body: those of its form, and those of its ``content`` as far as it could be read."""
    errors = error.errors(include_url=False, include_input=False)
    form = [
        FieldProblem(pointer=pointer(each["loc"]), code=rule_code(each["type"]), detail=rule_detail(each))
        for each in errors
    ]
    _add_suggestions(form, [each["loc"] for each in errors], model)
    return InvalidInputError(*form, *_not_implied(content, form))


def unknown_name_detail(name: str, known: Iterable[str]) -> str:
    """Return what people are told of a name that is not among the ``known`` ones, such as that it may be misspelt."""
    from shared.web.http.known_names import with_suggestion  # noqa: PLC0415 - most requests make no mistake

    return with_suggestion(_DETAILS["extra_forbidden"], name, known)


def _add_suggestions(form: list[FieldProblem], places: Sequence[tuple[str | int, ...]], model: type[BaseModel]) -> None:
    """Let the first problems with unknown names say which names are likely meant."""
    unknown = [index for index, problem in enumerate(form) if problem.code == UNKNOWN]
    if not unknown:
        return
    from shared.web.http.known_names import names_at  # noqa: PLC0415 - most requests make no mistake

    for index in unknown[:MAX_SUGGESTIONS]:
        *place, name = places[index]
        detail = unknown_name_detail(str(name), names_at(model, place))
        form[index] = replace(form[index], detail=detail)


def _not_implied(content: Iterable[FieldProblem], form: Iterable[FieldProblem]) -> Iterator[FieldProblem]:
    """Yield the problems of content that are not there because of a problem of form, in the same place or below it."""
    broken = {problem.pointer for problem in form}
    incomplete = {place for problem in form if problem.code != UNKNOWN for place in _places_above(problem.pointer)}
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
