"""The members of a contact that clients write and read.

The models have the members that ``shared.domain.contacts.details`` declares. A new member or list needs no change here,
unless the OpenAPI document should say more about it than its declaration: see ``_DESCRIPTIONS``.

The lengths of texts are only stated here. ``shared.domain.contacts.rules`` enforces them on the text as it is stored,
which may be shorter than what was sent: without white space around it, and composed.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, create_model

from shared.domain.contacts.details import (
    MAX_LIST_VALUES,
    MAX_TAGS,
    TAG,
    Address,
    ContactDetails,
    DateValue,
    Handle,
    ListValue,
    Organization,
    PersonalInfo,
    Phone,
    Relation,
    TextValue,
)
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, Texts, members_of
from shared.web.contacts.schemas.forms import NullIsEmpty, date_form, text_form, texts_form
from shared.web.http.wire import CLEANED, Wire

PartialDateText = Annotated[Any, date_form(), CLEANED]
_MODELS: Mapping[type[ListValue], tuple[str, str]] = {
    TextValue: ("TextValueWire", "A text."),
    Phone: ("PhoneWire", "A phone number."),
    DateValue: ("DateWire", "An anniversary or another date."),
    Address: ("AddressWire", "A postal address."),
    Organization: (
        "OrganizationWire",
        "An organization that the contact belongs to, with departments, job title and role.",
    ),
    Relation: ("RelationWire", "Somebody whom the contact is related to; `label` says how."),
    Handle: ("HandleWire", "A name in a messenger or social network."),
    PersonalInfo: ("PersonalInfoWire", "A field of expertise, a hobby or an interest."),
}
"""The names and descriptions of models, where they differ from those of the classes."""
_IF_ABSENT = "If it is absent in a request, what is stored is kept; null removes it."
_HEAD_OF = (
    "`{head}` is the first of them. A request needs only one of the two; if it has both, they have to agree. If only "
    "`{head}` changes, it takes the place of the first; if it is removed, so are all."
)
_JOINED = (
    "The values of `{head}`, if there are several: `{head}` is all of them, with blanks between them. A request needs "
    "only one of the two; if it has both, they have to agree. If only `{head}` changes, its values are no longer known."
)
_DESCRIPTIONS: Mapping[tuple[type, str], Mapping[str, Any]] = {
    (ListValue, "id"): {"description": "Stable; assigned by the service if absent."},
    (ListValue, "label"): {"examples": ["home", "work"]},
    (ListValue, "kinds"): {
        "description": "Further labels of the same value, such as `fax` beside the label `home`.",
        "examples": [["home", "fax"]],
    },
    (ListValue, "primary"): {
        "description": "Whether this is the preferred value in its list; at most one is. Otherwise the order of the "
        "list is that of preference."
    },
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
    (Organization, "departments"): {"description": f"The departments, the largest first. {_HEAD_OF}"},
    (Organization, "role"): {"description": "What the contact does there, beside the job title."},
    (Address, "formatted"): {"description": "The address as it is written on a letter."},
    (Address, "country_code"): {"description": "The code of the country (ISO 3166-1).", "examples": ["UA"]},
    (Address, "coordinates"): {"description": "A `geo:` URI (RFC 5870).", "examples": ["geo:50.45,30.52"]},
    (Address, "direction"): {"description": "The quarter of a city: `north`."},
    (Relation, "contact_id"): {
        "description": "The id of this contact, if it is in the same book. The other contact then shows the inverse "
        "relation, which is written and removed together with this one. It belongs to `value`: a request that changes "
        "`value` without it removes it."
    },
    (Relation, "inverse_id"): {
        "description": "The id of the relation at the other contact that points back; ignored in requests."
    },
    (Handle, "value"): {"description": "The address, a URI.", "examples": ["xmpp:taras@example.com"]},
    (Handle, "user_name"): {"examples": ["taras"]},
    (Handle, "service"): {"examples": ["Mastodon"]},
    (ContactDetails, "extra"): {"description": "Properties from other formats, kept verbatim."},
    (ContactDetails, "kind"): {"description": "What the contact is. A `group` has `members`."},
    (ContactDetails, "display_name"): {
        "description": "The whole name as it is written, if it is not made of the parts. The contact is listed by it."
    },
    (ContactDetails, "nicknames"): {"description": _HEAD_OF},
    (ContactDetails, "first_names"): {"description": _JOINED},
    (ContactDetails, "middle_names"): {"description": _JOINED},
    (ContactDetails, "last_names"): {"description": _JOINED},
    (ContactDetails, "prefixes"): {"description": _JOINED},
    (ContactDetails, "suffixes"): {"description": _JOINED},
    (ContactDetails, "second_last_name"): {"description": "A second family name, as in Spain."},
    (ContactDetails, "generation"): {"examples": ["III"]},
    (ContactDetails, "members"): {
        "description": "The members of a group: ids of contacts of the same book, or foreign uids. They are kept as "
        "they are, also if there is no such contact."
    },
    (ContactDetails, "birthday_text"): {
        "description": "The birthday as a text (`circa 1800`), or beside `birthday` the same date with more to it "
        "(`1990-05-17T10:00:00Z`). It is kept as it is until `birthday` changes.",
        "examples": ["circa 1800"],
    },
    (ContactDetails, "gender"): {"description": "In words."},
    (ContactDetails, "pronouns"): {"examples": ["they/them"]},
    (ContactDetails, "language"): {"description": "The language of these texts (BCP 47).", "examples": ["uk"]},
    (ContactDetails, "languages"): {"description": "The languages that the contact prefers, the first one most."},
    (ContactDetails, "time_zone"): {"examples": ["Europe/Kyiv"]},
    (ContactDetails, "coordinates"): {"description": "A `geo:` URI (RFC 5870).", "examples": ["geo:50.45,30.52"]},
    (ContactDetails, "localizations"): {
        "description": "Texts in other languages: by language tag (BCP 47), then by place.",
        "examples": [{"uk": {"last_name": "Мельник", "addresses/q3Zr0pS9d1m4/city": "Київ"}}],
    },
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
    if kind.later:
        return _later_annotation(kind, **arguments)
    if isinstance(kind, Text | Date):
        text: Any = PartialDateText if isinstance(kind, Date) else Annotated[Any, text_form(kind)]
        if kind.required:
            return Annotated[text, Field(**arguments)] if arguments else text
        return Annotated[_or_absent(kind), Field(default=None, **arguments)]
    if isinstance(kind, ListOf):
        return Annotated[_list_of(kind), NullIsEmpty(list), Field(default=[], **arguments)]
    if isinstance(kind, Flag):
        return Annotated[bool, NullIsEmpty(bool), Field(default=False, **arguments)]
    return Annotated[dict[str, Any], NullIsEmpty(dict), Field(default={}, **arguments)]


def _later_annotation(kind: Member, *, description: str = "", **arguments: Any) -> Any:
    """Return the annotation of a member that is left out of responses while it is empty."""
    if isinstance(kind, Texts):
        description = description.format(head=kind.head)
    if not (isinstance(kind, Text) and kind.derived):
        description = f"{description} {_IF_ABSENT}".strip()
    content: Any = _or_absent(kind)
    return Annotated[content, Field(default=None, exclude_if=_is_none, description=description, **arguments)]


def _or_absent(kind: Member) -> Any:
    """Return the type of a member that is null while it is empty."""
    if isinstance(kind, Text):
        return Annotated[Any, text_form(kind).or_null()]
    if isinstance(kind, Texts):
        return Annotated[Any, texts_form(kind).or_null()]
    if isinstance(kind, ListOf):
        return _list_of(kind) | None
    return (PartialDateText if isinstance(kind, Date) else dict[str, dict[str, str]]) | None


def _list_of(kind: ListOf) -> Any:
    values: Any = _model_of(kind.values)
    return Annotated[list[values], Field(max_length=MAX_LIST_VALUES)]


def _is_none(value: object) -> bool:
    return value is None


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
        NullIsEmpty(list),
        Field(
            description="The names of the tags; unknown tags are created. All contacts of a book together, also those "
            "in the trash, have at most {book_tags} different ones, of {book_tags_size} with 12 bytes for each."
        ),
    ] = []
