"""What becomes of accounts when the database or the way to it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pynamodb.exceptions import TransactWriteError

from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import (
    DAY,
    NOON,
    new_account,
    register,
    verify,
)
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer

SECOND = timedelta(seconds=1)
LONG_AFTER = NOON + 1000 * DAY


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_a_lost_answer_leaves_the_outcome_unknown(engine: Engine) -> None:
    account = new_account()
    engine.network.faults.append(Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        register(engine.accounts, account)
    assert engine.accounts.find_account(account.id, now=NOON) == account


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory never throttles")
def test_a_throttled_transaction_is_unavailable_and_no_race(engine: Engine) -> None:
    registered = register(engine.accounts)
    for error in (
        answer("ThrottlingException"),
        answer("TransactionCanceledException", reasons=["ConditionalCheckFailed", "ThrottlingError", "None", "None"]),
    ):
        engine.network.faults += [Fault(operation=TRANSACTION, error=error) for _ in range(2)]
        with pytest.raises(StoreUnavailableError):
            register(engine.accounts)
        with pytest.raises(StoreUnavailableError):
            verify(engine.accounts, registered)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory never throttles")
def test_a_throttled_read_is_unavailable(engine: Engine) -> None:
    engine.network.faults += [Fault(operation="GetItem", error=answer("ThrottlingException")) for _ in range(3)]
    for read in (engine.accounts.find_account, engine.accounts.find_claim, engine.accounts.find_token):
        with pytest.raises(StoreUnavailableError):
            read("anything", now=NOON)
    engine.network.faults.append(Fault(operation="BatchGetItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.accounts.find_account_and_token("anything", "anything", now=NOON)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory lets one in at a time")
def test_a_transaction_that_meets_another_one_has_lost_a_race(engine: Engine) -> None:
    registered = register(engine.accounts)
    conflict = answer("TransactionCanceledException", reasons=["TransactionConflict", "None", "None", "None"])
    engine.network.faults += [Fault(operation=TRANSACTION, error=conflict) for _ in range(2)]
    with pytest.raises(ClaimTakenError) as caught:
        register(engine.accounts)
    assert caught.value.claim is None
    with pytest.raises(AccountChangedError):
        verify(engine.accounts, registered)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory is never deployed wrongly")
def test_a_wrong_deployment_is_no_race_either(engine: Engine) -> None:
    registered = register(engine.accounts)
    denied = answer("TransactionCanceledException", reasons=["AccessDenied", "None", "None", "None"])
    engine.network.faults += [Fault(operation=TRANSACTION, error=denied) for _ in range(2)]
    with pytest.raises(TransactWriteError):
        register(engine.accounts)
    with pytest.raises(TransactWriteError):
        verify(engine.accounts, registered)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory lets one in at a time")
def test_a_picture_that_meets_another_change_has_lost_a_race(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    conflict = answer("TransactionCanceledException", reasons=["TransactionConflict"])
    engine.network.faults.append(Fault(operation=TRANSACTION, error=conflict))
    with pytest.raises(AccountChangedError):
        engine.accounts.update(replace(account, avatar_url="x", version=account.version + 1), replaces=account)
