"""Signing in, guarded: what guessing costs the guesser, and that nobody can keep somebody else out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.domain.accounts import sign_in_limits as limits
from shared.domain.errors import (
    InvalidCredentialsError,
    SecretsUnavailableError,
    StoreUnavailableError,
    TooManyRequestsError,
)
from shared.domain.limits import NOTHING, whole_milliseconds
from shared.services.accounts.issuing import IssuedTokens
from shared.services.accounts.rate_limited_sign_in import Attempt, RateLimitedSignIn
from shared.services.limiter import MAX_ATTEMPTS, Limiter
from shared.services.ports.limits import LimitStore
from tests.support.clock import Clock
from tests.support.fakes import ADDRESS, DOWN, EMAIL, OTHER_PASSWORD, PASSWORD, Stage, Watched, raising, tokens_of
from tests.support.session_builders import ORIGIN

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
        self.sessions = RateLimitedSignIn(stage.sign_in, limiter)
        stage.registered()

    def enter(self, network: str = HOME, *, email: str = EMAIL, password: str = PASSWORD) -> IssuedTokens:
        return tokens_of(self.sessions.log_in(email, password, ORIGIN, network=network))

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
    assert door.requests_of(HOME, password=OTHER_PASSWORD) == {"find": 1, "swap": 1 + 3}, "a wrong password there"
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


OURS = (DOWN, SecretsUnavailableError("no keys"), LookupError("a mistake of ours"))


def states(door: Door, network: str) -> list[tuple[object, ...]]:
    """Return what counts against an attempt there: failures, waits, turns, and how full the buckets are."""
    now = door.stage.clock()
    keys = (limits.HERE.key(ADDRESS, network), limits.NETWORK.key(network), limits.ADDRESS.key(ADDRESS))
    found = [cast(LimitStore, door.store._store).find(key, now=now) for key in keys]
    return [
        (limits.has_turn(each), each.failures, each.early_failures, limits.wait_here(each, now), max(now, each.full_at))
        if each
        else (False, 0, 0, NOTHING, now)
        for each in found
    ]


@pytest.mark.parametrize("fault", OURS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("network", [HOME, ELSEWHERE])
def test_hours_of_our_own_failures_leave_the_right_password_as_it_was(
    door: Door, network: str, fault: Exception
) -> None:
    door.enter(HOME)
    for _ in range(5):
        door.guess(network)
    door.stage.clock.time = whole_milliseconds(door.stage.clock.time)
    before = states(door, network)
    for _ in range(120):
        door.stage.store.before("find_claim", raising(fault))
        with pytest.raises(type(fault)):
            door.enter(network)
    assert states(door, network) == before
    assert door.gets_in(network)


@pytest.mark.parametrize("network", [HOME, ELSEWHERE])
def test_a_token_that_cannot_be_issued_is_our_failure_too(
    door: Door, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.enter(HOME)
    with monkeypatch.context() as patched:
        patched.setattr(door.stage.tokens, "issue", lambda *_, **__: raising(DOWN)())
        for _ in range(60):
            with pytest.raises(StoreUnavailableError):
                door.enter(network)
    assert door.gets_in(network)


def test_a_turn_that_our_failure_used_up_comes_back(door: Door) -> None:
    door.besiege(100)
    door.stage.clock.advance(door.refusal(HOME).retry_after_seconds * SECOND)
    door.besiege(100)
    door.stage.store.before("find_claim", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        door.enter(HOME)
    assert door.gets_in(HOME)


def test_what_was_judged_stays_counted_whatever_fails_meanwhile(door: Door) -> None:
    for number in range(19):
        if number % 2:
            door.stage.store.before("find_claim", raising(DOWN))
            with pytest.raises(StoreUnavailableError):
                door.guess(ELSEWHERE)
        else:
            assert door.guess(ELSEWHERE)
    assert not door.guess(ELSEWHERE)


def test_guesses_beside_our_failures_are_counted_before_they_are_looked_at(door: Door) -> None:
    """An attempt that fails is taken back only after the others have met it."""
    looked_at: list[bool] = []

    def fail_after_the_others() -> None:
        looked_at.extend(door.guess(ELSEWHERE) for _ in range(15))
        raise DOWN

    door.stage.store.before("find_claim", fail_after_the_others)
    with pytest.raises(StoreUnavailableError):
        door.enter(ELSEWHERE)
    assert sum(looked_at) == 9
    assert not door.guess(ELSEWHERE)


def test_a_process_that_dies_leaves_its_attempt_counted(door: Door) -> None:
    """So that nobody gains guesses by making it die. Nothing that runs afterwards could take it back, either."""
    for _ in range(10):
        Attempt(door.sessions._limiter, address=ADDRESS, network=ELSEWHERE).count()
    assert not door.guess(ELSEWHERE)


def story(door: Door, network: str, *, email: str = EMAIL, attempts: int = 25) -> list[object]:
    """Return what a neighbour is told who keeps trying wrong passwords, and waits now and then."""
    told: list[object] = []
    for number in range(attempts):
        try:
            door.enter(network, email=email, password=OTHER_PASSWORD)
        except TooManyRequestsError as refused:
            told.append((refused.allowance, refused.retry_after_seconds))
        except InvalidCredentialsError as wrong:
            told.append(str(wrong))
        if number % 8 == 7:
            door.stage.clock.advance(3 * MINUTE)
    return told


def besieged_homes(siege: str) -> Iterator[Door]:
    """Yield a door in whose network the owner has signed in, and one where nobody has."""
    for knows_the_network in (True, False):
        door = Door(Stage())
        if knows_the_network:
            door.enter(HOME)
        if siege == "of the address":
            door.besiege(100)
        if siege == "of the network":
            for number in range(120):
                door.guess(HOME, email=f"person-{number}@example.com")
        yield door


sieges = pytest.mark.parametrize("siege", ["none", "of the address", "of the network"])


@sieges
@pytest.mark.parametrize("milliseconds", [0, 340], ids=["at once", "slowly"])
def test_a_neighbour_of_the_owner_is_told_what_a_stranger_is_told(
    siege: str, milliseconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every wrong password is answered as in a network where nobody has ever signed in, however long hashes take."""
    stories = []
    for door in besieged_homes(siege):
        hasher, clock = door.stage.hasher, door.stage.clock
        monkeypatch.setattr(hasher, "hash", taking(timedelta(milliseconds=milliseconds), clock, hasher.hash))
        stories.append(story(door, HOME))
    assert stories[0] == stories[1]
    assert len({str(told) for told in stories[0]}) > 1


def test_fewer_than_eleven_failures_do_not_tell_a_neighbour_whether_the_owner_has_signed_in_since() -> None:
    """What is left to be seen, and what it costs: ten failures, which the owner finds in the security log."""
    told = []
    for signs_in in (True, False):
        door = Door(Stage())
        door.enter(HOME)
        before = story(door, HOME, attempts=5)
        if signs_in:
            door.enter(HOME)
        told.append(before + story(door, HOME, attempts=6))
        failures = [event.kind for event in door.stage.database.security_events.values()].count("sign_in_failed")
        assert failures >= limits.FREE_FAILURES
    assert told[0][:10] == told[1][:10]
    assert told[0][10] != told[1][10], "a success forgets: if it does not any more, decision 8 has to say so"


def taking(duration: timedelta, clock: Clock, function: Callable[[str], str]) -> Callable[[str], str]:
    def slowly(argument: str) -> str:
        clock.advance(duration)
        return function(argument)

    return slowly


@sieges
def test_a_refusal_takes_the_same_where_the_owner_signs_in(siege: str) -> None:
    """Hashes, requests about limits, and others: a neighbour with a stopwatch learns nothing either."""
    costs = [[cost_of_a_guess(door) for _ in range(25)] for door in besieged_homes(siege)]
    assert costs[0] == costs[1]
    assert {hashes for hashes, *_ in costs[0]} == {0, 1}, "the failures of checks slow them down here, too"


def cost_of_a_guess(door: Door) -> tuple[int, Counter[str], Counter[str]]:
    door.store.requests.clear()
    door.stage.forget_counts()
    door.stage.events.requests.clear()
    door.guess(HOME)
    others = Counter(door.stage.store.requests) + Counter(door.stage.events.requests)
    return door.stage.hasher.hashes, Counter(door.store.requests), others


@pytest.mark.parametrize("siege", ["of the address", "of the network"])
def test_what_is_checked_in_vain_lets_nobody_in(siege: str) -> None:
    _, nowhere_known = besieged_homes(siege)
    nowhere_known.stage.hasher.forget()
    assert not nowhere_known.gets_in(HOME)
    assert nowhere_known.stage.hasher.hashes == 1


def test_a_check_in_vain_that_fails_by_our_fault_is_told_and_taken_back(door: Door) -> None:
    door.besiege(100)
    before = states(door, HOME)
    door.stage.store.before("find_claim", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        door.enter(HOME)
    assert states(door, HOME)[0][2] == before[0][2] == 0


def test_the_right_password_passes_at_once_where_a_wrong_one_is_told_to_wait(door: Door) -> None:
    door.enter(HOME)
    door.besiege(100)
    for _ in range(3):
        assert not door.guess(HOME)
        assert door.gets_in(HOME)


def test_early_checks_are_counted_before_they_are_made(door: Door) -> None:
    """In a network that is known, guesses at the same time are no more than elsewhere."""
    door.enter(HOME)
    door.besiege(100)
    door.stage.hasher.forget()
    door.stage.store.before("find_claim", *(lambda: door.guess(HOME) for _ in range(40)))
    door.guess(HOME)
    assert door.stage.hasher.hashes == limits.FREE_FAILURES


def test_a_neighbour_who_keeps_guessing_under_siege_is_slowed_as_anywhere(door: Door) -> None:
    door.enter(HOME)
    door.stage.hasher.forget()
    looked_at = 0
    for _ in range(3 * 60):
        for network in range(40):
            door.guess(f"192.0.2.{network}")
        before = door.stage.hasher.hashes
        door.guess(HOME)
        looked_at += door.stage.hasher.hashes - before
        door.stage.clock.advance(20 * SECOND)
    assert looked_at <= 30, "the same 10 at once, and then ever fewer, for early checks and for turns"


def test_a_wrong_password_takes_the_same_where_the_owner_signs_in(door: Door) -> None:
    """Somebody in the same network must not be able to tell addresses with an account from those without."""
    door.enter(HOME)
    door.guess(HOME, email="somebody.else@example.com")

    def cost(email: str) -> tuple[Counter[str], int, Counter[str]]:
        door.store.requests.clear()
        door.stage.forget_counts()
        door.stage.events.requests.clear()
        with pytest.raises(InvalidCredentialsError):
            door.enter(HOME, email=email, password=OTHER_PASSWORD)
        hashes, others = door.stage.hasher.hashes, Counter(door.stage.store.requests)
        return Counter(door.store.requests), hashes, others + Counter(door.stage.events.requests)

    assert cost(EMAIL) == cost("unknown@example.com")
    assert cost(EMAIL) == cost("unknown@example.com"), "the second time, too"
