"""Somebody tries to keep somebody else out, by guessing passwords: over HTTP, from one address and from many.

The minutes that pass are those of the service's clock. The gateway's throttles are open: they are for all callers
together, and this is about each of them. The attackers never stop.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import count
from pathlib import Path

import pytest

import shared.wiring.process
import shared.wiring.sources
from local.gateway import Gateway, Throttles
from local.invoker import Invoker
from local.stand_in import StandIn
from local.tables import create_tables
from shared.adapters.dynamo.database import IMPATIENT, Database
from shared.adapters.dynamo.limit_store import DynamoLimitStore
from shared.adapters.fallback_limit_store import FallbackLimitStore
from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.services.accounts.input import Registration
from shared.services.ports.limits import LimitStore
from tests.support.clock import Clock
from tests.support.served import Answer, Server, serving
from tests.support.transports import lean_transport
from tests.support.wiring import MemoryWiring
from tools.template import Template, load_template

VICTIM, NOBODY = "victim@example.com", "nobody@example.com"
PASSWORD = "violet tram over the river"
HOME, AWAY = "127.0.7.1", "127.0.8.1"
ATTACKER = "127.0.66.6"
ATTACKERS = [f"127.0.9.{number}" for number in range(1, 41)]
LOGIN = "/api/v1/auth/login"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
PROMISE = 15 * MINUTE
TOLD = ("retry-after", "ratelimit", "ratelimit-policy", "www-authenticate", "content-type")
_NUMBERS = count(1)

in_memory_and_in_the_table = pytest.mark.parametrize("limit_store", ["memory", "the table"], indirect=True)


class JourneyWiring(MemoryWiring):
    """Memory, but for the limits, which are kept where they are told to be."""

    def __init__(self, limit_store: LimitStore) -> None:
        super().__init__()
        self._limits = limit_store

    @cached_property
    def limit_store(self) -> LimitStore:
        return self._limits


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The service, its victim and its attackers."""

    server: Server
    clock: Clock

    def log_in(self, source: str, email: str = VICTIM, password: str = PASSWORD) -> Answer:
        return self.server.send(source, "POST", LOGIN, {"email": email, "password": password})

    def guess(self, source: str, email: str = VICTIM) -> Answer:
        answer = self.log_in(source, email, "not the password")
        assert answer.status in {401, 429}
        return answer

    def attack(self, sources: list[str], email: str = VICTIM) -> int:
        """Let everybody guess, again and again, until none is listened to; return how many guesses were."""
        looked_at = 0
        while sources:
            answers = {source: self.guess(source, email) for source in sources}
            sources = [source for source, answer in answers.items() if answer.status == 401]
            looked_at += len(sources)
        return looked_at

    def assert_untouched(self, token: str) -> None:
        """What somebody does who is signed in works."""
        assert self.server.send(HOME, "GET", "/api/v1/contacts", token=token).status == 200
        assert self.server.send(HOME, "GET", "/api/v1/auth/me", token=token).status == 200


def dynamo_store(stand_in: StandIn, table_name: str) -> LimitStore:
    return DynamoLimitStore(
        Database(lean_transport(stand_in.endpoint_url).client("dynamodb", IMPATIENT)),
        ephemeral_table=table_name,
    )


@pytest.fixture
def limit_store(request: pytest.FixtureRequest, root: Path) -> LimitStore:
    if getattr(request, "param", "memory") == "memory":
        return MemoryLimitStore()
    stand_in: StandIn = request.getfixturevalue("stand_in")
    own = load_template(root / "template.yaml", stack=f"lockout-{next(_NUMBERS)}").tables["EphemeralTable"]
    # Without a time to live: the stand-in would go by the clock of the machine.
    create_tables(stand_in.client("dynamodb"), [replace(own, ttl_attribute=None)])
    return dynamo_store(stand_in, own.name)


@pytest.fixture
def open_city(
    template: Template, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[LimitStore], City]:
    def open_city(limit_store: LimitStore) -> City:
        clock, wiring = Clock(), JourneyWiring(limit_store)
        monkeypatch.setattr(shared.wiring.sources, "now", clock)
        monkeypatch.setattr(shared.wiring.process, "wiring", lambda: wiring)
        wiring.registrations.register(Registration(email=VICTIM, password=PASSWORD))
        wiring.verification.verify(wiring.last_mailed_token())
        gateway = Gateway(template, Invoker(template), throttles=Throttles([]))
        served = serving(gateway)
        server = served.__enter__()
        request.addfinalizer(lambda: served.__exit__(None, None, None))
        return City(server=server, clock=clock)

    return open_city


@pytest.fixture
def city(open_city: Callable[[LimitStore], City], limit_store: LimitStore) -> City:
    return open_city(limit_store)


def test_guessing_from_one_address_gets_slow_and_says_so(city: City) -> None:
    answers = [city.guess(ATTACKER) for _ in range(30)]
    assert [answer.status for answer in answers] == [401] * 10 + [429] * 20
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json["code"] == "too_many_requests"
    assert refused.headers["retry-after"] == "5"
    assert refused.headers["ratelimit"] == '"login";r=0;t=5'
    assert refused.headers["ratelimit-policy"] == '"login";q=30;w=60'


@in_memory_and_in_the_table
def test_while_one_address_guesses_the_victim_gets_in_at_once_from_any_other(city: City) -> None:
    for hour in range(6):
        for _ in range(15):
            city.guess(ATTACKER)
        assert city.log_in(f"127.0.8.{hour}").status == 200
        city.clock.advance(timedelta(hours=1))


@in_memory_and_in_the_table
def test_while_many_addresses_guess_the_victim_gets_in_within_fifteen_minutes(city: City) -> None:
    assert city.attack(ATTACKERS) < len(ATTACKERS)
    answer = city.log_in(AWAY)
    assert answer.status == 429
    wait = timedelta(seconds=int(answer.headers["retry-after"]))
    assert wait <= PROMISE
    told_at = city.clock()
    while city.clock() < told_at + wait:
        city.clock.advance(2 * MINUTE)
        city.attack(ATTACKERS)
    assert city.log_in(AWAY).status == 200
    assert city.clock() <= told_at + PROMISE


def test_a_victim_who_does_not_listen_and_keeps_trying_gets_in_as_soon(city: City) -> None:
    city.attack(ATTACKERS)
    started = city.clock()
    while city.log_in(AWAY).status == 429:
        city.attack(ATTACKERS[:10])
        city.clock.advance(10 * SECOND)
    assert city.clock() <= started + PROMISE


def test_while_many_addresses_guess_the_victim_gets_in_at_once_where_he_did_before(city: City) -> None:
    assert city.log_in(HOME).status == 200
    city.attack(ATTACKERS)
    assert city.log_in(HOME).status == 200
    assert city.log_in(AWAY).status == 429


def test_who_is_signed_in_notices_nothing(city: City) -> None:
    token = city.log_in(HOME).json["access_token"]
    for sources in ([ATTACKER], ATTACKERS):
        city.attack(sources)
        city.assert_untouched(token)
        city.clock.advance(10 * MINUTE)
        city.attack(sources)
        city.assert_untouched(token)


def test_when_the_attack_is_over_everything_is_as_it_was(city: City) -> None:
    city.attack(ATTACKERS)
    city.clock.advance(timedelta(hours=1))
    assert city.log_in(AWAY).status == 200
    assert city.guess(ATTACKERS[0]).status == 401


def test_an_address_that_nobody_has_is_defended_alike(city: City) -> None:
    """Each in networks of its own, so that the two have nothing in common."""

    def story(email: str, street: int) -> list[tuple[int, list[str | None]]]:
        sources = [ATTACKER.replace("66", str(street))] * 12 + [f"127.1.{street}.{each}" for each in range(60)] * 2
        return [
            (answer.status, [answer.headers.get(name) for name in TOLD])
            for answer in (city.guess(source, email) for source in sources)
        ]

    known, unknown = story(VICTIM, 1), story(NOBODY, 2)
    assert known == unknown
    assert {status for status, _ in known} == {401, 429}


def test_registering_and_resending_do_not_keep_the_victim_out_either(city: City) -> None:
    """Nor do they make a session end, or another password count."""
    token = city.log_in(HOME).json["access_token"]
    for source in (ATTACKER, *ATTACKERS[:20]):
        for path in ("register", "resend-verification"):
            content = {"email": VICTIM} | ({"password": "seven quiet lamps on a hill"} if path == "register" else {})
            city.server.send(source, "POST", f"/api/v1/auth/{path}", content)
    city.assert_untouched(token)
    assert city.log_in(AWAY).status == 200


def test_limits_are_kept_when_the_table_is_gone(
    open_city: Callable[[LimitStore], City], stand_in: StandIn, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = dynamo_store(stand_in, "no-such-table")
    city = open_city(FallbackLimitStore(gone, MemoryLimitStore(), monotonic=lambda: 0.0))
    assert [city.guess(ATTACKER).status for _ in range(12)] == [401] * 10 + [429] * 2
    assert city.log_in(AWAY).status == 200
    (line,) = [line for line in capfd.readouterr().out.splitlines() if "LimiterFallback" in line]
    assert json.loads(line)["cause"] == "limits cannot be counted: ResourceNotFoundException"
