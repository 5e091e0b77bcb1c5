"""Arrangements of use cases and scenarios with identities: browsers that prove one, and accounts that have one."""

from __future__ import annotations

from itertools import count
from urllib.parse import parse_qs, urlsplit

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.identities import CODE_TTL, IdentityProof, ProvenIdentity
from tests.faults.world import World
from tests.support.arrangements import AUTH, VERIFIED, let_limits_fill_up, token
from tests.support.identity_builders import CHALLENGE, ISSUER, VERIFIER
from tests.support.use_cases import Act, Outcome, Step, done, request

PROVIDERS, EXCHANGE, IDENTITIES = f"{AUTH}/providers", f"{AUTH}/login/provider", f"{AUTH}/identities"
START = f"{PROVIDERS}/github/start?redirect_to=https%3A%2F%2Fapi.example.com%2F_local%2F&code_challenge={CHALLENGE}"
CALLBACK = f"{PROVIDERS}/github/callback"
_CODES = count(1)


def prove(subject: str, email: str = "new@example.com", *, known_as: str = "code") -> Step:
    """Return the step after which a browser has proven an identity, and the client knows its code."""
    identity = ProvenIdentity(
        provider="github",
        issuer=ISSUER,
        subject=subject,
        email=email,
        is_email_verified=True,
        vouches_for_email=True,
    )

    def step(world: World) -> None:
        code = f"{next(_CODES):043d}"
        now = world.clock()
        world.wired.identity_proof_store.add(
            IdentityProof(
                code_hash=token_hash(code),
                challenge=CHALLENGE,
                identity=identity,
                expires_at=now + CODE_TTL,
                kept_until=(now + 10 * CODE_TTL).replace(microsecond=0),
            )
        )
        world.known[known_as] = code

    return step


def exchange(path: str, *, signed_in: bool = False, code: str = "code") -> Act:
    """Return the act of exchanging the code that the client knows."""

    def act(world: World) -> Outcome:
        body = {"code": world.known[code], "code_verifier": VERIFIER}
        return request("POST", path, signed_in=signed_in, json_body=body)(world)

    return act


def anew(subject: str, email: str = "new@example.com", *, path: str, signed_in: bool = False) -> Act:
    """Return how an exchange is retried, whose code may have been used up: from the beginning."""

    def again(world: World) -> Outcome:
        prove(subject, email, known_as="next code")(world)
        return exchange(path, signed_in=signed_in, code="next code")(world)

    return again


def depart(world: World) -> None:
    """Send a browser to a provider, and keep its cookie and its state."""
    answer = world.send("GET", START)
    assert answer.status == 303, answer.text
    world.known["cookie"] = answer.headers["set-cookie"].partition(";")[0]
    world.known["state"] = parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]


def come_back_refusing(world: World) -> Outcome:
    """Come back in the same browser, after having refused to sign in at the provider."""
    headers = {"cookie": world.known["cookie"]}
    path = f"{CALLBACK}?state={{state}}&error=access_denied"
    return request("GET", path, signed_in=False, headers=headers)(world)


def _note_identity(world: World) -> None:
    listed = world.send("GET", IDENTITIES, token=token(world)).json["items"]
    world.known["identity"] = listed[0]["id"]


sign_in_with_identity = exchange(EXCHANGE)
link = exchange(IDENTITIES, signed_in=True)
PROVEN: tuple[Step, ...] = (prove("1"),)
SIGNED_UP: tuple[Step, ...] = (prove("1"), done(sign_in_with_identity), let_limits_fill_up, prove("1"))
"""Somebody has signed up with an identity, and has proven it again."""
LINKABLE: tuple[Step, ...] = (*VERIFIED, prove("2", "another@example.com"))
LINKED: tuple[Step, ...] = (*LINKABLE, done(link), _note_identity)
