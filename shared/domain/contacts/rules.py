"""The rules that a contact must follow. Every contact passes ``checked`` before it is written to a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import (
    MAX_LIST_VALUES,
    MAX_TAGS,
    TAG,
    ContactDetails,
    ListValue,
    TextValue,
    own_members,
)
from shared.domain.contacts.documents import encode
from shared.domain.contacts.members import Date, Foreign, ListOf, Text, members_of
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES, is_too_large
from shared.domain.email_addresses import clean_email
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.text.cleaning import clean, has_control_characters

MAX_EXTRA_DEPTH = 8
_LINE_CHARACTERS = "\n\t\r"
_PHOTO_SCHEMES = frozenset({"http", "https"})
_SCRIPT_SCHEMES = frozenset({"javascript", "vbscript", "data"})
"""What a page that shows such a link may run as a script of its own."""

_Part = TypeVar("_Part", ContactDetails, ListValue)


def checked(draft: ContactDraft) -> ContactDraft:
    """Return the draft with its texts cleaned (``clean`` says how); the same object if they already are.

    Raises InvalidInputError naming every broken rule.
    """
    problems: list[FieldProblem] = []
    details = _clean_details(draft.details, problems)
    tags = _clean_tags(draft.tags, problems)
    if details is not draft.details or tags != draft.tags:
        draft = ContactDraft(details=details, tags=tags)
    problems += _whole_problems(draft)
    if problems:
        raise InvalidInputError(*problems)
    return draft


def _clean_details(details: ContactDetails, problems: list[FieldProblem]) -> ContactDetails:
    lists: dict[str, Any] = {}
    cleaned = _clean(details, "", problems)
    for name, kind in members_of(type(details)).items():
        values = getattr(details, name) if isinstance(kind, ListOf) else ()
        if values:
            lists[name] = tuple([_clean(value, f"/{name}/{index}", problems) for index, value in enumerate(values)])
            if name == "emails":
                lists[name] = tuple(map(_clean_email, lists[name]))
            problems += _list_problems(name, lists[name])
    changes = {name: values for name, values in lists.items() if values != getattr(details, name)}
    return replace(cleaned, **changes) if changes else cleaned


def _clean(part: _Part, pointer: str, problems: list[FieldProblem]) -> _Part:
    changes: dict[str, Any] = {}
    for name, kind in members_of(type(part)).items():
        value = getattr(part, name)
        if not value:
            continue
        if isinstance(kind, Text):
            text = _clean_text(value, kind, f"{pointer}/{name}", problems)
            if text != value:
                changes[name] = text
        elif isinstance(kind, Foreign):
            problems += _extra_problems(value, f"{pointer}/{name}")
    return replace(part, **changes) if changes else part


def _clean_email(email: TextValue) -> TextValue:
    return email if email.value.isprintable() else replace(email, value=clean_email(email.value))


def _clean_text(value: str, kind: Text, pointer: str, problems: list[FieldProblem]) -> str:
    text = clean(value)
    if has_control_characters(text, allowed=_LINE_CHARACTERS if kind.multiline else ""):
        problems.append(_problem(pointer, "control_characters", "Control characters are not allowed here."))
    if len(text) > kind.max_length:
        problems.append(_problem(pointer, "too_long", f"At most {kind.max_length} characters."))
    return text


def _clean_tags(tags: tuple[str, ...], problems: list[FieldProblem]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for index, tag in enumerate(tags):
        pointer = f"/tags/{index}"
        text = _clean_text(tag, TAG, pointer, problems)
        if not text:
            problems.append(_problem(pointer, "empty", "A tag needs a name."))
        unique.setdefault(text.casefold(), text)
        if len(unique) > MAX_TAGS:
            problems.append(_problem("/tags", "too_many", f"At most {MAX_TAGS} tags."))
            break
    return tuple(unique.values())


def _list_problems(name: str, values: tuple[ListValue, ...]) -> Iterator[FieldProblem]:
    pointer = f"/{name}"
    if len(values) > MAX_LIST_VALUES:
        yield _problem(pointer, "too_many", f"At most {MAX_LIST_VALUES} values.")
    if sum([value.primary for value in values]) > 1:
        yield _problem(pointer, "two_primaries", "At most one value can be the primary one.")
    ids = [value.id for value in values if value.id]
    if len(ids) != len(set(ids)):
        yield _problem(pointer, "duplicate_id", "Two values have the same id.")
    for index, value in enumerate(values):
        if not any(getattr(value, own) for own in own_members(type(value))):
            yield _problem(f"{pointer}/{index}", "empty", "This value is empty.")


def _extra_problems(extra: Mapping[str, Any], pointer: str) -> Iterator[FieldProblem]:
    if _depth(extra) > MAX_EXTRA_DEPTH:
        yield _problem(pointer, "too_deep", f"At most {MAX_EXTRA_DEPTH} levels.")
        return
    try:
        encode(extra).encode()
    except UnicodeEncodeError:
        yield _problem(pointer, "control_characters", "Unpaired surrogates are not allowed here.")


def _depth(value: object) -> int:
    """Return the nesting depth. Recursion is safe, since the parser limits the depth of its input."""
    if isinstance(value, Mapping):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _whole_problems(draft: ContactDraft) -> Iterator[FieldProblem]:
    photo_url = draft.details.photo_url
    if photo_url and _scheme_of(photo_url) not in _PHOTO_SCHEMES:
        yield _problem("/photo_url", "invalid_url", "A photo_url starts with https:// or http://.")
    for index, url in enumerate(draft.details.urls):
        if (scheme := _scheme_of(url.value)) in _SCRIPT_SCHEMES:
            yield _problem(f"/urls/{index}/value", "invalid_url", f"A link must not start with {scheme}:.")
    if not has_content(draft.details):
        yield _problem("", "nothing_to_show", "A contact needs something to show: any text, value or date.")
    if is_too_large(draft.document):
        detail = f"A contact is at most {MAX_CONTACT_BYTES} bytes as JSON, not counting tags and ids."
        yield _problem("", "too_large", detail)


def _scheme_of(url: str) -> str:
    """Return the scheme in lower case, since its case has no meaning (RFC 3986 section 3.1); empty if there is none."""
    scheme, colon, _ = url.partition(":")
    return scheme.lower() if colon else ""


def has_content(details: ContactDetails) -> bool:
    """Return whether there is anything to show: a text, a date or a value in a list. A flag is no content."""
    kinds = members_of(type(details)).items()
    return any(getattr(details, name) for name, kind in kinds if isinstance(kind, Text | Date | ListOf))


def _problem(pointer: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, detail=detail)
