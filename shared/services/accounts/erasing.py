"""Erasing the accounts whose time to undo their deletion is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from shared.domain.errors import TemporarilyUnavailableError
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.erasure import Erasure
    from shared.services.ports.erasing import Eraser, ErasureRegister

MAX_ACCOUNTS = 1_000
"""How many accounts a run looks at."""
RUN_TIME = timedelta(minutes=12)
"""Nothing is begun after this; a part of an erasure takes seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """The result of a run: the accounts of which nothing is left, and those that are left to the next run.

    ``settling`` are erased, but are looked at once more. ``faults`` are errors that retrying will not fix; their
    accounts, too, are left to the next run.
    """

    erased: tuple[str, ...]
    settling: tuple[str, ...]
    postponed: tuple[str, ...]
    faults: tuple[Exception, ...] = ()


class _Outcome(Enum):
    ERASED = auto()
    SETTLING = auto()
    POSTPONED = auto()
    KEPT = auto()


class Erasing:
    """Erases accounts, each in full before the next one, by every eraser there is.

    An account is closed first: from then on it, its claim on the address and its book do not exist, so nobody can sign
    in, and no change of the book can be committed. Then the erasers remove what is left. What had begun before may
    write for a while; so an erasure is finished by the first pass of all erasers that begins after that.
    ``shuffle`` brings accounts into another order in every run, so that one which fails each time holds up no other.
    """

    def __init__(
        self,
        register: ErasureRegister,
        erasers: Sequence[Eraser],
        *,
        now: Callable[[], datetime],
        shuffle: Callable[[list[Erasure]], object],
    ) -> None:
        self._register = register
        self._erasers = erasers
        self._now = now
        self._shuffle = shuffle

    def run(self) -> ErasureReport:
        """Erase what is due, as far as there is time. An account in which it fails stops no other one.

        Raises StoreUnavailableError when the register cannot be read.
        """
        began = self._now()
        due = [*self._register.list_due(now=began, limit=MAX_ACCOUNTS)]
        self._shuffle(due)
        accounts: dict[_Outcome, list[str]] = {outcome: [] for outcome in _Outcome}
        faults = list[Exception]()
        for erasure in due:
            try:
                outcome = self._erase(erasure, until=began + RUN_TIME)
            except (AccountChangedError, TemporarilyUnavailableError):
                outcome = _Outcome.POSTPONED
            except Exception as error:  # noqa: BLE001 - reported, so that all other accounts have their turn
                faults.append(error)
                continue
            accounts[outcome].append(erasure.account_id)
        return ErasureReport(
            erased=tuple(accounts[_Outcome.ERASED]),
            settling=tuple(accounts[_Outcome.SETTLING]),
            postponed=tuple(accounts[_Outcome.POSTPONED]),
            faults=tuple(faults),
        )

    def _erase(self, erasure: Erasure, *, until: datetime) -> _Outcome:
        now = self._now()
        if now >= until:
            return _Outcome.POSTPONED
        closed = self._register.close(erasure, now=now)
        if closed is None:
            return _Outcome.KEPT
        for eraser in self._erasers:
            for _ in eraser.erase(closed):
                if self._now() >= until:
                    return _Outcome.POSTPONED
        if not closed.is_settled(now):
            return _Outcome.SETTLING
        self._register.finish(closed, now=now)
        return _Outcome.ERASED
