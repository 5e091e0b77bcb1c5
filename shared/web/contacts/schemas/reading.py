"""Contacts in requests, read by one validator that is made of the members which ``ContactDetails`` declares.

The OpenAPI document shows ``ContactIn``, which is made of the same. To have pydantic derive the validator from that
model would be a tenth of a cold start; a test holds that both accept and refuse the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core.core_schema import (
    any_schema,
    bool_schema,
    dict_schema,
    list_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    nullable_schema,
    str_schema,
    typed_dict_field,
    typed_dict_schema,
)

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import MAX_LIST_VALUES, ContactDetails
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, Texts, Translations, members_of
from shared.domain.errors import FieldProblem
from shared.domain.text.cleaning import cleaned
from shared.web.contacts.schemas.drafts import content_problems, draft_of
from shared.web.contacts.schemas.forms import NullIsEmpty, read_date
from shared.web.http.validation_errors import invalid_input

READ_ONLY = ("id", "uid", "revision", "created_at", "updated_at", "matches", "thumbnail_url", "notices")
"""Members that only the service writes. Requests may contain them, so that a response can be sent back whole."""
_TEXT = str_schema(strict=True)
_DATE = no_info_before_validator_function(cleaned, no_info_after_validator_function(read_date, _TEXT))
_TRANSLATIONS = dict_schema(_TEXT, dict_schema(_TEXT, _TEXT))
_FOREIGN = dict_schema(_TEXT, any_schema())


@dataclass(frozen=True, slots=True)
class GivenContact:
    """A contact that a client sent as JSON: the members that it has, by name."""

    members: Mapping[str, Any]

    def to_draft(self) -> ContactDraft:
        """Return the draft of the contact."""
        return draft_of(self.members)


def read_contact(body: Any, rules: Callable[[Any], Iterable[FieldProblem]] = content_problems) -> GivenContact:
    """Return the contact in parsed JSON. Raises InvalidInputError, also with the ``rules`` that its content breaks."""
    try:
        return GivenContact(contact_validator().validate_python(body))
    except ValidationError as error:
        raise invalid_input(error, contact_model(), rules(body)) from error


def contact_model() -> type[BaseModel]:
    """Return ``ContactIn``, which only the OpenAPI document needs, and who has to be told of a mistake."""
    from shared.web.contacts.schemas.input import ContactIn  # noqa: PLC0415 - takes a tenth of a cold start

    return ContactIn


@cache
def contact_validator() -> SchemaValidator:
    """Return the validator of contacts: strict types, and no unknown members."""
    tags = NullIsEmpty.of(list, list_schema(_TEXT))
    others = {"tags": tags} | dict.fromkeys(READ_ONLY, any_schema())
    return SchemaValidator(_object_of(ContactDetails, others))


def _object_of(declaring: type, others: Mapping[str, CoreSchema]) -> CoreSchema:
    """Return the schema of an object with the members of a dataclass, and these ``others``."""
    members = {
        name: typed_dict_field(_schema_of(kind), required=isinstance(kind, Text | Date) and kind.required)
        for name, kind in members_of(declaring).items()
    }
    more = {name: typed_dict_field(schema, required=False) for name, schema in others.items()}
    return typed_dict_schema(members | more, extra_behavior="forbid")


@cache
def _schema_of(kind: Member) -> CoreSchema:
    """Return the schema of a member; null is the same as an empty one, and removes a later one."""
    if isinstance(kind, Text | Date):
        schema = _TEXT if isinstance(kind, Text) else _DATE
        return schema if kind.required else nullable_schema(schema)
    if isinstance(kind, Texts):
        return nullable_schema(list_schema(_TEXT, max_length=kind.max_values))
    if isinstance(kind, ListOf):
        values = list_schema(_object_of(kind.values, {}), max_length=MAX_LIST_VALUES)
        return nullable_schema(values) if kind.later else NullIsEmpty.of(list, values)
    if isinstance(kind, Translations):
        return nullable_schema(_TRANSLATIONS)
    return NullIsEmpty.of(bool, bool_schema(strict=True)) if isinstance(kind, Flag) else NullIsEmpty.of(dict, _FOREIGN)
