"""Signing in, guarded: what guessing costs the guesser, and that nobody can keep somebody else out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.domain.accounts import sign_in_limits as limits
from shared.domain.errors import InvalidCredentialsError, StoreUnavailableError, TooManyRequestsError
from shared.services.accounts.rate_limited_sign_in import RateLimitedSignIn
from shared.services.accounts.sign_in import IssuedToken
from shared.services.limiter import MAX_ATTEMPTS, Limiter
from shared.services.ports.limits import LimitStore
from tests.support.fakes import ADDRESS, DOWN, EMAIL, OTHER_PASSWORD, PASSWORD, Stage, Watched, raising

HOME = "198.51.100.7"
ELSEWHERE = "203.0.113.9"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class Door:
    """Where people sign in, from many networks, with one account behind it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.store = Watched(MemoryLimitStore())
        limiter = Limiter(cast(LimitStore, self.store), now=stage.clock)
        self.sessions = RateLimitedSignIn(stage.sessions, limiter)
        stage.registered()

    def enter(self, network: str = HOME, *, email: str = EMAIL, password: str = PASSWORD) -> IssuedToken:
        return self.sessions.log_in(email, password, network=network)

    def gets_in(self, network: str = HOME) -> bool:
        """Tell whether the owner may sign in there now."""
        try:
            self.enter(network)
        except TooManyRequestsError:
            return False
        return True

    def guess(self, network: str, *, email: str = EMAIL) -> bool:
        """Try a wrong password; tell whether it was looked at."""
        try:
            self.enter(network, email=email, password=OTHER_PASSWORD)
        except InvalidCredentialsError:
            return True
        except TooManyRequestsError:
            return False
        raise AssertionError("the password was right")

    def refusal(self, network: str, *, email: str = EMAIL) -> TooManyRequestsError:
        with pytest.raises(TooManyRequestsError) as caught:
            self.enter(network, email=email)
        return caught.value

    def besiege(self, networks: int, *, email: str = EMAIL) -> int:
        """Let many networks guess until none is listened to any more; return how many guesses were looked at."""
        return sum(self.guess(f"192.0.2.{network}", email=email) for _ in range(12) for network in range(networks))

    def requests_of(self, network: str, *, password: str = PASSWORD) -> Counter[str]:
        self.store.requests.clear()
        with suppress(InvalidCredentialsError, TooManyRequestsError):
            self.enter(network, password=password)
        return self.store.requests


@pytest.fixture
def door(stage: Stage) -> Door:
    return Door(stage)


def test_guesses_are_looked_at_ten_times_and_then_have_to_wait(door: Door) -> None:
    assert [door.guess(ELSEWHERE) for _ in range(12)] == [True] * 10 + [False] * 2
    assert door.refusal(ELSEWHERE).retry_after_seconds == 5


def test_a_guess_that_has_to_wait_costs_no_hash_and_no_read_of_the_account(door: Door) -> None:
    while door.guess(ELSEWHERE):
        pass
    door.stage.forget_counts()
    assert not door.guess(ELSEWHERE)
    assert (door.stage.hasher.hashes, door.stage.requests) == (0, 0)


def test_while_one_network_guesses_the_owner_signs_in_elsewhere_at_once(door: Door) -> None:
    for minute in range(60):
        for _ in range(5):
            door.guess(ELSEWHERE)
        assert door.gets_in(f"198.51.100.{minute}")
        door.stage.clock.advance(MINUTE)


def test_a_success_elsewhere_does_not_help_the_guesser(door: Door) -> None:
    while door.guess(ELSEWHERE):
        pass
    door.enter(HOME)
    assert not door.guess(ELSEWHERE)


def test_a_success_forgets_the_failures_before_it(door: Door) -> None:
    for _ in range(3):
        for _ in range(9):
            assert door.guess(HOME)
        door.stage.clock.advance(MINUTE)
        assert door.gets_in(HOME)


def test_many_networks_together_are_slowed(door: Door) -> None:
    assert door.besiege(100) == limits.ADDRESS.burst


def test_while_many_networks_guess_a_newcomer_gets_in_within_ten_minutes(door: Door) -> None:
    door.besiege(100)
    wait = door.refusal(HOME).retry_after_seconds
    assert 0 < wait <= 600
    for second in range(wait):
        assert second % 60 or not door.gets_in(HOME)
        door.stage.clock.advance(SECOND)
        if second % 60 == 0:
            door.besiege(100)
    assert door.gets_in(HOME)


def test_who_waits_for_a_turn_is_told_the_same_moment_however_often_he_asks(door: Door) -> None:
    door.besiege(100)
    wait = door.refusal(HOME).retry_after_seconds
    door.stage.clock.advance(timedelta(seconds=100))
    assert door.refusal(HOME).retry_after_seconds == wait - 100


def test_while_many_networks_guess_the_owner_signs_in_at_once_where_he_did_before(door: Door) -> None:
    door.enter(HOME)
    door.besiege(100)
    assert door.gets_in(HOME)
    door.stage.clock.advance(timedelta(days=29))
    door.besiege(100)
    assert door.gets_in(HOME)


def test_those_who_sign_in_use_up_nothing(door: Door) -> None:
    """Or whoever is at home everywhere could keep himself out, and a crowd behind one address one another."""
    for number in range(100):
        assert door.gets_in(f"198.51.100.{number}")
    for number in range(120):
        email = f"person-{number}@example.com"
        door.stage.registered(email)
        door.enter(HOME, email=email)
    assert door.guess(ELSEWHERE)


def test_who_has_the_right_password_gets_in_however_many_are_counted_at_that_moment(door: Door) -> None:
    key = limits.ADDRESS.key(ADDRESS)

    def others() -> None:
        limiter = Limiter(cast(LimitStore, door.store._store), now=door.stage.clock)
        limiter.change(limits.ADDRESS, key, limits.ADDRESS.taken, expected=limiter.find(key))

    first_writes: list[Callable[[], object]] = [lambda: None] * 5
    door.store.before("swap", *first_writes, *[others] * MAX_ATTEMPTS)
    assert door.gets_in(HOME)


def test_one_network_cannot_try_one_password_on_everybody(door: Door) -> None:
    looked_at = [door.guess(ELSEWHERE, email=f"person-{number}@example.com") for number in range(120)]
    assert looked_at == [True] * limits.NETWORK.burst + [False] * (120 - limits.NETWORK.burst)
    assert door.refusal(ELSEWHERE).allowance.limit == "login-network"


def test_neighbours_behind_one_address_depend_on_each_other_only_until_they_have_signed_in(door: Door) -> None:
    door.enter(HOME)
    for number in range(120):
        door.guess(HOME, email=f"person-{number}@example.com")
    assert door.gets_in(HOME)


@pytest.mark.parametrize("email", ["unknown@example.com", "not an address"])
def test_an_address_that_nobody_has_is_limited_like_any_other(door: Door, email: str) -> None:
    def story(email: str) -> list[object]:
        guesses: list[object] = [door.guess(ELSEWHERE, email=email) for _ in range(12)]
        here = door.refusal(ELSEWHERE, email=email)
        guesses += [door.besiege(50, email=email)]
        queue = door.refusal(HOME, email=email)
        return [*guesses, here.allowance, here.retry_after_seconds, queue.allowance, queue.retry_after_seconds]

    assert story(email) == story(EMAIL)


def test_requests_to_the_store_are_counted(door: Door) -> None:
    assert door.requests_of(HOME) == {"find": 1, "swap": 3 + 3}, "the first time"
    assert door.requests_of(HOME) == {"find": 1, "swap": 1 + 1}, "where the address signed in before"
    assert door.requests_of(HOME, password=OTHER_PASSWORD) == {"find": 1, "swap": 1}
    while door.guess(ELSEWHERE):
        pass
    assert door.requests_of(ELSEWHERE) == {"find": 1}, "while it has to wait"


def test_an_address_that_nobody_has_takes_as_many_requests(door: Door) -> None:
    def requests(email: str, network: str) -> list[Counter[str]]:
        counts = []
        for _ in range(12):
            door.store.requests.clear()
            door.guess(network, email=email)
            counts.append(Counter(door.store.requests))
        return counts

    assert requests("unknown@example.com", HOME) == requests(EMAIL, ELSEWHERE)


def test_guesses_at_the_same_time_are_counted_before_they_are_looked_at(door: Door) -> None:
    looked_at: list[bool] = []
    door.stage.store.before("find_claim", *(lambda: looked_at.append(door.guess(ELSEWHERE)) for _ in range(15)))
    looked_at.append(door.guess(ELSEWHERE))
    assert sum(looked_at) == 10


def test_who_has_signed_in_meanwhile_is_not_put_into_the_queue(door: Door) -> None:
    door.besiege(100)
    now = door.stage.clock()
    signed_in = limits.signed_in(limits.tried(None, now), now)
    key = limits.HERE.key(ADDRESS, HOME)

    def nothing() -> None:
        pass

    def sign_in() -> None:
        cast(LimitStore, door.store._store).swap(key, signed_in, expected=None, now=now)

    # One count of the network, two tries to count the address, then the one that is to be in vain.
    door.store.before("swap", nothing, nothing, nothing, sign_in)
    assert door.gets_in(HOME)


def test_an_attempt_that_could_not_be_looked_at_leaves_the_door_open(door: Door) -> None:
    door.stage.store.before("find_claim", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        door.enter(HOME)
    assert door.gets_in(HOME)
