"""A challenge is used once, whoever is faster."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.adapters.dynamo.challenge_items import ChallengeItem
from shared.domain.accounts.challenges import Challenge, ChallengeKind
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import ProofUsedError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.shelves import shelves_of
from tests.support.account_builders import NOON
from tests.support.faulty_client import LOST_ANSWER, Fault, answer
from tools.template import Template

KIND = ChallengeKind(name="try", ttl=timedelta(minutes=5))


def new_challenge() -> Challenge:
    return Challenge.new(KIND, "ann", os.urandom(16), at=NOON)


def is_used(engine: Engine, challenge: Challenge) -> bool:
    """Return whether it was used; it is from now on."""
    try:
        engine.used_challenges.add(challenge)
    except ProofUsedError:
        return True
    return False


def test_a_challenge_is_used_once(engine: Engine) -> None:
    challenge, other = new_challenge(), new_challenge()
    assert [is_used(engine, each) for each in (challenge, challenge, other)] == [False, True, False]


def test_of_many_who_use_it_at_once_one_does(engine: Engine) -> None:
    challenge = new_challenge()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: is_used(engine, challenge), range(8)))
    assert sorted(outcomes) == [False, *[True] * 7]


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_a_fault_is_told_from_a_challenge_that_was_used(engine: Engine) -> None:
    challenge = new_challenge()
    engine.network.faults.append(Fault(operation="PutItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.used_challenges.add(challenge)
    engine.network.faults.append(Fault(operation="PutItem", error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        engine.used_challenges.add(challenge)
    assert is_used(engine, challenge)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory keeps no items")
def test_what_is_stored_expires_after_the_challenge_and_says_no_more(engine: Engine, template: Template) -> None:
    challenge = new_challenge()
    engine.used_challenges.add(challenge)
    item = shelves_of(engine, template)("EphemeralTable", ChallengeItem.of(challenge).pk).read()
    expiry = int(challenge.remembered_until.timestamp())
    assert item == {"pk": {"S": f"CHALLENGE#{challenge.hash}"}, "expires_at": {"N": str(expiry)}}
