"""Erasing everything of accounts: what is to be erased, and what erases it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from shared.domain.accounts.erasure import Erasure


class Eraser(Protocol):
    """Erases what one area keeps of accounts. The account, and the head of its book, are gone by then."""

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """Erase everything there is, and yield after each part of it, which takes a few seconds at most.

        Whoever drives it may stop at any of them, and begin again later: what is erased is not looked at again, and
        nothing is an error that is gone already. Raises TemporarilyUnavailableError.
        """
        ...


class ErasureRegister(Protocol):
    """The accounts to be erased, each with its due time; ``AccountStore.update`` enters them and takes them out."""

    def list_due(self, *, now: datetime, limit: int) -> Sequence[Erasure]:
        """Return up to ``limit`` erasures that are due and not finished, the longest due ones first."""
        ...

    def close(self, erasure: Erasure, *, now: datetime) -> Erasure | None:
        """Remove the account, its claim on the address and the head of its book, in one transaction.

        Returns the erasure, closed; one that was closed before as it is. Returns None, and forgets the erasure, if the
        account is not to be erased then, since its deletion was undone. Raises AccountChangedError if somebody wrote
        the account at that moment.
        """
        ...

    def finish(self, erasure: Erasure, *, now: datetime) -> None:
        """Put a tombstone in the place of an erasure: ids and times, and nothing else."""
        ...
