"""The members of a contact that clients write and read.

The models have the members that ``shared.domain.contacts.details`` declares. A new member or list needs no change here,
unless the OpenAPI document should say more about it than its declaration: see ``_DESCRIPTIONS``.

The lengths of texts are only stated here. ``shared.domain.contacts.rules`` enforces them on the text as it is stored,
which may be shorter than what was sent: without white space around it, and composed.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from shared.domain.contacts.details import (
    MAX_LIST_VALUES,
    MAX_TAGS,
    TAG,
    Address,
    ContactDetails,
    DateValue,
    ListValue,
    Organization,
    Phone,
    TextValue,
)
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, members_of
from shared.domain.partial_dates import PartialDate
from shared.web.http.wire import CLEANED, Wire


def _or_null(kind: Any, empty: Callable[[], object]) -> BeforeValidator:
    """Return the validator of a member of this kind that requests may set to null, which means that it is empty."""
    return BeforeValidator(lambda value: empty() if value is None else value, json_schema_input_type=kind | None)


@cache
def _text(max_length: int) -> Any:
    return Annotated[str, WithJsonSchema({"type": "string", "maxLength": max_length})]


def _is_date(text: str) -> str:
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise PydanticCustomError("invalid_date", "{rule}.", {"rule": str(error).capitalize()}) from error
    return text


PartialDateText = Annotated[
    str,
    AfterValidator(_is_date),
    Field(
        description="A date, parts of which may be unknown: `1990-05-17`, `--05-17`, `1990-05` or `1990`.",
        examples=["1990-05-17", "--12-09"],
        max_length=10,
    ),
    CLEANED,
]
_MODELS: Mapping[type[ListValue], tuple[str, str]] = {
    TextValue: ("TextValueWire", "A text."),
    Phone: ("PhoneWire", "A phone number."),
    DateValue: ("DateWire", "An anniversary or another date."),
    Address: ("AddressWire", "A postal address."),
    Organization: (
        "OrganizationWire",
        "An organization that the contact belongs to, with department and job title.",
    ),
}
"""The names and descriptions of models, where they differ from those of the classes."""
_DESCRIPTIONS: Mapping[tuple[type, str], Mapping[str, Any]] = {
    (ListValue, "id"): {"description": "Stable; assigned by the service if absent."},
    (ListValue, "label"): {"examples": ["home", "work"]},
    (ListValue, "primary"): {"description": "Whether this is the preferred value in its list; at most one is."},
    (ListValue, "extra"): {"description": "Properties from other formats, kept verbatim."},
    (Phone, "value"): {"examples": ["+380 44 123 4567", "(202) 555-0143 ext. 12"]},
    (Phone, "e164"): {
        "description": "The number in E.164, without the extension, if the value is one valid number. It stays as it "
        "is for as long as the value does, also when `phone_region` of the profile changes; ignored in requests.",
        "examples": ["+380441234567"],
    },
    (Phone, "extension"): {
        "description": "The digits of the extension in the value (`ext. 12`, `x12`, `#12`, `;ext=12`); ignored in "
        "requests.",
        "examples": ["12"],
    },
    (ContactDetails, "extra"): {"description": "Properties from other formats, kept verbatim."},
}
"""What the OpenAPI document says about a member, besides its type and limit. Subclasses inherit the entries."""


def annotations_of(declaring: type, *, base: type[Wire] = Wire) -> dict[str, Any]:
    """Return the annotations, including defaults, of a model with the members of a dataclass that ``base`` lacks."""
    described = {name: arguments for (kind, name), arguments in _DESCRIPTIONS.items() if issubclass(declaring, kind)}
    own = {name: kind for name, kind in members_of(declaring).items() if name not in base.model_fields}
    return {
        name: _annotation(kind, **described[name]) if name in described else _undescribed(kind)
        for name, kind in own.items()
    }


@cache
def _undescribed(kind: Member) -> Any:
    """Return one annotation for all members of a kind, since making one is slow."""
    return _annotation(kind)


def _annotation(kind: Member, **arguments: Any) -> Any:
    if isinstance(kind, Text) and kind.required:
        return Annotated[_text(kind.max_length), Field(**arguments)]
    if isinstance(kind, Text):
        return Annotated[_text(kind.max_length) | None, Field(default=None, **arguments)]
    if isinstance(kind, Date):
        return PartialDateText if kind.required else Annotated[PartialDateText | None, Field(default=None, **arguments)]
    if isinstance(kind, ListOf):
        values: Any = _model_of(kind.values)
        some = Annotated[list[values], Field(max_length=MAX_LIST_VALUES)]
        return Annotated[some, _or_null(some, list), Field(default=[], **arguments)]
    if isinstance(kind, Flag):
        return Annotated[bool, _or_null(bool, bool), Field(default=False, **arguments)]
    return Annotated[dict[str, Any], _or_null(dict[str, Any], dict), Field(default={}, **arguments)]


@cache
def _model_of(values: type) -> type[Wire]:
    """Return the model for the values of a list. Like their class, it inherits what every value has."""
    base = Wire if values is ListValue else _model_of(ListValue)
    own = annotations_of(values, base=base)
    name, description = _MODELS.get(values, (f"{values.__name__}Wire", values.__doc__))
    return create_model(name, __base__=base, __doc__=description, __module__=__name__, **own)


_TAG_JSON = {"type": "string", "maxLength": TAG.max_length}
_Tags = Annotated[list[str], WithJsonSchema({"type": "array", "items": _TAG_JSON, "maxItems": MAX_TAGS})]
"""Stated, not enforced, like the lengths of texts: of several spellings of a tag, only one is stored."""


class ContactDetailsWire(Wire):
    """The details of a contact: a person or an organization."""

    __annotations__ = annotations_of(ContactDetails)


class ContactFields(ContactDetailsWire):
    """The members of a contact that clients write."""

    tags: Annotated[
        _Tags,
        _or_null(_Tags, list),
        Field(
            description="The names of the tags; unknown tags are created. All contacts of a book together, also those "
            "in the trash, have at most 500 different ones, of 64 KiB with 12 bytes for each."
        ),
    ] = []
