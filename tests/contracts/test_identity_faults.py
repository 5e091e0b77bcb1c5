"""What the stores of identities raise when the network or the database fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from tests.contracts.conftest import Engine
from tests.support.account_builders import NOON, register, verify
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer
from tests.support.identity_builders import CHALLENGE, change, link, new_identity, new_proof, signed_up
from tests.support.session_builders import new_event

pytestmark = pytest.mark.engines("moto", because="only a network fails")


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_answer_to_a_write_is_reported_as_such(engine: Engine, *, arrives: bool) -> None:
    account, other = (verify(engine.accounts, register(engine.accounts)) for _ in range(2))
    other, linked = link(engine.identities, other)
    new = signed_up()
    fault = Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=arrives)
    writes: tuple[Callable[[], object], ...] = (
        lambda: engine.identities.link(change(account, new_identity(account.id))),
        lambda: engine.identities.unlink(change(other, linked)),
        lambda: engine.identities.register(new, new_identity(new.id), new_event(new.id), replaces=None, now=NOON),
    )
    for write in writes:
        engine.network.faults.append(fault)
        with pytest.raises(OutcomeUnknownError):
            write()


def test_a_proof_that_may_have_been_taken_is_not_given_out(engine: Engine) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    engine.network.faults.append(Fault(operation="UpdateItem", error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON)
    assert engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON) is None


def test_reads_that_are_throttled_are_unavailable(engine: Engine) -> None:
    for operation in ("GetItem", "Query"):
        engine.network.faults.append(Fault(operation=operation, error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.identities.find_owner("some identity")
    with pytest.raises(StoreUnavailableError):
        engine.identities.list_all("some account")


def test_other_errors_are_ours(engine: Engine) -> None:
    engine.network.faults.append(Fault(operation="PutItem", error=answer("AccessDeniedException")))
    with pytest.raises(Exception, match="AccessDenied"):
        engine.identity_proofs.add(new_proof())
    engine.network.faults.append(Fault(operation="UpdateItem", error=answer("AccessDeniedException")))
    with pytest.raises(Exception, match="AccessDenied"):
        engine.identity_proofs.take("some code", CHALLENGE, now=NOON)
