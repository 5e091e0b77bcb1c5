"""The rules that a contact must follow. Every contact passes ``checked`` before it is written to a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

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
from shared.domain.contacts.documents import Document, Members, encode, from_document
from shared.domain.contacts.links import link_problems
from shared.domain.contacts.localizations import clean_localizations
from shared.domain.contacts.members import (
    Date,
    Foreign,
    ListOf,
    Member,
    Text,
    Texts,
    Translations,
    filled_members,
    members_of,
)
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES, is_too_large
from shared.domain.contacts.text_lists import head_of, lists_with_heads
from shared.domain.contacts.text_rules import clean_text, clean_texts, problem
from shared.domain.email_addresses import clean_email
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import starts_with

if TYPE_CHECKING:
    from shared.domain.errors import FieldProblem

MAX_EXTRA_DEPTH = 8

_SHOWN = frozenset(
    name
    for name, kind in members_of(ContactDetails).items()
    if isinstance(kind, Date | ListOf) or (isinstance(kind, Text | Texts) and kind.shown)
)
"""The members of a document that are something to show."""

_Part = TypeVar("_Part", ContactDetails, ListValue)


def checked(draft: ContactDraft, *, is_whole: bool = True) -> ContactDraft:
    """Return the draft with its texts cleaned (``clean`` says how); the same object if they already are.

    A draft that is not ``is_whole`` is for a contact that exists, of which members may be kept: it needs nothing to
    show. Raises InvalidInputError naming every broken rule.
    """
    problems: list[FieldProblem] = []
    details = _clean_details(draft.details, problems)
    tags = _clean_tags(draft.tags, problems)
    if details is not draft.details or tags != draft.tags:
        draft = ContactDraft(details=details, tags=tags)
    problems += _content_problems(details)
    problems += _whole_problems(draft.document, is_whole=is_whole)
    if problems:
        raise InvalidInputError(*problems)
    return draft


def readable_details(document: Document) -> ContactDetails:
    """Return the details in a stored document. Raises InvalidInputError for a form that only newer code reads."""
    try:
        return from_document(document)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(problem("", "unreadable", "A newer version of the service wrote this.")) from error


def require_whole(document: Document) -> None:
    """Raise InvalidInputError for a document that a contact cannot have: with nothing to show, or too large."""
    problems = tuple(_whole_problems(document, is_whole=True))
    if problems:
        raise InvalidInputError(*problems)


def _clean_details(details: ContactDetails, problems: list[FieldProblem]) -> ContactDetails:
    lists: dict[str, Any] = {}
    cleaned = _clean(details, "", problems)
    for name, kind, values in filled_members(details):
        if isinstance(kind, ListOf):
            lists[name] = tuple([_clean(value, f"/{name}/{index}", problems) for index, value in enumerate(values)])
            if name == "emails":
                lists[name] = tuple(map(_clean_email, lists[name]))
            problems += _list_problems(name, lists[name])
    changes = {name: values for name, values in lists.items() if values != getattr(details, name)}
    return replace(cleaned, **changes) if changes else cleaned


def _clean(part: _Part, pointer: str, problems: list[FieldProblem]) -> _Part:
    changes: dict[str, Any] = {}
    for name, kind, value in filled_members(part):
        cleaned = _clean_value(value, kind, f"{pointer}/{name}", problems)
        if cleaned is not value and cleaned != value:
            changes[name] = cleaned
    part = replace(part, **changes) if changes else part
    return _with_heads(part, pointer, problems)


def _clean_value(value: Any, kind: Member, pointer: str, problems: list[FieldProblem]) -> Any:
    """Return the value of a member as it is stored, unless it is a list of values."""
    if isinstance(kind, Text):
        return clean_text(value, kind, pointer, problems)
    if isinstance(kind, Texts):
        return clean_texts(value, kind, pointer, problems)
    if isinstance(kind, Translations):
        return clean_localizations(value, pointer, problems)
    if isinstance(kind, Foreign):
        problems += _extra_problems(value, pointer)
    return value


def _with_heads(part: _Part, pointer: str, problems: list[FieldProblem]) -> _Part:
    """Return the part with the heads of its lists, and without lists that say no more than their heads."""
    changes: dict[str, Any] = {}
    removed: set[str] = set()
    for name, kind in lists_with_heads(type(part)).items():
        values = getattr(part, name)
        if not values:
            continue
        if not kind.joined:
            values = tuple(dict.fromkeys(values))
        head, given = head_of(kind, values), getattr(part, kind.head)
        if given not in ("", head):
            which = "all of these, with blanks between them" if kind.joined else "the first of these"
            problems.append(problem(f"{pointer}/{name}", "disagrees", f"{kind.head} has to be {which}, or absent."))
        elif len(head) > kind.each.max_length:
            detail = f"At most {kind.each.max_length} characters together."
            problems.append(problem(f"{pointer}/{name}", "too_long", detail))
        if len(values) == 1:
            values = ()
            removed.add(name)
        changes |= {name: values, kind.head: head}
    changed = {name: value for name, value in changes.items() if value != getattr(part, name)}
    return replace(part, **changed, removed=part.removed | removed) if changed else part


def _clean_email(email: TextValue) -> TextValue:
    return email if email.value.isprintable() else replace(email, value=clean_email(email.value))


def _clean_tags(tags: tuple[str, ...], problems: list[FieldProblem]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for index, tag in enumerate(tags):
        pointer = f"/tags/{index}"
        text = clean_text(tag, TAG, pointer, problems)
        if not text:
            problems.append(problem(pointer, "empty", "A tag needs a name."))
        unique.setdefault(text.casefold(), text)
        if len(unique) > MAX_TAGS:
            problems.append(problem("/tags", "too_many", f"At most {MAX_TAGS} tags."))
            break
    return tuple(unique.values())


def _list_problems(name: str, values: tuple[ListValue, ...]) -> Iterator[FieldProblem]:
    pointer = f"/{name}"
    if len(values) > MAX_LIST_VALUES:
        yield problem(pointer, "too_many", f"At most {MAX_LIST_VALUES} values.")
    if sum([value.primary for value in values]) > 1:
        yield problem(pointer, "two_primaries", "At most one value can be the primary one.")
    ids = [value.id for value in values if value.id]
    if len(ids) != len(set(ids)):
        yield problem(pointer, "duplicate_id", "Two values have the same id.")
    for index, value in enumerate(values):
        if not any(getattr(value, own) for own in own_members(type(value))):
            yield problem(f"{pointer}/{index}", "empty", "This value is empty.")


def _extra_problems(extra: Mapping[str, Any], pointer: str) -> Iterator[FieldProblem]:
    if _depth(extra) > MAX_EXTRA_DEPTH:
        yield problem(pointer, "too_deep", f"At most {MAX_EXTRA_DEPTH} levels.")
        return
    try:
        encode(extra).encode()
    except UnicodeEncodeError:
        yield problem(pointer, "control_characters", "Unpaired surrogates are not allowed here.")


def _depth(value: object) -> int:
    """Return the nesting depth. Recursion is safe, since the parser limits the depth of its input."""
    if isinstance(value, Mapping):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _content_problems(details: ContactDetails) -> Iterator[FieldProblem]:
    yield from link_problems(details)
    if details.birthday_text and details.birthday and not starts_with(details.birthday_text, str(details.birthday)):
        detail = "Beside a birthday, this is the same date with more to it, such as a time."
        yield problem("/birthday_text", "disagrees", detail)


def _whole_problems(document: Document, *, is_whole: bool) -> Iterator[FieldProblem]:
    if is_whole and not has_content(document.members):
        yield problem("", "nothing_to_show", "A contact needs something to show: any text, value or date.")
    if is_too_large(document):
        detail = f"A contact is at most {MAX_CONTACT_BYTES} bytes as JSON, not counting tags and ids."
        yield problem("", "too_large", detail)


def has_content(members: Members) -> bool:
    """Return whether a document has anything to show: a text, a date or a value in a list. A flag is no content."""
    return not _SHOWN.isdisjoint(members)
