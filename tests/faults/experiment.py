"""The experiment: every call of a use case fails in every way, and the effects are compared with those of no fault.

Without one, a use case leads from the state *before* to *done*, and a second time to *twice* (the same as *done* when
repeating it changes nothing). So no expectation is written by hand: a request that fails leaves *before* or
*done*; the same request, sent again without a fault, then does what a first or a second one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.mails import MailState
from tests.faults.kinds import PROBLEM_TYPES, ProblemType, Unread
from tests.faults.network import Call
from tests.faults.state import Meaning, check_consistency, meaning
from tests.faults.world import Memory, World
from tests.support.use_cases import Act, Outcome, UseCase

BEFORE, DONE, BETWEEN, TWICE = "as before", "done", "in between", "done twice"
RETRIED = (
    "the record is tried again",
    "the message is delivered again",
    "left to the next sweep",
    "left to the next run",
    "the function fails",
)
NO_FAULT = "none"
UNWRITTEN, UNKNOWN = "temporarily_unavailable", "outcome_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The effects of a request: the response, the meaning of the data, and the mail sent since the beginning."""

    outcome: Outcome
    meaning: Meaning
    mails_sent: int
    mails_marked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """A use case, and what it does without faults the first and the second time."""

    use_case: UseCase
    memory: Memory
    before: Meaning
    calls: tuple[Call, ...]
    first: Seen
    second: Seen

    @property
    def done(self) -> Meaning:
        return self.first.meaning

    @property
    def faults(self) -> Iterator[tuple[int, ProblemType | Unread]]:
        """Yield every kind of fault that a call can meet, with the position of the call, which starts at 0."""
        return ((index, kind) for index, call in enumerate(self.calls) for kind in PROBLEM_TYPES if kind.can_meet(call))

    def name(self, state: Meaning) -> str:
        """Return the name of a state, or an empty text if there is only one."""
        names = {self.second.meaning: TWICE, self.before: BEFORE, self.done: DONE}
        return "" if len(names) == 1 else names.get(state, BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one fault led to. ``wrong`` is empty if everything is right."""

    use_case: str
    call: str
    position: int
    kind: str
    answer: str
    state: str
    again: str
    state_again: str
    mails: int
    wrong: tuple[str, ...]


def findings_of(world: World, use_case: UseCase) -> tuple[Finding, ...]:
    """Return the findings of every kind of fault at every call of a use case, starting from an empty deployment."""
    empty = world.remember()
    clean = without_faults(world, use_case)
    findings = [_finding(world, clean, index, kind) for index, kind in clean.faults]
    world.put_back(empty)
    return (_finding_of(clean, 0, NO_FAULT, clean.first, clean.second), *findings)


def without_faults(world: World, use_case: UseCase) -> Clean:
    """Let a use case happen twice, without faults, in an empty deployment."""
    world.known.clear()
    for step in use_case.arranged:
        step(world)
    memory = world.remember()
    world.put_back(memory)
    wrong: list[str] = []
    before = meaning(world.state())
    first = _seen(world, use_case.act, wrong)
    calls = tuple(world.network.calls)
    world.wait(use_case.retried_after)
    second = _seen(world, use_case.repeat, wrong)
    assert not wrong, wrong
    assert (second.meaning != first.meaning) == use_case.adds, use_case.name
    return Clean(use_case=use_case, memory=memory, before=before, calls=calls, first=first, second=second)


def _seen(world: World, act: Act, wrong: list[str]) -> Seen:
    outcome, state = act(world), world.state()
    try:
        check_consistency(state)
    except AssertionError as error:
        wrong.append(f"inconsistent: {error}")
    marked = sum(mail["state"] == MailState.SENT for mail in state.tables["Outbox"])
    return Seen(outcome=outcome, meaning=meaning(state), mails_sent=len(world.sent_mails), mails_marked=marked)


def _finding(world: World, clean: Clean, index: int, kind: ProblemType | Unread) -> Finding:
    """Send the request with a fault, then again without, and return the finding."""
    world.put_back(clean.memory)
    world.network.clear(kind, at=index)
    wrong: list[str] = []
    seen = _seen(world, clean.use_case.act, wrong)
    wrong += _faults_of(clean, clean.calls[index], kind, seen)
    world.network.clear()
    world.wait(clean.use_case.retried_after)
    again = _seen(world, clean.use_case.repeat, wrong)
    wrong += _faults_of_another_try(clean, seen, again)
    return _finding_of(clean, index, kind.name, seen, again, *wrong)


def _finding_of(clean: Clean, index: int, kind: str, seen: Seen, again: Seen, *wrong: str) -> Finding:
    return Finding(
        use_case=clean.use_case.name,
        call=clean.calls[index].label,
        position=index + 1,
        kind=kind,
        answer=seen.outcome.label,
        state=clean.name(seen.meaning),
        again=again.outcome.label,
        state_again=clean.name(again.meaning),
        mails=again.mails_sent,
        wrong=wrong,
    )


def _faults_of(clean: Clean, call: Call, kind: ProblemType | Unread, seen: Seen) -> Iterator[str]:
    """Yield what is wrong: a response must be a success that did happen, or tell the client to retry."""
    in_steps = bool(clean.use_case.in_steps)
    if seen.outcome.label == clean.first.outcome.label:
        if seen.meaning != clean.done and not in_steps:
            yield "a success that did not happen"
        return
    if not _may_fail_with(seen.outcome, call, kind):
        yield f"the answer {seen.outcome.label}"
    if seen.meaning not in (clean.before, clean.done) and not in_steps:
        yield "done by halves"
    if seen.outcome.code == UNWRITTEN and seen.meaning != clean.before and not in_steps:
        yield "said not to have happened"


def _may_fail_with(outcome: Outcome, call: Call, kind: ProblemType | Unread) -> bool:
    if outcome.answer is None:
        return outcome.label.startswith(RETRIED)
    if outcome.answer.status == 500:
        return kind.is_ours and call.service in {"DynamoDB", "SQS"}
    expected = 502 if call.service == "Cloudinary" else 503
    is_told_to_repeat = int(outcome.answer.headers.get("retry-after", 0)) > 0
    return outcome.answer.status == expected and is_told_to_repeat == (outcome.code != UNKNOWN)


def _faults_of_another_try(clean: Clean, seen: Seen, again: Seen) -> Iterator[str]:
    """Yield what is wrong: a retry must act like a first request, or like a second one if the first took effect."""
    once, twice = ((each.outcome.label, each.meaning) for each in (clean.first, clean.second))
    allowed = [once] if seen.meaning == clean.before else [twice] if seen.meaning == clean.done else [once, twice]
    if clean.before == clean.done:
        allowed = [twice]
    if (again.outcome.label, again.meaning) not in allowed:
        yield f"again: {again.outcome.label}, {clean.name(again.meaning)}"
    # A message is sent again only if no record says that it was sent.
    unmarked = max(0, seen.mails_sent - seen.mails_marked)
    if again.mails_sent != clean.second.mails_sent + unmarked:
        yield f"{again.mails_sent} mails instead of {clean.second.mails_sent + unmarked}"
