"""The errors that pydantic finds, as field problems: with codes independent of the library, and JSON pointers."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from shared.domain.errors import FieldProblem, InvalidInputError

_CODES: Mapping[str, str] = {
    "missing": "required",
    "extra_forbidden": "unknown_member",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_pattern_mismatch": "wrong_form",
    "string_unicode": "control_characters",
    "enum": "not_one_of",
    "literal_error": "not_one_of",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "repeated": "repeated",
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


def invalid_input(error: ValidationError) -> InvalidInputError:
    """Return the errors found in a body."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    return InvalidInputError(
        *(
            FieldProblem(
                pointer=pointer(each["loc"]),
                code=rule_code(each["type"]),
                detail=rule_detail(each["type"], each["msg"]),
            )
            for each in errors
        )
    )


def pointer(location: tuple[str | int, ...]) -> str:
    """Return a location in a document as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
