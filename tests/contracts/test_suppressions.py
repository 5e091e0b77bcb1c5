"""The list of suppressed addresses: the latest of a kind counts, whatever the order in which they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.suppressions import Suppression, SuppressionReason
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import DAY, HOUR, NOON, new_address, whole_seconds
from tests.support.faulty_client import LOST_ANSWER, Fault, answer

FAR = NOON.replace(year=2126)
"""The stand-in removes what has expired by the real time."""


def bounce(*, at: datetime = FAR, **more: str) -> Suppression:
    return Suppression(
        **{"canonical_email": new_address(), "account_id": "a1", "reason": SuppressionReason.BOUNCE, **more},
        at=at,
        expires_at=whole_seconds(at + 7 * DAY),
    )


def complaint(*, at: datetime = FAR, **more: str) -> Suppression:
    return bounce(at=at, reason=SuppressionReason.COMPLAINT, **more)


def found(engine: Engine, address: str, *, after: timedelta = timedelta()) -> Suppression | None:
    return engine.suppressions.find(address, now=FAR + after)


def test_an_entry_is_read_as_it_was_written_until_it_expires(engine: Engine) -> None:
    entry = bounce()
    assert found(engine, entry.canonical_email) is None
    for _ in range(2):
        engine.suppressions.add(entry, now=FAR)
    assert found(engine, entry.canonical_email, after=6 * DAY) == entry
    assert found(engine, entry.canonical_email, after=7 * DAY) is None


def test_the_latest_entry_of_a_complaint_counts_or_else_that_of_a_bounce_in_any_order(engine: Engine) -> None:
    for number, order in enumerate(permutations(range(4))):
        address = f"{number}-{new_address()}"
        entries = [
            bounce(canonical_email=address, account_id="a1"),
            complaint(at=FAR + HOUR, canonical_email=address, account_id="a1"),
            complaint(at=FAR + 2 * HOUR, canonical_email=address, account_id="a2"),
            bounce(at=FAR + 3 * HOUR, canonical_email=address, account_id="a3"),
        ]
        for index in order:
            engine.suppressions.add(entries[index], now=FAR + 4 * HOUR)
        assert found(engine, address, after=4 * HOUR) == entries[2], order


def test_of_bounces_the_latest_counts(engine: Engine) -> None:
    earlier, later = bounce(canonical_email=(address := new_address())), bounce(at=FAR + HOUR, canonical_email=address)
    for entry in (later, earlier):
        engine.suppressions.add(entry, now=FAR + HOUR)
    assert found(engine, address, after=HOUR) == later


def test_an_entry_that_has_expired_gives_way(engine: Engine) -> None:
    old = complaint()
    engine.suppressions.add(old, now=FAR)
    new = bounce(at=FAR + 8 * DAY, canonical_email=old.canonical_email)
    engine.suppressions.add(new, now=FAR + 8 * DAY)
    assert found(engine, old.canonical_email, after=8 * DAY) == new


def test_a_reason_that_newer_code_knows_is_kept(engine: Engine) -> None:
    entry = bounce(reason="withdrawn")
    engine.suppressions.add(entry, now=FAR)
    assert found(engine, entry.canonical_email) == entry
    engine.suppressions.add(bounce(at=FAR + HOUR, canonical_email=entry.canonical_email), now=FAR + HOUR)
    assert found(engine, entry.canonical_email, after=HOUR) == entry


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory does not fail")
def test_a_database_that_fails_is_told_as_such(engine: Engine) -> None:
    entry = bounce()
    engine.network.faults.append(Fault(operation="PutItem", error=LOST_ANSWER))
    with pytest.raises(OutcomeUnknownError):
        engine.suppressions.add(entry, now=FAR)
    engine.network.faults.append(Fault(operation="GetItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.suppressions.find(entry.canonical_email, now=FAR)
    assert replace(entry, at=FAR) == entry
