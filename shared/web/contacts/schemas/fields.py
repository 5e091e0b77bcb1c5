"""What clients may say of a contact, and are told again.

The models have the members that ``shared.domain.contacts.details`` declares, with their limits. A new member or list
needs nothing here, unless the OpenAPI document is to say more of it than the declaration does: see ``_DESCRIPTIONS``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field, create_model

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
from shared.web.http.wire import Wire

PartialDateText = Annotated[
    str,
    Field(
        description="A date of which parts may be unknown: `1990-05-17`, `--05-17`, `1990-05` or `1990`.",
        examples=["1990-05-17", "--12-09"],
        max_length=10,
    ),
]
_MODELS: Mapping[type[ListValue], tuple[str, str]] = {
    TextValue: ("TextValueWire", "A text."),
    Phone: ("PhoneWire", "A phone number."),
    DateValue: ("DateWire", "An anniversary or another date."),
    Address: ("AddressWire", "A postal address."),
    Organization: ("OrganizationWire", "Where somebody works, and as what."),
}
"""The names and descriptions of models that are not those of their classes."""
_DESCRIPTIONS: Mapping[tuple[type, str], Mapping[str, Any]] = {
    (ListValue, "id"): {"description": "Stable; the service makes one when there is none."},
    (ListValue, "label"): {"examples": ["home", "work"]},
    (ListValue, "primary"): {"description": "The preferred one of its list."},
    (ListValue, "extra"): {"description": "Foreign properties, kept verbatim."},
    (Phone, "value"): {"examples": ["+380 44 123 4567"]},
    (Phone, "e164"): {"description": "The number in E.164 when it can be read; yours is ignored."},
    (ContactDetails, "extra"): {"description": "Foreign properties, kept verbatim."},
}
"""What the OpenAPI document says of a member besides its type and its limit, also where its class is inherited from."""


def annotations_of(declaring: type, *, base: type[Wire] = Wire) -> dict[str, Any]:
    """Return the annotations of a model with the members of a dataclass that a base does not have; with defaults."""
    said = {name: arguments for (kind, name), arguments in _DESCRIPTIONS.items() if issubclass(declaring, kind)}
    own = {name: kind for name, kind in members_of(declaring).items() if name not in base.model_fields}
    return {name: _annotation(kind, **said[name]) if name in said else _undescribed(kind) for name, kind in own.items()}


@cache
def _undescribed(kind: Member) -> Any:
    """Return the same annotation for all members of a kind: making one is slow."""
    return _annotation(kind)


def _annotation(kind: Member, **said: Any) -> Any:
    if isinstance(kind, Text) and kind.required:
        return Annotated[str, Field(max_length=kind.max_length, **said)]
    if isinstance(kind, Text):
        return Annotated[str | None, Field(default=None, max_length=kind.max_length, **said)]
    if isinstance(kind, Date):
        return PartialDateText if kind.required else Annotated[PartialDateText | None, Field(default=None, **said)]
    if isinstance(kind, ListOf):
        values: Any = _model_of(kind.values)
        return Annotated[list[values], Field(default=[], max_length=MAX_LIST_VALUES, **said)]
    if isinstance(kind, Flag):
        return Annotated[bool, Field(default=False, **said)]
    return Annotated[dict[str, Any], Field(default={}, **said)]


@cache
def _model_of(values: type) -> type[Wire]:
    """Return the model of the values in a list. Like their class, it inherits what every value has."""
    base = Wire if values is ListValue else _model_of(ListValue)
    own = annotations_of(values, base=base)
    name, description = _MODELS.get(values, (f"{values.__name__}Wire", values.__doc__))
    return create_model(name, __base__=base, __doc__=description, __module__=__name__, **own)


class ContactDetailsWire(Wire):
    """What is known of a person or an organization."""

    __annotations__ = annotations_of(ContactDetails)


class ContactFields(ContactDetailsWire):
    """What a client may say of a contact."""

    tags: Annotated[
        list[Annotated[str, Field(max_length=TAG.max_length)]],
        Field(max_length=MAX_TAGS, description="By name; unknown ones are created."),
    ] = []
