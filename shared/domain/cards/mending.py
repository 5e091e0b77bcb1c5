"""Drafts that break rules, made into ones that do not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.displaced import properties_of, properties_of_texts
from shared.domain.cards.reading.notices import Notices
from shared.domain.cards.shrinking import shrunk
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import MAX_LANGUAGES, MAX_LIST_VALUES, MAX_TAGS, NOTES, TAG, VALUE_TYPES
from shared.domain.contacts.members import Text, Texts, members_of
from shared.domain.contacts.rules import MAX_EXTRA_DEPTH, checked
from shared.domain.errors import InvalidInputError
from shared.domain.text.cleaning import clean, has_control_characters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.card import Notice
    from shared.domain.errors import FieldProblem

MAX_ROUNDS = 8
"""Mending one thing can show another; no draft has been seen to need more than four rounds."""

_LINE_CHARACTERS = "\n\t"
_LOCALIZATIONS = "localizations"
_AT_ONCE = frozenset({"too_many", "control_characters"})
"""What is mended first, and alone: it hides other problems, or moves their places."""
_TOO_LARGE = "too_large"
_UNLIKE = frozenset({("birthday_text", "disagrees"), ("birthday_text", "too_long")})
"""Texts that would say something else if they were cut."""


def mended(draft: ContactDraft, problems: Sequence[FieldProblem]) -> tuple[ContactDraft, Sequence[Notice]]:
    """Return a draft without these problems, nor any others, and what was done.

    Raises InvalidInputError if nothing can be done about a problem.
    """
    notices = Notices()
    for _ in range(MAX_ROUNDS):
        mending = _Mending(draft, notices)
        for problem in _next(problems):
            mending.mend(problem)
        before, draft = draft, mending.draft()
        if draft == before:
            break
        try:
            return checked(draft), notices.kept
        except InvalidInputError as error:
            problems = error.problems
    raise InvalidInputError(*problems)


def _next(problems: Sequence[FieldProblem]) -> Sequence[FieldProblem]:
    """Return the problems to deal with before others: those that hide some, and the size of the contact last of all."""
    for codes in (_AT_ONCE, {each.code for each in problems} - {_TOO_LARGE}):
        if chosen := [each for each in problems if each.code in codes]:
            return chosen
    return problems


class _Mending:
    """The details and tags of a draft while they are being changed.

    What is taken out of a list leaves its place to None until the end, so that problems name the places of others.
    """

    def __init__(self, draft: ContactDraft, notices: Notices) -> None:
        self._details = draft.details
        self._tags: list[str | None] = list(draft.tags)
        self._lists: dict[str, list[Any]] = {}
        self._notices = notices
        self._displaced: list[list[Any]] = []
        self._untranslated: dict[str, Any] = {}

    def draft(self) -> ContactDraft:
        """Return what has become of the draft."""
        lists: dict[str, Any] = {
            name: tuple(value for value in values if value is not None) for name, values in self._lists.items()
        }
        extra = dict(self._details.extra)
        if self._displaced:
            extra[VCARD_PROPERTIES] = [*extra.get(VCARD_PROPERTIES, ()), *self._displaced]
        if self._untranslated:
            extra[_LOCALIZATIONS] = {**extra.get(_LOCALIZATIONS, {}), **self._untranslated}
        details = replace(self._details, extra=extra, **lists)
        return ContactDraft(details=details, tags=tuple(filter(None, self._tags)))

    def mend(self, problem: FieldProblem) -> None:
        """Change what a problem is about."""
        name, *path = [part.replace("~1", "/").replace("~0", "~") for part in problem.pointer.split("/")[1:]] or [""]
        if not name:
            if problem.code == _TOO_LARGE:
                self._details = shrunk(self._details, self._notices)
        elif name == "tags":
            self._mend_tags(path, problem)
        elif name == "extra":
            self._details = replace(self._details, extra=_mended_json(self._details.extra))
            self._note(problem, "was cut")
        elif name == _LOCALIZATIONS:
            self._mend_localizations(path, problem)
        elif name in VALUE_TYPES:
            self._mend_list(name, path, problem)
        else:
            self._mend_member(name, path, problem)

    def _note(self, problem: FieldProblem, what: str) -> None:
        self._notices.add(0, problem.code, f"{problem.pointer[1:]} {what}: {problem.detail}")

    def _displace(self, name: str, texts: Sequence[str]) -> None:
        self._displaced += properties_of_texts(name, texts)

    def _mend_tags(self, path: Sequence[str], problem: FieldProblem) -> None:
        if path:
            at = int(path[0])
            self._tags[at] = _fitting(self._tags[at] or "", TAG)
            if problem.code == "too_long":
                self._note(problem, "was cut")
            return
        unique: dict[str, str] = {}
        for tag in filter(None, self._tags):
            unique.setdefault(clean(tag).casefold(), tag)
        tags = [tag for folded, tag in unique.items() if folded]
        self._displace("categories", tags[MAX_TAGS:])
        self._tags = [*tags[:MAX_TAGS]]
        self._note(problem, "have lost some, which are kept in extra")

    def _mend_localizations(self, path: Sequence[str], problem: FieldProblem) -> None:
        kept = {language: dict(texts) for language, texts in self._details.localizations.items()}
        if not path:
            moved = dict(list(kept.items())[MAX_LANGUAGES:])
        elif len(path) == 1:
            moved = {path[0]: kept[path[0]]}
        else:
            moved = {path[0]: {path[1]: kept[path[0]][path[1]]}}
        for language, texts in moved.items():
            self._untranslated.setdefault(language, {}).update(texts)
            kept[language] = {place: text for place, text in kept[language].items() if place not in texts}
        self._details = replace(self._details, localizations={name: texts for name, texts in kept.items() if texts})
        self._note(problem, "is kept in extra")

    def _mend_list(self, name: str, path: Sequence[str], problem: FieldProblem) -> None:
        values = self._lists.setdefault(name, list(getattr(self._details, name)))
        if not path:
            self._lists[name] = self._mended_values(name, values, problem)
        elif (value := values[int(path[0])]) is not None:
            values[int(path[0])] = self._mended_value(name, value, path[1:], problem)

    def _mended_values(self, name: str, values: list[Any], problem: FieldProblem) -> list[Any]:
        present = [value for value in values if value is not None]
        if problem.code == "two_primaries":
            first = next((value for value in present if value.primary), None)
            return [value if value is None or value is first else replace(value, primary=False) for value in values]
        if problem.code == "duplicate_id":
            firsts = {value.id: value for value in reversed(present)}
            return [value if value is None or firsts[value.id] is value else replace(value, id="") for value in values]
        for value in values[MAX_LIST_VALUES:]:
            self._displaced += properties_of(name, value)
        self._note(problem, "have lost some, which are kept in extra")
        return values[:MAX_LIST_VALUES]

    def _mended_value(self, name: str, value: Any, path: Sequence[str], problem: FieldProblem) -> Any:
        """Return a value in a list without a problem; None if it has been moved."""
        if problem.code == "empty" and not path:
            return None
        if path and path[0] == "extra":
            self._note(problem, "was cut")
            return replace(value, extra=_mended_json(value.extra))
        kind = members_of(type(value))[path[0]] if path else None
        is_its_own = path and path[0] in ("value", "user_name") and problem.code in ("too_long", "invalid_url")
        if kind is None or is_its_own:
            self._displaced += properties_of(name, value)
            self._note(problem, "is kept in extra")
            return None
        if path[0] == "id":
            return replace(value, id="")
        return replace(value, **self._mended_members(value, path, problem))

    def _mend_member(self, name: str, path: Sequence[str], problem: FieldProblem) -> None:
        text = getattr(self._details, name)
        if problem.code in ("invalid_url", "not_one_of") or (name, problem.code) in _UNLIKE:
            self._displace(name, [text])
            self._note(problem, "is kept in extra")
            changes: dict[str, Any] = {name: ""}
            self._details = replace(self._details, **changes)
            return
        if name == "notes" and problem.code == "too_long":
            self._displace(name, [clean(text)[NOTES.max_length :]])
        self._details = replace(self._details, **self._mended_members(self._details, [name, *path], problem))

    def _mended_members(self, part: Any, path: Sequence[str], problem: FieldProblem) -> Mapping[str, Any]:
        """Return the members that have to change so that a text, or a list of texts, breaks no rule."""
        name = path[0]
        kind = members_of(type(part))[name]
        value = getattr(part, name)
        if problem.code not in ("control_characters", "empty"):
            self._note(problem, "was cut")
        if isinstance(kind, Text):
            return {name: _fitting(value, kind) if problem.code != "not_one_of" else ""}
        if not isinstance(kind, Texts):
            return {}
        texts = tuple(text for each in value if (text := _fitting(each, kind.each)))
        if problem.code == "too_many" and not kind.joined:
            self._displace(name, texts[kind.max_values :])
            texts = texts[: kind.max_values]
        if not kind.joined or problem.code in ("control_characters", "empty"):
            return {name: texts, **({kind.head: texts[0]} if kind.head and texts else {})}
        return {name: (), kind.head: " ".join(texts)[: kind.each.max_length]}


def _fitting(text: str, kind: Text) -> str:
    """Return a text with no more characters than its kind has, and no control characters."""
    text = clean(text)
    allowed = _LINE_CHARACTERS if kind.multiline else ""
    if has_control_characters(text, allowed=allowed + "\r" * kind.multiline):
        text = "".join([char if char in allowed or char.isprintable() else _blank(char) for char in text])
    return clean(text[: kind.max_length])


def _blank(char: str) -> str:
    """Return what stands for a character that does not print: a blank, or itself if it is no control character."""
    return " " if has_control_characters(char) else char


def _mended_json(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return JSON without lone surrogates, and without what is nested too deep."""
    text = json.dumps(_shallow(extra, MAX_EXTRA_DEPTH - 1), ensure_ascii=False).encode(errors="replace").decode()
    found: dict[str, Any] = json.loads(text)
    return found


def _shallow(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return {str(name): _shallow(each, depth - 1) for name, each in value.items() if depth or not _is_nested(each)}
    if isinstance(value, list | tuple):
        return [_shallow(each, depth - 1) for each in value if depth or not _is_nested(each)]
    return value


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list | tuple)
