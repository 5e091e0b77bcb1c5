"""The forms of members that requests have: what validates them, and what the OpenAPI document says of them.

Pydantic would derive both from types, for each of a hundred members anew: more than half of what the models cost
where they are loaded.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import (
    list_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    nullable_schema,
    str_schema,
    to_string_ser_schema,
)

from shared.domain.contacts.members import Text, Texts
from shared.domain.partial_dates import PartialDate


class NullIsEmpty:
    """Lets requests set a member to null, which means that it is empty."""

    def __init__(self, empty: Callable[[], object]) -> None:
        self._empty = empty

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the validator's schema. ``BeforeValidator`` would generate that of the type twice."""
        return self.of(self._empty, handler(source))

    @staticmethod
    def of(empty: Callable[[], object], schema: CoreSchema) -> CoreSchema:
        """Return the schema of a value that may also be null, which makes it ``empty``."""
        return no_info_before_validator_function(lambda value: empty() if value is None else value, schema)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON schema, with null in requests."""
        schema = handler(core)
        return {"anyOf": [schema, {"type": "null"}]} if handler.mode == "validation" else schema


class Form:
    """A validator's schema, and the JSON schema that goes with it."""

    def __init__(self, core: CoreSchema, json: JsonSchemaValue) -> None:
        self._core = core
        self._json = json

    def __get_pydantic_core_schema__(self, _type: Any, _handler: object) -> CoreSchema:
        """Return a copy of the validator's schema, since Pydantic adds to it."""
        return cast("CoreSchema", {**self._core})

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: object) -> JsonSchemaValue:
        """Return a copy of the JSON schema, since Pydantic adds to it."""
        return {**self._json}

    def or_null(self) -> "Form":
        """Return the form of a value that may be null."""
        return Form(nullable_schema(self._core), {"anyOf": [self._json, {"type": "null"}]})


@cache
def text_form(kind: Text) -> Form:
    """Return the form of a text, whose length is only stated: see ``fields``. What requests say in vain has none."""
    limit = {"enum": list(kind.choices)} if kind.choices else {"maxLength": kind.max_length}
    least = {"minLength": 1} if kind.required else {}
    return Form(str_schema(), {"type": "string", **({"readOnly": True} if kind.derived else least | limit)})


@cache
def date_form() -> Form:
    """Return the form of a partial date, which is read from a text. No date is longer than what is stated."""
    json = {
        "type": "string",
        "maxLength": 10,
        "description": "A date, parts of which may be unknown: `1990-05-17`, `--05-17`, `1990-05` or `1990`.",
        "examples": ["1990-05-17", "--12-09"],
    }
    core = no_info_after_validator_function(read_date, str_schema(), serialization=to_string_ser_schema())
    return Form(core, json)


@cache
def texts_form(kind: Texts) -> Form:
    """Return the form of a list of texts."""
    items = {"type": "string", "maxLength": kind.each.max_length}
    limited = list_schema(str_schema(), max_length=kind.max_values)
    return Form(limited, {"items": items, "maxItems": kind.max_values, "type": "array"})


def read_date(text: str) -> PartialDate:
    """Return a partial date. Raises PydanticCustomError, which says what is wrong with it."""
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        rule = str(error)
        raise PydanticCustomError("invalid_date", "{rule}.", {"rule": f"{rule[0].upper()}{rule[1:]}"}) from error
