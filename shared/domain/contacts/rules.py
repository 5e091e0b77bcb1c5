"""Which contacts are acceptable: limits, texts, lists. Every way into a book goes through ``checked``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from shared.domain.contacts import documents
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import LIST_FIELDS, ContactDetails, ListValue, TextValue
from shared.domain.email_addresses import check_email
from shared.domain.errors import FieldProblem, InvalidEmailError, InvalidInputError
from shared.domain.text.folding import has_control_characters

MAX_CONTACT_BYTES = 32 * 1024
MAX_NAME_LENGTH = 200
MAX_VALUE_LENGTH = 1_000
MAX_NOTES_LENGTH = 10_000
MAX_LABEL_LENGTH = 50
MAX_TAG_LENGTH = 100
MAX_TAGS = 50
MAX_LIST_VALUES = 50
MAX_EXTRA_DEPTH = 8
MAX_VALUE_ID_LENGTH = 64

_MULTILINE_FIELDS = frozenset({"notes", "street", "extended"})
_MAX_LENGTHS = {"notes": MAX_NOTES_LENGTH, "label": MAX_LABEL_LENGTH, "id": MAX_VALUE_ID_LENGTH, "tag": MAX_TAG_LENGTH}
_LONG_FIELDS = frozenset({"value", "photo_url", "street", "extended"})
_SCRIPT_SCHEMES = frozenset({"javascript", "vbscript", "data"})
"""What a page that shows such a link may run as a script of its own."""

_Part = TypeVar("_Part", ContactDetails, ListValue)


def checked(draft: ContactDraft) -> ContactDraft:
    """Return the draft with texts trimmed and in Unicode NFC. Raises InvalidInputError naming every broken rule."""
    problems: list[FieldProblem] = []
    details = _clean(draft.details, "", problems)
    lists: dict[str, Any] = {}
    for name in LIST_FIELDS:
        values = getattr(details, name)
        lists[name] = tuple(_clean(value, f"/{name}/{index}", problems) for index, value in enumerate(values))
        problems += _list_problems(name, lists[name])
    details = replace(details, **lists)
    tags = _clean_tags(draft.tags, problems)
    problems += _whole_problems(details)
    if problems:
        raise InvalidInputError(*problems)
    return ContactDraft(details=details, tags=tags)


def _clean(part: _Part, pointer: str, problems: list[FieldProblem]) -> _Part:
    changes: dict[str, Any] = {}
    for member in fields(part):
        value = getattr(part, member.name)
        where = f"{pointer}/{member.name}"
        if isinstance(value, str):
            changes[member.name] = _clean_text(value, member.name, where, problems)
        elif member.name == "extra":
            problems += _extra_problems(value, where)
    return replace(part, **changes)


def _clean_text(value: str, name: str, pointer: str, problems: list[FieldProblem]) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if has_control_characters(text, allowed="\n\t\r" if name in _MULTILINE_FIELDS else ""):
        problems.append(_problem(pointer, "control_characters", "Control characters are not allowed here."))
    limit = _MAX_LENGTHS.get(name, MAX_VALUE_LENGTH if name in _LONG_FIELDS else MAX_NAME_LENGTH)
    if len(text) > limit:
        problems.append(_problem(pointer, "too_long", f"At most {limit} characters."))
    return text


def _clean_tags(tags: tuple[str, ...], problems: list[FieldProblem]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for index, tag in enumerate(tags):
        pointer = f"/tags/{index}"
        text = _clean_text(tag, "tag", pointer, problems)
        if not text:
            problems.append(_problem(pointer, "empty", "A tag needs a name."))
        unique.setdefault(text.casefold(), text)
    if len(unique) > MAX_TAGS:
        problems.append(_problem("/tags", "too_many", f"At most {MAX_TAGS} tags."))
    return tuple(unique.values())


def _list_problems(name: str, values: tuple[ListValue, ...]) -> Iterator[FieldProblem]:
    pointer = f"/{name}"
    if len(values) > MAX_LIST_VALUES:
        yield _problem(pointer, "too_many", f"At most {MAX_LIST_VALUES} values.")
    if sum(value.primary for value in values) > 1:
        yield _problem(pointer, "two_primaries", "At most one value can be the primary one.")
    ids = [value.id for value in values if value.id]
    if len(ids) != len(set(ids)):
        yield _problem(pointer, "duplicate_id", "Two values have the same id.")
    for index, value in enumerate(values):
        yield from _value_problems(name, value, f"{pointer}/{index}")


def _value_problems(name: str, value: ListValue, pointer: str) -> Iterator[FieldProblem]:
    if not _says_something(value):
        yield _problem(pointer, "empty", "This value is empty.")
    elif name == "emails" and isinstance(value, TextValue):
        try:
            check_email(value.value)
        except InvalidEmailError as error:
            yield _problem(f"{pointer}/value", "invalid_email", error.detail)


def _says_something(value: ListValue) -> bool:
    inherited = {member.name for member in fields(ListValue)}
    return any(getattr(value, member.name) for member in fields(value) if member.name not in inherited)


def _extra_problems(extra: Mapping[str, Any], pointer: str) -> Iterator[FieldProblem]:
    if _depth(extra) > MAX_EXTRA_DEPTH:
        yield _problem(pointer, "too_deep", f"At most {MAX_EXTRA_DEPTH} levels.")
        return
    if any(0xD800 <= ord(character) <= 0xDFFF for character in json.dumps(extra, ensure_ascii=False)):
        yield _problem(pointer, "control_characters", "Unpaired surrogates are not allowed here.")


def _depth(value: object) -> int:
    """Return the nesting depth. Safe to recurse: the parser has bounded the depth of what comes in."""
    if isinstance(value, Mapping):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _whole_problems(details: ContactDetails) -> Iterator[FieldProblem]:
    if details.photo_url and not details.photo_url.startswith(("https://", "http://")):
        yield _problem("/photo_url", "invalid_url", "A photo_url starts with https:// or http://.")
    for index, url in enumerate(details.urls):
        scheme, colon, _ = url.value.partition(":")
        if colon and scheme.lower() in _SCRIPT_SCHEMES:
            yield _problem(f"/urls/{index}/value", "invalid_url", f"A link must not start with {scheme.lower()}:.")
    if not is_identifiable(details):
        yield _problem("", "nothing_to_show", "A contact needs a name, an organization, an e-mail address or a phone.")
    if documents.size_bytes(documents.to_document(details)) > MAX_CONTACT_BYTES:
        yield _problem("", "too_large", f"A contact is at most {MAX_CONTACT_BYTES} bytes as JSON.")


def is_identifiable(details: ContactDetails) -> bool:
    """Whether there is anything to show in a list: a name, a nickname, an organization, an address or a phone."""
    names = (details.first_name, details.middle_name, details.last_name, details.nickname)
    organized = any(value.name for value in details.organizations)
    return any(names) or organized or bool(details.emails) or bool(details.phones)


def _problem(pointer: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, detail=detail)
