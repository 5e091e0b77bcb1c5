"""What a client may say of a new personal access token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.moments import NoMomentError, read_time
from shared.domain.scopes import GRANTABLE, Scope
from shared.domain.text.cleaning import clean, has_control_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_NAME_LENGTH = 100
MAX_DAYS = 365
USUAL_DAYS = 30
_LONGEST_LIFE = timedelta(days=MAX_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTokenDraft:
    """A new token: until when it works, as a point in time (RFC 3339) or in ``days`` from now; else ``USUAL_DAYS``."""

    name: str
    scopes: Sequence[str]
    expires_at: str | None = None
    days: int | None = None

    def checked(self, now: datetime) -> CheckedPersonalToken:
        """Return it in the form in which it is stored. Raises InvalidInputError with all rules that it breaks."""
        problems: list[FieldProblem] = []
        name = _checked_name(self.name, problems)
        if not self.scopes:
            problems.append(_problem("/scopes", "empty", f"A token has at least one of: {', '.join(GRANTABLE)}."))
        problems += [
            _problem(f"/scopes/{number}", "not_one_of", f"This is one of: {', '.join(GRANTABLE)}.")
            for number, scope in enumerate(self.scopes)
            if scope not in GRANTABLE
        ]
        expires_at = self._expires_at(now, problems)
        if problems:
            raise InvalidInputError(*problems)
        return CheckedPersonalToken(name=name, scopes=frozenset(map(Scope, self.scopes)), expires_at=expires_at)

    def _expires_at(self, now: datetime, problems: list[FieldProblem]) -> datetime:
        """Return when it expires, on a whole second, as TTLs do."""
        if self.expires_at is None:
            days = USUAL_DAYS if self.days is None else self.days
            if not 1 <= days <= MAX_DAYS:
                problems.append(_problem("/days", "out_of_range", f"This is 1 to {MAX_DAYS}."))
                return now
            return (now + timedelta(days=days)).replace(microsecond=0)
        if self.days is not None:
            problems.append(_problem("/days", "excludes_expires_at", "Say either expires_at or days."))
        try:
            expires_at = read_time(self.expires_at).astimezone(UTC).replace(microsecond=0)
        except NoMomentError as error:
            problems.append(_problem("/expires_at", "wrong_form", str(error)))
            return now
        if expires_at <= now:
            problems.append(_problem("/expires_at", "in_the_past", "This is not in the future."))
        if expires_at > now + _LONGEST_LIFE:
            problems.append(_problem("/expires_at", "too_late", f"A token works for at most {MAX_DAYS} days."))
        return expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPersonalToken:
    """A draft in the form in which it is stored."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime


def _checked_name(text: str, problems: list[FieldProblem]) -> str:
    name = clean(text)
    if has_control_characters(name):
        problems.append(_problem("/name", "control_characters", "Control characters are not allowed here."))
    if len(name) > MAX_NAME_LENGTH:
        problems.append(_problem("/name", "too_long", f"At most {MAX_NAME_LENGTH} characters."))
    if not name:
        problems.append(_problem("/name", "empty", "A token needs a name: by it you tell it from others later."))
    return name


def _problem(pointer: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, detail=detail)
