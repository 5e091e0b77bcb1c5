"""A change gets into an account once, whoever else changes it at the same time, and whatever answers are lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from shared.adapters.memory.account_store import MemoryAccountStore
from shared.domain.accounts.account import Account
from shared.domain.errors import AccountGoneError, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.writer import AccountWriter
from shared.services.ports.accounts import AccountStore
from shared.services.ports.conflicts import AccountChangedError
from shared.services.state_writer import DEADLINE_SECONDS, MAX_ATTEMPTS, Plan
from shared.services.timing import Timing
from tests.support.clock import NOON
from tests.support.fakes import DAY, DOWN, SECOND, Stage, Watched, raising

CONFLICT = AccountChangedError("conflict")


@dataclass(slots=True)
class Desk:
    """A writer, an account, and a clock that moves when the store is asked for something."""

    stage: Stage = field(default_factory=Stage)
    seconds_per_wait: float = 0.0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    store: Watched = field(init=False)
    writer: AccountWriter = field(init=False)
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.account = self.stage.registered()
        self.store = Watched(MemoryAccountStore(self.stage.database))
        timing = Timing(monotonic=self._monotonic, wait=self.waits.append, jitter=lambda: 0.5)
        self.writer = AccountWriter(
            cast(AccountStore, self.store), lambda: self.stage.current_accounts, now=self.stage.clock, timing=timing
        )

    def _monotonic(self) -> float:
        self.seconds += self.seconds_per_wait
        return self.seconds

    def rename(self, *names: str) -> Account:
        """Add to the name, so that doing it twice shows."""
        return self.writer.change(self.account.id, added(*names))

    def others_rename(self, name: str) -> None:
        """Somebody else does so, in another second."""
        self.stage.clock.advance(SECOND)
        AccountWriter(
            MemoryAccountStore(self.stage.database),
            lambda: self.stage.current_accounts,
            now=self.stage.clock,
            timing=Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0),
        ).change(self.account.id, added(name))

    @property
    def name(self) -> str:
        return self.stage.account().full_name


def added(*names: str) -> Callable[[Account], Account]:
    left = iter(names)
    last = names[-1]
    return lambda account: replace(account, full_name=account.full_name + next(left, last))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_change_that_nobody_disturbs_is_one_read_and_one_write(desk: Desk) -> None:
    desk.stage.clock.advance(SECOND)
    changed = desk.rename("a")
    assert changed == desk.stage.account()
    assert changed == replace(desk.account, full_name="a", version=3, updated_at=NOON + SECOND)
    assert desk.store.requests == {"find_account": 1, "update": 1}
    assert desk.waits == []


def test_no_change_writes_nothing(desk: Desk) -> None:
    assert desk.writer.change(desk.account.id, lambda _: None) == desk.account
    assert desk.store.requests == {"find_account": 1}


def test_an_account_that_says_the_same_is_a_new_version_all_the_same(desk: Desk) -> None:
    """Whoever changed something elsewhere, such as a picture, has others notice it by that."""
    assert desk.writer.change(desk.account.id, lambda account: account).version == desk.account.version + 1


def test_nobody_has_an_account_that_is_gone(desk: Desk) -> None:
    desk.stage.register("ivan@example.com")
    ivan = desk.stage.account("ivan@example.com")
    desk.stage.clock.advance(7 * DAY)
    for account_id in (ivan.id, "nobody"):
        with pytest.raises(AccountGoneError):
            desk.writer.change(account_id, added("a"))


def test_what_the_decision_raises_reaches_the_caller(desk: Desk) -> None:
    def refuse(account: Account) -> Account:
        raise EmailNotVerifiedError("not yet")

    with pytest.raises(EmailNotVerifiedError):
        desk.writer.change(desk.account.id, refuse)
    assert desk.store.requests == {"find_account": 1}


def test_when_somebody_else_was_faster_it_is_decided_again(desk: Desk) -> None:
    desk.store.before("update", lambda: desk.others_rename("b"))
    assert desk.rename("a", "c").full_name == desk.name == "bc"
    assert desk.store.requests == {"find_account": 2, "update": 2}


def test_pauses_grow_and_the_first_is_none(desk: Desk) -> None:
    desk.store.before("update", *[raising(CONFLICT)] * 4)
    desk.rename("a")
    assert desk.waits == [0.05, pytest.approx(0.075), 0.1]


def test_who_only_ever_meets_others_is_asked_to_come_back(desk: Desk) -> None:
    desk.store.before("update", *[raising(CONFLICT)] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError) as busy:
        desk.rename("a")
    assert not isinstance(busy.value, OutcomeUnknownError)
    assert desk.store.requests["update"] == MAX_ATTEMPTS
    assert desk.name == ""


def test_fewer_attempts_can_be_asked_for(desk: Desk) -> None:
    desk.store.before("update", *[raising(CONFLICT)] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        desk.writer.change(desk.account.id, added("a"), attempts=2)
    assert desk.store.requests["update"] == 2


def test_five_seconds_after_the_first_attempt_there_is_no_other(desk: Desk) -> None:
    desk.seconds_per_wait = DEADLINE_SECONDS / 2
    desk.store.before("update", *[raising(CONFLICT)] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        desk.rename("a")
    assert desk.store.requests["update"] == 2


@pytest.mark.parametrize("call", ["find_account", "update"])
def test_what_was_refused_without_doubt_is_not_tried_again(desk: Desk, call: str) -> None:
    desk.store.before(call, raising(DOWN))
    with pytest.raises(StoreUnavailableError) as refused:
        desk.rename("a")
    assert not isinstance(refused.value, OutcomeUnknownError)
    assert desk.store.requests[call] == 1
    assert desk.name == ""


def test_a_write_that_was_carried_out_is_not_sent_again(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=True)
    assert desk.rename("a", "b") == desk.stage.account()
    assert desk.name == "a"
    assert desk.store.requests == {"find_account": 2, "update": 1}


def test_a_write_that_was_not_carried_out_is_sent_again_unchanged(desk: Desk) -> None:
    for _ in range(2):
        desk.store.lose_answer("update", arrives=False)
    assert desk.rename("a", "b").full_name == desk.name == "a"
    assert desk.store.requests == {"find_account": 3, "update": 3}


def test_a_write_that_arrives_late_is_found_when_its_repetition_fails(desk: Desk) -> None:
    written: list[Account] = []
    memory = MemoryAccountStore(desk.stage.database)

    def arrive_late() -> None:
        memory.update(replace(desk.account, full_name="a", version=3, updated_at=NOON), replaces=desk.account)

    desk.store.lose_answer("update", arrives=False)
    desk.store.before("update", lambda: None, arrive_late)
    written.append(desk.rename("a", "b"))
    assert written == [desk.stage.account()]
    assert desk.name == "a"


def test_a_write_that_lost_its_race_unanswered_is_decided_again(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=False)
    desk.store.before("find_account", lambda: None, lambda: desk.others_rename("b"))
    assert desk.rename("a", "c").full_name == desk.name == "bc"


def test_once_a_write_is_known_to_be_lost_its_outcome_is_no_longer_unknown(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=False)
    desk.store.before("find_account", lambda: None, lambda: desk.others_rename("b"))
    desk.store.before("update", lambda: None, *[raising(CONFLICT)] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError) as busy:
        desk.rename("a")
    assert not isinstance(busy.value, OutcomeUnknownError)
    assert desk.name == "b"


def test_what_others_wrote_on_top_hides_what_became_of_it(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=True)
    desk.store.before("find_account", lambda: None, lambda: desk.others_rename("b"))
    with pytest.raises(OutcomeUnknownError):
        desk.rename("a")
    assert desk.name == "ab"


def test_a_longer_life_of_the_account_hides_nothing(desk: Desk) -> None:
    """A renewed token prolongs it, and makes no version of it."""
    desk.stage.register("ivan@example.com")
    ivan = desk.stage.account("ivan@example.com")
    desk.stage.clock.advance(7 * DAY - 60 * SECOND)
    desk.store.lose_answer("update", arrives=True)
    desk.store.before("find_account", lambda: None, lambda: desk.stage.verification.resend("ivan@example.com"))
    assert desk.writer.change(ivan.id, added("a", "b")).full_name == "a"
    assert desk.store.requests["update"] == 1


def test_while_in_doubt_reads_that_fail_are_made_again(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=True)
    desk.store.before("find_account", lambda: None, raising(DOWN), raising(DOWN))
    assert desk.rename("a").full_name == desk.name == "a"
    assert desk.store.requests["update"] == 1


def test_a_refusal_while_in_doubt_does_not_end_the_doubt(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=False)
    desk.store.before("update", lambda: None, raising(DOWN))
    assert desk.rename("a").full_name == desk.name == "a"


@pytest.mark.parametrize("arrives", [True, False])
def test_without_an_answer_the_outcome_is_unknown(desk: Desk, arrives: bool) -> None:
    desk.store.lose_answer("update", arrives=arrives)
    desk.store.before("find_account", lambda: None, *[raising(DOWN)] * MAX_ATTEMPTS)
    with pytest.raises(OutcomeUnknownError):
        desk.rename("a")
    assert desk.store.requests == {"find_account": MAX_ATTEMPTS, "update": 1}


def test_lost_races_after_a_write_in_doubt_end_in_doubt(desk: Desk) -> None:
    desk.store.lose_answer("update", arrives=False)
    desk.store.before("update", lambda: None, *[raising(CONFLICT)] * MAX_ATTEMPTS)
    with pytest.raises(OutcomeUnknownError):
        desk.rename("a")


def test_another_subject_goes_the_same_way(desk: Desk) -> None:
    """Whatever is read, by whatever tells its versions apart."""
    states = iter(["one", "two"])
    tries: list[str] = []

    def commit(state: str) -> Callable[[], None]:
        def attempt() -> None:
            tries.append(state)
            if state == "one":
                raise CONFLICT

        return attempt

    def decide(state: str) -> Plan[str, str]:
        return Plan(answer=f"did {state}", commit=commit(state))

    assert desk.writer.carry_out(lambda: next(states), decide, version=lambda state: state) == "did two"
    assert tries == ["one", "two"]
