"""Made-up phone numbers in the shape of a country's, as people type them, in one of four ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.search.chance import Chance
from shared.domain.contacts.details import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A country's code, what is dialled before a national number, and the groups of digits that it is typed in."""

    code: str
    trunk: str
    exit_code: str
    groups: Sequence[int]


PLANS = {
    "en_US": Plan(code="1", trunk="", exit_code="011", groups=(3, 3, 4)),
    "uk_UA": Plan(code="380", trunk="0", exit_code="00", groups=(2, 3, 2, 2)),
    "de_DE": Plan(code="49", trunk="0", exit_code="00", groups=(3, 4, 4)),
    "fr_FR": Plan(code="33", trunk="0", exit_code="00", groups=(1, 2, 2, 2, 2)),
    "pl_PL": Plan(code="48", trunk="", exit_code="00", groups=(3, 3, 3)),
    "el_GR": Plan(code="30", trunk="", exit_code="00", groups=(3, 3, 4)),
    "zh_CN": Plan(code="86", trunk="0", exit_code="00", groups=(3, 4, 4)),
    "ja_JP": Plan(code="81", trunk="0", exit_code="010", groups=(2, 4, 4)),
    "ko_KR": Plan(code="82", trunk="0", exit_code="00", groups=(2, 4, 4)),
    "ar_AA": Plan(code="966", trunk="0", exit_code="00", groups=(2, 3, 4)),
    "tr_TR": Plan(code="90", trunk="0", exit_code="00", groups=(3, 3, 2, 2)),
    "cs_CZ": Plan(code="420", trunk="", exit_code="00", groups=(3, 3, 3)),
}
_EXTENSION_SHARE = 0.02
_UNREAD_SHARE = 0.03
"""Numbers of which no E.164 form is known, since nobody said in which country they are."""


def phone(plan: Plan, chance: Chance) -> Phone:
    """Return a number, typed in one of four ways; some have an extension, and of some no E.164 form is known."""
    parts = [str(chance.randrange(10 ** (size - 1), 10**size)) for size in plan.groups]
    typed = chance.choice(
        (
            f"+{plan.code} {' '.join(parts)}",
            f"+{plan.code}{''.join(parts)}",
            f"{plan.trunk}{parts[0]} {'-'.join(parts[1:])}",
            f"({plan.trunk}{parts[0]}) {' '.join(parts[1:])}",
        )
    )
    kind = chance.random()
    if kind < _UNREAD_SHARE:
        return Phone(label="home", value=typed)
    extension = str(chance.randint(10, 999)) if kind < _UNREAD_SHARE + _EXTENSION_SHARE else None
    value = f"{typed} ext. {extension}" if extension else typed
    return Phone(label="mobile", value=value, e164=f"+{plan.code}{''.join(parts)}", extension=extension)
