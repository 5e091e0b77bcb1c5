"""Challenges are made and refused without a request; using one takes a write, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest

from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.used_challenges import MemoryUsedChallenges
from shared.domain.accounts.challenges import ChallengeKind
from shared.domain.accounts.errors import InvalidChallengeError
from shared.services.accounts.challenges import Challenges
from shared.services.ports.challenges import UsedChallenges
from tests.support.clock import NOON, Clock
from tests.support.wiring import KnownKeys

KIND = ChallengeKind(name="try", ttl=timedelta(minutes=5))


def no_requests() -> UsedChallenges:
    raise AssertionError("no request was to be made")


def challenges(clock: Clock, used: Callable[[], UsedChallenges] = no_requests) -> Challenges:
    nonces = count(1)
    return Challenges(KnownKeys(), used, now=clock, new_nonce=lambda: next(nonces).to_bytes(16, "big"))


def test_a_challenge_comes_back_without_a_request() -> None:
    clock = Clock()
    made = challenges(clock)
    text = made.new(KIND, "ann")
    assert made.read(text, KIND, "ann").subject == "ann"
    assert made.new(KIND, "ann") != text


def test_it_may_be_made_at_another_time() -> None:
    clock = Clock()
    made = challenges(clock)
    at: datetime = NOON + timedelta(seconds=1)
    assert made.read(made.new(KIND, at=at), KIND).began_at == at.replace(microsecond=0)


def test_one_that_has_expired_or_is_good_for_something_else_is_refused() -> None:
    clock = Clock()
    made = challenges(clock)
    text = made.new(KIND, "ann")
    for subject in ("bob", ""):
        with pytest.raises(InvalidChallengeError):
            made.read(text, KIND, subject)
    clock.advance(KIND.ttl)
    with pytest.raises(InvalidChallengeError):
        made.read(text, KIND, "ann")


def test_it_is_used_once() -> None:
    used = MemoryUsedChallenges(MemoryDatabase())
    made = challenges(Clock(), lambda: used)
    challenge = made.read(made.new(KIND), KIND)
    made.use(challenge)
    with pytest.raises(InvalidChallengeError):
        made.use(challenge)
