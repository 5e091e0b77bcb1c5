"""Signing in with an identity while others do the same, and while answers are lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.identities import CodeExchange, IdentityProof, ProvenIdentity
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.input import Registration
from shared.wiring import sources
from tests.support.fakes import DOWN, PASSWORD, raising
from tests.support.identity_builders import CHALLENGE, VERIFIER, proven
from tests.support.session_builders import ORIGIN
from tests.support.wiring import MemoryWiring


@pytest.fixture
def wired() -> MemoryWiring:
    return MemoryWiring()


def prove(wired: MemoryWiring, identity: ProvenIdentity, code: str) -> CodeExchange:
    now = sources.now()
    wired.identity_proof_store.add(
        IdentityProof(
            code_hash=token_hash(code),
            challenge=CHALLENGE,
            identity=identity,
            expires_at=now + timedelta(minutes=1),
            kept_until=now + timedelta(minutes=10),
        )
    )
    return CodeExchange(code=code, code_verifier=VERIFIER)


def test_whoever_signs_up_in_many_tabs_has_one_account(wired: MemoryWiring) -> None:
    identity = proven()
    exchanges = [prove(wired, identity, f"code {tab}") for tab in range(8)]
    with ThreadPoolExecutor(8) as tabs:
        signed_in = list(tabs.map(lambda one: wired.identity_sign_in.log_in(one, ORIGIN), exchanges))
    assert len({one.account_id for one in signed_in}) == 1
    assert len(wired.memory.accounts) == len(wired.memory.identities) == 1


def test_a_registration_that_is_verified_meanwhile_is_not_replaced(wired: MemoryWiring) -> None:
    identity = proven()
    assert identity.email is not None
    wired.registrations.register(Registration(email=identity.email, password=PASSWORD))
    [owner] = wired.memory.accounts
    wired.identity_items.before("register", lambda: wired.verification.verify(wired.last_mailed_token()))
    signed_in = wired.identity_sign_in.log_in(prove(wired, identity, "code"), ORIGIN)
    assert signed_in.account_id == owner
    assert list(wired.memory.accounts) == [owner]


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_answer_makes_no_second_account(wired: MemoryWiring, *, arrives: bool) -> None:
    wired.identity_items.lose_answer("register", arrives=arrives)
    wired.identity_sign_in.log_in(prove(wired, proven(), "code"), ORIGIN)
    assert len(wired.memory.accounts) == len(wired.memory.identities) == 1


def test_a_code_whose_answer_was_lost_has_to_be_fetched_anew(wired: MemoryWiring) -> None:
    wired.identity_proof_items.lose_answer("take", arrives=True)
    with pytest.raises(OutcomeUnknownError):
        wired.identity_sign_in.log_in(prove(wired, proven(), "code"), ORIGIN)
    assert not wired.memory.accounts


def test_what_is_down_makes_nothing(wired: MemoryWiring) -> None:
    identity = proven()
    wired.identity_items.before("register", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        wired.identity_sign_in.log_in(prove(wired, identity, "code"), ORIGIN)
    assert not wired.memory.accounts
    assert not wired.memory.identities
