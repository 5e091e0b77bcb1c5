"""What stands once in a card: its kind, language, members, keywords, times, notes, and how to speak to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.entries import by_preference
from shared.domain.cards.jscontact.moments import moment_of, utc_in, utc_of
from shared.domain.cards.jscontact.residue import object_in, overlaid, residue, restored
from shared.domain.cards.jscontact.schema import is_id
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.contacts.details import CONTACT_KINDS, GRAMMATICAL_GENDER

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members

_ONLY_ID = "k1"
_BETWEEN_NOTES = "\n\n"
_NOTE, _PROP_ID = "note", "prop-id"
_OF_NOTE = frozenset({_PROP_ID, "author", "author-name", "created"})


def _read_head(card: Members) -> Found:
    details = {
        "kind": card.get("kind") if card.get("kind") in CONTACT_KINDS else "",
        "language": card.get("language"),
        "members": tuple(card.get("members", ())),
    }
    head = {
        "uid": card.get("uid"),
        "product_id": card.get("prodId"),
        "tags": tuple(card.get("keywords", ())),
        "created_at": moment_of(card["created"]) if "created" in card else None,
        "updated_at": moment_of(card["updated"]) if "updated" in card else None,
    }
    given = {name: card[name] for name in HEAD.takes if name in card}
    return Found(details=without_empty(details), card=without_empty(head), extra=_head_residue(given, details, head))


def _head_residue(given: Members, details: Members, head: Members) -> dict[str, Any]:
    return residue(given, _written_head({**details, **head}))


def _written_head(ours: Members) -> dict[str, Any]:
    times = {"created": ours["created_at"], "updated": ours["updated_at"]}
    return without_empty(
        {
            "uid": ours["uid"],
            "kind": ours["kind"],
            "language": ours["language"],
            "members": {each: True for each in ours["members"] if each},
            "prodId": ours["product_id"],
            "keywords": {tag: True for tag in ours["tags"] if tag},
            **{name: utc_of(time) for name, time in times.items() if time},
        }
    )


def _write_head(card: Card) -> dict[str, Any]:
    own = {name: getattr(card.details, name) for name in ("kind", "language", "members")}
    times = ("uid", "product_id", "tags", "created_at", "updated_at")
    written = _written_head({**own, **{name: getattr(card, name) for name in times}})
    kept = {name: card.details.extra[name] for name in HEAD.takes if name in card.details.extra}
    if "created" in kept and not _same_time(kept["created"], written.get("created")):
        del kept["created"]
    if "updated" in kept and not _same_time(kept["updated"], written.get("updated")):
        del kept["updated"]
    return overlaid(
        kept, {name: value for name, value in written.items() if name not in {"created", "updated"} & kept.keys()}
    )


def _same_time(kept: Any, written: Any) -> bool:
    """Return whether a time that is kept is the same to the microsecond, and only more exact."""
    return isinstance(kept, str) and isinstance(written, str) and kept.startswith(written.removesuffix("Z"))


HEAD = Section(
    takes=("uid", "kind", "language", "members", "prodId", "keywords", "created", "updated"),
    read=_read_head,
    write=_write_head,
)


def _read_notes(card: Members) -> Found:
    text = _text_of_notes(card["notes"])
    parameters = _parameters_of_note(card["notes"])
    left = residue(card["notes"], written_notes(text, parameters))
    if left:
        return Found(details={"notes": text}, extra={"notes": card["notes"]})
    said = {} if parameters == {_PROP_ID: _ONLY_ID} else {VCARD_PARAMETERS: {_NOTE: parameters}}
    return Found(details={"notes": text}, extra=said if parameters else {})


def _parameters_of_note(notes: Members) -> dict[str, Any]:
    """Return what a single note says beside its text as the parameters of vCard's NOTE (RFC 9554)."""
    if len(notes) != 1:
        return {}
    ((note_id, note),) = notes.items()
    author = note.get("author", {})
    created = note.get("created", "").replace("-", "").replace(":", "")
    said = {_PROP_ID: note_id, "author-name": author.get("name"), "author": author.get("uri"), "created": created}
    return {**object_in(note, VCARD_PARAMETERS), **without_empty(said)}


def _text_of_notes(notes: Members) -> str:
    return _BETWEEN_NOTES.join(entry["note"] for entry in notes.values() if entry["note"])


def written_notes(text: str, parameters: Members) -> dict[str, Any]:
    """Return a note as entries: one, or none if it is empty, with what the parameters of NOTE say (RFC 9554)."""
    if not text:
        return {}
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    created = utc_in(given.pop("created", ""))
    author = without_empty({"name": given.pop("author-name", ""), "uri": given.pop("author", "")})
    note_id = given.pop(_PROP_ID, _ONLY_ID)
    others = {name: value for name, value in parameters.items() if name in given or name not in _OF_NOTE}
    entry = without_empty({"note": text, "created": created, "author": author, VCARD_PARAMETERS: others})
    return {note_id if is_id(note_id) else _ONLY_ID: entry}


def _write_notes(card: Card) -> dict[str, Any]:
    """Write the notes as they came, with their authors and times, unless somebody has changed the text."""
    kept = object_in(card.details.extra, "notes")
    try:
        is_same = bool(kept) and _text_of_notes(kept) == card.details.notes
    except (AttributeError, KeyError, TypeError):
        is_same = False  # what a client has put into extra need not be JSContact
    parameters = object_in(object_in(card.details.extra, VCARD_PARAMETERS), _NOTE)
    return without_empty({"notes": kept if is_same else written_notes(card.details.notes, parameters)})


NOTES = Section(takes=("notes",), read=_read_notes, write=_write_notes)


def _own_speech(speech: Members) -> dict[str, Any]:
    pronouns = [entry["pronouns"] for _, entry in by_preference(speech.get("pronouns", {}))]
    gender = speech.get("grammaticalGender", "")
    return without_empty(
        {
            "pronouns": next(filter(None, pronouns), ""),
            "grammatical_gender": gender if gender in GRAMMATICAL_GENDER.choices else "",
        }
    )


def _written_speech(own: Members) -> dict[str, Any]:
    pronouns = {_ONLY_ID: {"pronouns": own["pronouns"]}} if own.get("pronouns") else {}
    return without_empty({"grammaticalGender": own.get("grammatical_gender"), "pronouns": pronouns})


def _read_speech(card: Members) -> Found:
    own = _own_speech(card["speakToAs"])
    left = residue(card["speakToAs"], _written_speech(own))
    if "pronouns" in left:
        left["pronouns"] = card["speakToAs"]["pronouns"]
    return Found(details=own, extra=without_empty({"speakToAs": left}) if left or own else {"speakToAs": {}})


def _write_speech(card: Card) -> dict[str, Any]:
    own = {name: getattr(card.details, name) for name in ("pronouns", "grammatical_gender")}
    written, kept = _written_speech(own), object_in(card.details.extra, "speakToAs")
    below = {name: value for name, value in written.items() if name != "pronouns" or "pronouns" not in kept}
    whole = overlaid(below, kept)
    try:
        is_same = _own_speech(whole) == _own_speech(written)
    except (AttributeError, KeyError, TypeError):
        is_same = False  # as with notes
    return without_empty({"speakToAs": whole if is_same else restored(written, kept, lambda _: False, ("pronouns",))})


SPEECH = Section(takes=("speakToAs",), read=_read_speech, write=_write_speech)
