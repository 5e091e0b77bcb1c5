"""How likely two contacts are the same, as a score in [0, 1], and why, in words.

The score is the sum of what speaks for and against it. A name alone does not reach ``THRESHOLD``, and neither does what
families share. The weights were found with ``bench.made_up_book`` and seeds that no published figure is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.similarity.names import NameMatch, compare_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shared.domain.contacts.similarity.traits import Traits
    from shared.domain.partial_dates import PartialDate

THRESHOLD = 0.6
"""Pairs with a lower score are not proposed."""

_NAMES = {
    NameMatch.SAME: 0.55,
    NameMatch.ALIKE: 0.5,
    NameMatch.PART: 0.5,
    NameMatch.INITIAL: 0.4,
    NameMatch.FIRST_ONLY: 0.3,
    NameMatch.OTHER_LAST: 0.3,
    NameMatch.UNKNOWN: 0.2,
    NameMatch.LAST_ONLY: 0.1,
    NameMatch.UNLIKE: -0.5,
    NameMatch.OTHER_FIRST: -0.7,
}
_NAME_REASONS = {
    NameMatch.SAME: ("same_name", "same name"),
    NameMatch.ALIKE: ("names_alike", "names alike"),
    NameMatch.PART: ("name_contained", "one name contains the other"),
    NameMatch.INITIAL: ("same_initial", "same last name and initial"),
    NameMatch.FIRST_ONLY: ("same_first_name", "same first name"),
    NameMatch.OTHER_LAST: ("other_last_name", "same first name with another last name"),
    NameMatch.LAST_ONLY: ("same_last_name", "same last name"),
}
_SAME_NUMBER = 0.4
_SAME_EMAIL = 0.4
_BOTH = 0.6
"""What number and address say together: less than the sum, since who shares one often shares the other."""
_COMMON = 0.15
_AT_WORK = 0.25
"""The same, of two people with one organization, where both may be its own."""
_SAME_BIRTHDAY = 0.25
_SAME_DAY = 0.15
_SAME_ADDRESS = 0.1
_SAME_ORGANIZATION = 0.04
_OTHER_BIRTHDAY = -0.7
_ALMOST_SAME_BIRTHDAY = -0.4
_OTHER_SUFFIX = -0.4
_OTHER_MIDDLE_NAME = -0.2
_OTHER_NUMBERS = -0.1
_OTHER_EMAILS = -0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: its stable ``code``, and the same for people. ``weight`` is negative if it speaks against."""

    code: str
    detail: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The likelihood that two contacts are the same, and its reasons."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_likely(self) -> bool:
        """Whether the pair is worth proposing."""
        return self.score >= THRESHOLD


def compare(one: Traits, other: Traits, *, common: Collection[str] = ()) -> Comparison:
    """Return how likely two contacts are the same.

    ``common`` are numbers and addresses that many contacts of the book have, such as an office's: they say little.
    """
    match = _match(one, other)
    reasons = (
        *_of_names(one, other, match),
        *_of_shared(one, other, match, common),
        *_of_birthdays(one.birthday, other.birthday),
        *_of_parts(one, other),
    )
    score = sum([reason.weight for reason in reasons])
    return Comparison(score=round(min(max(score, 0.0), 1.0), 2), reasons=tuple(r for r in reasons if r.detail))


def _match(one: Traits, other: Traits) -> NameMatch:
    if one.is_organization and other.is_organization:
        return NameMatch.SAME if one.organizations & other.organizations else NameMatch.UNLIKE
    if (one.is_organization and other.name.words) or (other.is_organization and one.name.words):
        return NameMatch.UNLIKE
    return compare_names(one.name, other.name)


def _of_names(one: Traits, other: Traits, match: NameMatch) -> Iterator[Reason]:
    code, words = _NAME_REASONS.get(match, (match.value, ""))
    shown = one.shown if one.shown == other.shown else f"{one.shown} / {other.shown}"
    yield Reason(code=code, detail=f"{words}: {shown}" if words else "", weight=_NAMES[match])


def _of_shared(one: Traits, other: Traits, match: NameMatch, common: Collection[str]) -> Iterator[Reason]:
    """Yield what shared numbers, addresses and organizations say.

    A number that two people have who work for the same organization may be its own.
    """
    organizations = one.organizations & other.organizations
    at_work = bool(organizations) and match in (NameMatch.OTHER_LAST, NameMatch.FIRST_ONLY)
    by_number = 0.0
    if numbers := one.numbers & other.numbers:
        number = min(numbers, key=lambda each: (each in common, each))
        by_number = _COMMON if number in common or at_work else _SAME_NUMBER
        yield Reason(code="same_number", detail=f"same number {number.replace(';ext=', ' ext. ')}", weight=by_number)
    elif one.numbers and other.numbers:
        yield Reason(code="other_numbers", detail="", weight=_OTHER_NUMBERS)
    if emails := one.emails & other.emails:
        email = min(emails, key=lambda each: (each in common, each))
        weight = min(
            _COMMON if email in common or at_work else _SAME_EMAIL, (_AT_WORK if at_work else _BOTH) - by_number
        )
        yield Reason(code="same_email", detail=f"same e-mail {email}", weight=weight)
    elif one.emails and other.emails:
        yield Reason(code="other_emails", detail="", weight=_OTHER_EMAILS)
    if one.addresses & other.addresses:
        yield Reason(code="same_address", detail="same address", weight=_SAME_ADDRESS)
    if organizations and not (one.is_organization or other.is_organization):
        yield Reason(code="same_organization", detail="same organization", weight=_SAME_ORGANIZATION)


def _of_birthdays(one: PartialDate | None, other: PartialDate | None) -> Iterator[Reason]:
    """Yield what the birthdays say: those that are known in full, in part, or not at all."""
    if one is None or other is None:
        return
    parts = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
    known = [(mine, theirs) for mine, theirs in parts if mine is not None and theirs is not None]
    differing = sum([mine != theirs for mine, theirs in known])
    if differing:
        weight = _OTHER_BIRTHDAY if differing > 1 else _ALMOST_SAME_BIRTHDAY
        yield Reason(code="other_birthday", detail=f"different birthdays: {one} / {other}", weight=weight)
    elif len(known) == len(parts):
        yield Reason(code="same_birthday", detail=f"same birthday {one}", weight=_SAME_BIRTHDAY)
    elif len(known) > 1:
        yield Reason(code="same_birthday", detail=f"same birthday {min(str(one), str(other))}", weight=_SAME_DAY)


def _of_parts(one: Traits, other: Traits) -> Iterator[Reason]:
    """Yield what suffixes and middle names say: they tell father and son of one name apart."""
    if one.suffix != other.suffix and not (one.is_organization or other.is_organization):
        detail = f"different suffixes: {one.shown} {one.suffix} / {other.shown} {other.suffix}"
        both = one.suffix and other.suffix
        yield Reason(code="other_suffix", detail=detail if both else "", weight=_OTHER_SUFFIX * (1 if both else 0.25))
    if one.middle and other.middle and not _are_middle_names_alike(one.middle, other.middle):
        yield Reason(code="other_middle_name", detail="different middle names", weight=_OTHER_MIDDLE_NAME)


def _are_middle_names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(
        word == opposite or (1 in (len(word), len(opposite)) and word[0] == opposite[0])
        for word, opposite in zip(one, other, strict=False)
    )
