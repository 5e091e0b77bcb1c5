"""The members of a card that one cell has all of."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shared.domain.cards.tables.cell_texts import list_in, tags_in
from shared.domain.cards.tables.list_values import converted, foreign, is_yes
from shared.domain.cards.tables.programs import GOOGLE, GOOGLE_OLDER, GOOGLE_OUTLOOK
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import Flag, Foreign, Text, Texts, Translations, members_of
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.cards.tables.drafts import Draft

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_ALL_CONTACTS = frozenset({"mycontacts", "my contacts"})
_STARRED = "starred"
_WITH_SEPARATOR = (GOOGLE, GOOGLE_OLDER)
_GENDERS: Mapping[str, str] = {
    "M": "m male man mannlich maennlich mann homme masculin hombre masculino maschio maschile mezczyzna mies чоловік "
    "чоловіча ч мужчина мужской муж м 男 男性",
    "F": "f female woman weiblich frau femme feminin mujer femenino feminino femmina femminile kobieta nainen жінка "
    "жіноча ж женщина женский жен 女 女性",
}


class OddCellError(ValueError):
    """A cell says nothing of the kind that its column has; ``code`` is that of the notice, empty for none."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def set_member(draft: Draft, member: str, text: str, *, is_literal: bool) -> None:
    """Set a member of a card to what a cell says. Raises OddCellError if it says nothing of that kind."""
    kind = members_of(ContactDetails).get(member)
    if member == "tags":
        _add_tags(draft, text, is_literal=is_literal)
    elif kind is None:
        draft.of_card[member] = _of_card(member, text)
    elif isinstance(kind, Foreign | Translations):
        draft.members[member] = _json(kind, text)
    elif is_literal:
        draft.members[member] = converted(kind, text)
    else:
        _set_text(draft, member, kind, text)


def _add_tags(draft: Draft, cell: str, *, is_literal: bool) -> None:
    """Add tags, without Google's groups of all contacts and of starred ones, which makes a favorite."""
    tags = list_in(cell) if is_literal else tags_in(cell, has_separator=draft.program in _WITH_SEPARATOR)
    present = draft.of_card.get("tags", ())
    for tag in tags:
        name = tag.removeprefix("* ") if not is_literal else tag
        is_of_system = not is_literal and (tag != name or draft.program == GOOGLE_OUTLOOK)
        if is_of_system and name.casefold() in _ALL_CONTACTS:
            continue
        if is_of_system and name == _STARRED:
            draft.members["favorite"] = True
        elif name not in present:
            present = (*present, name)
    if present:
        draft.of_card["tags"] = present


def _of_card(member: str, text: str) -> str | datetime:
    if not member.endswith("_at"):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise OddCellError("not_a_time", f"This is no time: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _json(kind: Foreign | Translations, text: str) -> Mapping[str, Any]:
    try:
        value = foreign(text)
    except ValueError as error:
        raise OddCellError("unreadable_value", f"This is no JSON object: {text[:100]}") from error
    if isinstance(kind, Translations) and not all(map(_is_translation, value.values())):
        raise OddCellError("unreadable_value", f"These are no texts by language: {text[:100]}")
    return value


def _is_translation(texts: object) -> bool:
    return isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())


def _set_text(draft: Draft, member: str, kind: Any, text: str) -> None:
    """Set a member to what a cell of any program says, or add it to what another column has said."""
    present = draft.members.get(member)
    if isinstance(kind, Flag):
        draft.members[member] = is_yes(text)
    elif isinstance(kind, Texts):
        draft.members[member] = (*(present or ()), *_texts(member, text))
    elif isinstance(kind, Text):
        text = _text(member, kind, text)
        if present and kind.multiline:
            draft.members[member] = f"{present}\n{text}"
        elif present and present != text:
            raise OddCellError("", text)
        else:
            draft.members[member] = text


def _texts(member: str, text: str) -> tuple[str, ...]:
    texts = tuple([each.strip() for each in re.split("[;,\n]", text) if each.strip()])
    if member == "languages" and not all(map(_LANGUAGE.fullmatch, texts)):
        raise OddCellError("", text)
    return texts


def _text(member: str, kind: Text, text: str) -> str:
    if member == "gender":
        return _gender(text)
    if member == "photo_url":
        if is_script(text):
            raise OddCellError("script_link", "A link that may run a script is kept as text.")
        if not text.lower().startswith(("http://", "https://")):
            raise OddCellError("", text)
    if kind.choices and text.lower() not in kind.choices:
        raise OddCellError("", text)
    return text.lower() if kind.choices else text


def _gender(text: str) -> str:
    """Return a gender as vCard writes it (RFC 6350 section 6.2.7): a letter if there is one, or else the words."""
    folded = fold(text)
    letter = next((letter for letter, words in _GENDERS.items() if folded in fold(words).split()), "")
    is_of_vcard = re.fullmatch(r"[MFONU]?(?:;.*)?", text, re.DOTALL)
    return text if is_of_vcard else letter or f";{text}"


def is_script(link: str) -> bool:
    """Return whether a link may run a script."""
    return bool(_SCRIPT.match(link))
