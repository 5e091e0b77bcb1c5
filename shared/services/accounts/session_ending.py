"""Ending sessions one by one, before their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import SessionBusyError

if TYPE_CHECKING:
    from shared.services.ports.sessions import SessionEnd, SessionStore
    from shared.services.timing import Timing

MAX_ATTEMPTS = 12
PAUSE_SECONDS = 0.02
"""The n-th repetition is preceded by a random part of n times this."""


class SessionEnding:
    """Ends sessions, even if somebody refreshes them at the same time."""

    def __init__(self, store: SessionStore, *, timing: Timing) -> None:
        self._store = store
        self._timing = timing

    def end(self, end: SessionEnd) -> bool:
        """End a session; return False if there is none, or it has ended already.

        Takes one write, and another one for each that somebody else makes at that moment: nothing of the session works
        afterwards. Raises StoreUnavailableError, also if others never cease to write, and OutcomeUnknownError; after
        both the call may be repeated.
        """
        for attempt in range(MAX_ATTEMPTS):
            self._timing.wait(PAUSE_SECONDS * attempt * self._timing.jitter())
            try:
                return self._store.end(end)
            except SessionBusyError:
                continue
        raise StoreUnavailableError("others are writing the session at the same time")
