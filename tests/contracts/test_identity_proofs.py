"""A proof of an identity is taken once, in time, by whoever has the verifier."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.domain.accounts.identities import CODE_TTL, s256_challenge
from shared.services.ports.conflicts import ProofExistsError
from tests.contracts.conftest import Engine
from tests.support.account_builders import NOON
from tests.support.identity_builders import CHALLENGE, new_proof, proven
from tools.template import Template


@pytest.mark.parametrize(
    "identity",
    [proven(), proven(email=None, is_email_verified=False, vouches_for_email=False, full_name="")],
)
def test_a_proof_is_taken_as_it_was_added_and_once(engine: Engine, identity: object) -> None:
    proof = new_proof(identity)  # type: ignore[arg-type]
    engine.identity_proofs.add(proof)
    assert engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON) == identity
    assert engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON) is None


def test_another_verifier_takes_nothing_and_uses_nothing_up(engine: Engine) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    assert engine.identity_proofs.take(proof.code_hash, s256_challenge("another"), now=NOON) is None
    assert engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON) == proof.identity


def test_a_proof_expires_after_a_minute(engine: Engine) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    assert engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON + CODE_TTL) is None


def test_an_unknown_code_proves_nothing(engine: Engine) -> None:
    assert engine.identity_proofs.take("unknown", CHALLENGE, now=NOON) is None


@pytest.mark.parametrize("taken", [True, False])
def test_no_other_proof_has_the_same_code(engine: Engine, *, taken: bool) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    if taken:
        engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON)
    with pytest.raises(ProofExistsError):
        engine.identity_proofs.add(proof)


@pytest.mark.engines("memory", "stand_in", because="moto serves one request at a time")
def test_of_many_who_take_a_proof_one_gets_it(engine: Engine) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON), range(8)))
    assert sum(one is not None for one in taken) == 1


@pytest.mark.engines("moto", because="only a database keeps what is left of it")
def test_nothing_personal_is_left_of_a_proof_that_was_taken(engine: Engine, template: Template) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    engine.identity_proofs.take(proof.code_hash, CHALLENGE, now=NOON)
    assert engine.database is not None
    left = engine.database.connection.get_item(
        template.tables["EphemeralTable"].name, f"PROOF#{proof.code_hash}", consistent_read=True
    )["Item"]
    assert set(left) == {"pk", "challenge", "valid_until", "expires_at"}
