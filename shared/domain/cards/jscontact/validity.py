"""Whether a JSON value is a Card, and within the limits; errors name the JSON pointer of every wrong member."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.patches import PatchError, patched, pointer_of
from shared.domain.cards.jscontact.schema import CARD, RESERVED, ArrayOf, MapOf, ObjectType, is_id
from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.jscontact.schema import Kind

_PARTIAL_DATE = "PartialDate"
MAX_DEPTH = 32
MAX_VALUES = 50_000
MAX_CHARACTERS = 16_000_000
MAX_PROBLEMS = 100
MAX_LOCALIZED_VALUES = 100_000
"""The number of languages times that of values: a card is looked at once in every language."""


def require_card(value: object) -> Mapping[str, Any]:
    """Return the value, which is a Card. Raises InvalidInputError, with up to 100 problems, for anything else.

    A Card of version 1.0 needs a uid; later ones do not (RFC 9982 section 3). A card without a version is one of 2.0.
    """
    problems = list(_beyond_limits(value))
    if not problems and not isinstance(value, Mapping):
        problems = [_problem([], "wrong_type", "A card is a JSON object.")]
    if not problems:
        assert isinstance(value, Mapping)
        problems = _first(_problems_of_card(value))
        if not problems:
            return value
    raise InvalidInputError(*problems)


def is_card(value: object) -> bool:
    """Return whether a value is a Card."""
    try:
        require_card(value)
    except InvalidInputError:
        return False
    return True


def _first(problems: Iterator[FieldProblem]) -> list[FieldProblem]:
    return [problem for _, problem in zip(range(MAX_PROBLEMS), problems, strict=False)]


def _beyond_limits(value: object) -> Iterator[FieldProblem]:
    """Yield at most one problem. Without recursion: the nesting is what is looked at."""
    left, values, characters = [(value, 0)], 0, 0
    while left:
        each, depth = left.pop()
        values += 1
        if isinstance(each, str):
            characters += len(each)
        if depth > MAX_DEPTH:
            yield _problem([], "too_deep", f"At most {MAX_DEPTH} levels.")
        elif values > MAX_VALUES:
            yield _problem([], "too_many", f"At most {MAX_VALUES} values in a card.")
        elif characters > MAX_CHARACTERS:
            yield _problem([], "too_large", f"At most {MAX_CHARACTERS} characters in a card.")
        elif not _is_json(each):
            yield _problem([], "wrong_type", "This is no JSON: an unpaired surrogate, or a number that is none.")
        else:
            left.extend((part, depth + 1) for part in _parts(each))
            continue
        return


def _parts(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value, *value.values()]
    return list(value) if isinstance(value, list | tuple) else []


def _count(value: object) -> int:
    return 1 + sum(map(_count, _parts(value)))


def _is_json(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, Mapping):
        return all(isinstance(name, str) for name in value)
    return value is None or isinstance(value, bool | int | list | tuple)


def _problems_of_card(card: Mapping[str, Any]) -> Iterator[FieldProblem]:
    plain = {name: value for name, value in card.items() if name != "localizations"}
    found = False
    for problem in _problems(plain, CARD, []):
        found = True
        yield problem
    if card.get("version") == "1.0" and "uid" not in card:
        yield _problem(["uid"], "missing", "A card of version 1.0 needs a uid.")
    if "localizations" in card and not found:
        yield from _problems_of_localizations(plain, card["localizations"])


def _problems_of_localizations(card: Mapping[str, Any], localizations: Any) -> Iterator[FieldProblem]:
    path = ["localizations"]
    if not isinstance(localizations, Mapping):
        yield _expected(path, "an object")
        return
    if len(localizations) * _count(card) > MAX_LOCALIZED_VALUES:
        yield _problem(path, "too_many", "The card is too large for so many languages.")
        return
    for language, patch in localizations.items():
        if not isinstance(patch, Mapping):
            yield _expected([*path, language], "an object")
            continue
        try:
            localized = patched(card, patch)
        except PatchError as error:
            yield _problem([*path, language, error.key], "invalid_patch", str(error))
            continue
        for problem in _first(_problems(localized, CARD, [])):
            key = next((key for key in patch if f"{problem.pointer}/".startswith(f"/{key}/")), None)
            key = key or next((key for key in patch if f"/{key}/".startswith(f"{problem.pointer}/")), "")
            yield _problem([*path, language, key], problem.code, problem.detail)


def _problems(value: Any, kind: Kind, path: list[str]) -> Iterator[FieldProblem]:
    if isinstance(kind, ObjectType):
        yield from _problems_of_object(value, kind, path)
    elif isinstance(kind, MapOf):
        yield from _problems_of_map(value, kind, path)
    elif isinstance(kind, ArrayOf):
        if not isinstance(value, list | tuple):
            yield _expected(path, "an array")
            return
        for index, each in enumerate(value):
            yield from _problems(each, kind.values, [*path, str(index)])
    elif not kind.fits(value):
        yield _expected(path, kind.expected)


def _problems_of_map(value: Any, kind: MapOf, path: list[str]) -> Iterator[FieldProblem]:
    if not isinstance(value, Mapping):
        yield _expected(path, "an object")
        return
    for name, each in value.items():
        if kind.ids and not is_id(name):
            yield _problem([*path, name], "wrong_form", "An id is 1 to 255 letters, digits, - and _.")
        yield from _problems(each, kind.values, [*path, name])


def _problems_of_object(value: Any, kind: ObjectType, path: list[str]) -> Iterator[FieldProblem]:
    if not isinstance(value, Mapping):
        yield _expected(path, "an object")
        return
    kind = _kind_of(value, kind)
    if value.get("@type", kind.name) != kind.name:
        yield _problem([*path, "@type"], "wrong_type", f"This is a {kind.name}, if it says what it is.")
    for name, each in value.items():
        if name in kind.members:
            yield from _problems(each, kind.members[name], [*path, name])
        elif why := _why_not(name, kind):
            yield _problem([*path, name], *why)
    yield from _missing(value, kind, path)


def _kind_of(value: Mapping[str, Any], kind: ObjectType) -> ObjectType:
    """Return the type that an object says it is, or that its members tell: many write a Timestamp without one."""
    if "@type" in value:
        return kind.others.get(str(value["@type"]), kind)
    return next((other for other in kind.others.values() if all(name in value for name in other.required)), kind)


def _missing(value: Mapping[str, Any], kind: ObjectType, path: list[str]) -> Iterator[FieldProblem]:
    for name in kind.required:
        if name not in value:
            yield _problem([*path, name], "missing", f"A {kind.name} needs this.")
    if kind.name == _PARTIAL_DATE and not ("year" in value or {"month", "day"} <= value.keys()):
        yield _problem(path, "missing", "A date has a year, or a month and a day.")
    elif kind.name == _PARTIAL_DATE and "day" in value and "month" not in value:
        yield _problem([*path, "month"], "missing", "A day needs its month.")


def _why_not(name: str, kind: ObjectType) -> tuple[str, str] | None:
    """Return code and text of what is wrong with an unknown name; None for most."""
    if name == RESERVED:
        return "reserved", "No object may have a member of this name."
    spelled = kind.spellings.get(name.lower())
    return ("unknown_member", f"The name is spelled {spelled}.") if spelled else None


def _expected(path: list[str], expected: str) -> FieldProblem:
    return _problem(path, "wrong_type", f"This is {expected}.")


def _problem(path: list[str], code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer_of(path), code=code, detail=detail)
