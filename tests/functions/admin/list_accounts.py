"""What the tests know of GET /api/v1/admin/accounts."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.accounts.account import ADMIN_ROLE
from tests.faults.world import World
from tests.support.arrangements import EMAIL, VERIFIED, let_a_second_pass, note_access_token, register
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, done, request

ACCOUNTS = "/api/v1/admin/accounts"
ROUTE = f"GET {ACCOUNTS}"
OTHER = "lesia@example.com"


def become_admin(world: World) -> None:
    """Let whoever has signed in be an administrator, and keep the id of the other account."""
    store, now = world.wired.account_store, world.clock()
    ids = {}
    for email in (EMAIL, OTHER):
        claim = store.find_claim(email, now=now)
        assert claim is not None
        ids[email] = claim.account_id
    account = store.find_account(ids[EMAIL], now=now)
    assert account is not None
    store.update(replace(account, role=ADMIN_ROLE, version=account.version + 1), replaces=account)
    world.known["other"] = ids[OTHER]


def _verify_other(world: World) -> None:
    world.wired.verification.verify(world.last_token())


ARRANGED = (*VERIFIED, let_a_second_pass, done(register(OTHER)), _verify_other, become_admin, note_access_token)

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="list the accounts", arranged=ARRANGED, act=request("GET", ACCOUNTS)),),
    scenarios=(
        of(ROUTE, "200", *ARRANGED),
        of(ROUTE, "403, no administrator", *VERIFIED),
        *strangers(ROUTE),
    ),
)
