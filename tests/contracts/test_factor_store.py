"""Factors are read as they were written, changed with their account, and each proof of one is used once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.account import Account
from shared.domain.accounts.challenges import Challenge, ChallengeKind
from shared.domain.accounts.factors import Factors, FactorsChange
from shared.domain.accounts.recovery_codes import RecoveryCodes
from shared.domain.accounts.totp import Totp
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.services.ports.conflicts import AccountChangedError, ProofUsedError
from shared.services.ports.proofs import ProofUse, RecoveryCodeUse, TotpUse
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import HOUR, NOON, new_mail, register, verify, whole_seconds
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer
from tests.support.session_builders import new_end, new_event, new_session

KIND = ChallengeKind(name="try", ttl=timedelta(minutes=5))


def new_account(engine: Engine) -> Account:
    return verify(engine.accounts, register(engine.accounts))


def new_totp(account_id: str, **more: object) -> Totp:
    return replace(Totp(account_id=account_id, salt=os.urandom(16).hex(), key_id="k1", created_at=NOON), **more)  # type: ignore[arg-type]


def new_codes(account_id: str, *stored: str) -> RecoveryCodes:
    return RecoveryCodes(account_id=account_id, key_id="k1", stored=frozenset(stored), created_at=NOON)


def changed(engine: Engine, account: Account, before: Factors, after: Factors) -> Account:
    """Change the factors of an account, and return the new version of it."""
    new = replace(account, version=account.version + 1)
    change = FactorsChange(account_id=account.id, before=before, after=after)
    engine.accounts.update(new, replaces=account, sides=[change])
    return new


def found(engine: Engine, account: Account) -> Factors:
    return engine.factors.find(account.id, now=NOON)[1]


def protected(engine: Engine, *, last_step: int | None = None) -> tuple[Account, Factors]:
    account = new_account(engine)
    factors = Factors(totp=new_totp(account.id, last_step=last_step), recovery=new_codes(account.id, "one", "two"))
    return changed(engine, account, Factors(), factors), factors


def use(engine: Engine, account: Account, *uses: ProofUse) -> bool:
    """Begin a session that uses these up; return whether that was possible."""
    session = new_session(account.id)
    try:
        engine.sessions.add(session, new_event(account.id, session_id=session.id), uses=uses)
    except ProofUsedError:
        assert engine.sessions.find(account.id, session.id, now=NOON)[1] is None
        return False
    assert engine.sessions.find(account.id, session.id, now=NOON)[1] == session
    return True


def new_challenge() -> Challenge:
    return Challenge.new(KIND, "", os.urandom(16), at=NOON)


def test_an_account_without_factors_has_none(engine: Engine) -> None:
    account = new_account(engine)
    assert engine.factors.find(account.id, now=NOON) == (account, Factors())
    assert engine.factors.find("nobody", now=NOON) == (None, Factors())


def test_factors_are_read_as_they_were_written_with_their_account(engine: Engine) -> None:
    account, factors = protected(engine, last_step=7)
    assert engine.factors.find(account.id, now=NOON) == (account, factors)


def test_an_account_remembers_that_it_has_factors_and_a_short_password(engine: Engine) -> None:
    account = new_account(engine)
    second = replace(account, second_factors=("totp", "later"), password_is_short=True, version=account.version + 1)
    engine.accounts.update(second, replaces=account)
    assert engine.accounts.find_account(account.id, now=NOON) == second
    third = replace(second, second_factors=(), password_is_short=False, version=second.version + 1)
    engine.accounts.update(third, replaces=second)
    assert engine.accounts.find_account(account.id, now=NOON) == third


def test_a_rehash_may_show_that_a_password_is_short(engine: Engine) -> None:
    account = new_account(engine)
    rehashed = replace(account, password_hash="new", password_is_short=True, version=account.version + 1)
    engine.accounts.rehash(rehashed)
    assert engine.accounts.find_account(account.id, now=NOON) == rehashed


def test_what_was_begun_takes_the_place_of_what_was_begun_before_and_expires(engine: Engine) -> None:
    account = new_account(engine)
    expires_at = whole_seconds(NOON + HOUR)
    for _ in range(2):
        pending = new_totp(account.id, expires_at=expires_at)
        engine.factors.begin(pending)
        assert found(engine, account) == Factors(pending=pending)
    assert engine.factors.find(account.id, now=expires_at)[1] == Factors()


def test_confirming_moves_what_was_begun(engine: Engine) -> None:
    account = new_account(engine)
    pending = new_totp(account.id, expires_at=whole_seconds(NOON + HOUR))
    engine.factors.begin(pending)
    after = Factors(totp=replace(pending, expires_at=None, last_step=3), recovery=new_codes(account.id, "one"))
    changed(engine, account, Factors(pending=pending), after)
    assert found(engine, account) == after


def test_what_was_begun_anew_is_not_confirmed(engine: Engine) -> None:
    account = new_account(engine)
    expires_at = whole_seconds(NOON + HOUR)
    first, second = (new_totp(account.id, expires_at=expires_at) for _ in range(2))
    engine.factors.begin(first)
    engine.factors.begin(second)
    with pytest.raises(AccountChangedError):
        changed(engine, account, Factors(pending=first), Factors(totp=replace(first, expires_at=None)))
    assert engine.factors.find(account.id, now=NOON) == (account, Factors(pending=second))


def test_factors_are_not_changed_with_another_version_of_the_account(engine: Engine) -> None:
    account, factors = protected(engine)
    stale = replace(account, version=account.version - 1)
    with pytest.raises(AccountChangedError):
        changed(engine, stale, factors, Factors())
    assert found(engine, account) == factors


def test_only_what_differs_is_written(engine: Engine) -> None:
    """A code that is used meanwhile stays used."""
    account, factors = protected(engine)
    assert use(engine, account, TotpUse(account_id=account.id, step=9))
    renewed = replace(factors, recovery=new_codes(account.id, "three"))
    changed(engine, account, factors, renewed)
    after = found(engine, account)
    assert after.totp is not None
    assert (after.totp.last_step, after.recovery) == (9, renewed.recovery)


def test_factors_are_removed(engine: Engine) -> None:
    account, factors = protected(engine)
    changed(engine, account, factors, Factors())
    assert found(engine, account) == Factors()


@pytest.mark.parametrize(
    ("last_step", "step", "is_unused"), [(None, 0, True), (5, 6, True), (5, 5, False), (5, 4, False), (9, 10, True)]
)
def test_a_code_is_used_once_and_none_before_it(
    engine: Engine, last_step: int | None, step: int, *, is_unused: bool
) -> None:
    account, _ = protected(engine, last_step=last_step)
    assert use(engine, account, TotpUse(account_id=account.id, step=step)) is is_unused
    totp = found(engine, account).totp
    assert totp is not None
    assert totp.last_step == (step if is_unused else last_step)


def test_a_recovery_code_is_used_once(engine: Engine) -> None:
    account, _ = protected(engine)
    outcomes = [
        use(engine, account, RecoveryCodeUse(account_id=account.id, stored=stored))
        for stored in ("one", "one", "three", "two", "two")
    ]
    assert outcomes == [True, False, False, True, False]
    assert found(engine, account).recovery == new_codes(account.id)


def test_without_a_factor_none_is_used(engine: Engine) -> None:
    account = new_account(engine)
    assert not use(engine, account, TotpUse(account_id=account.id, step=1))
    assert not use(engine, account, RecoveryCodeUse(account_id=account.id, stored="one"))
    assert found(engine, account) == Factors()


def test_all_that_a_session_uses_up_is_used_or_nothing(engine: Engine) -> None:
    account, factors = protected(engine, last_step=5)
    challenge = new_challenge()
    assert not use(engine, account, challenge, TotpUse(account_id=account.id, step=5))
    assert found(engine, account) == factors
    assert use(engine, account, challenge, TotpUse(account_id=account.id, step=6))
    assert not use(engine, account, challenge, RecoveryCodeUse(account_id=account.id, stored="one"))
    assert found(engine, account).recovery == factors.recovery


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
@pytest.mark.parametrize("kind", ["code", "recovery code", "challenge"])
def test_of_many_who_use_it_at_once_one_does(engine: Engine, kind: str) -> None:
    account, _ = protected(engine)
    proofs: dict[str, ProofUse] = {
        "code": TotpUse(account_id=account.id, step=1),
        "recovery code": RecoveryCodeUse(account_id=account.id, stored="one"),
        "challenge": new_challenge(),
    }
    one = proofs[kind]

    def attempt(_: int) -> bool | None:
        try:
            return use(engine, account, one)
        except StoreUnavailableError:  # another transaction held it at that moment: the client tries again
            return None

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    assert outcomes.count(True) == 1


def tell(engine: Engine, account: Account) -> dict[str, Sequence[object]]:
    return {
        "events": [new_event(account.id, kind="stepped_up")],
        "mails": [new_mail(account.id, kind=MailKind.RECOVERY_CODE_USED)],
    }


def test_what_a_session_uses_up_is_told_with_it(engine: Engine) -> None:
    account, _ = protected(engine)
    told = tell(engine, account)
    session = new_session(account.id)
    engine.sessions.add(session, new_event(account.id), **told)  # type: ignore[arg-type]
    kinds = [event.kind for event in engine.events.list_latest(account.id, limit=9, now=NOON)]
    assert sorted(kinds) == ["signed_in", "stepped_up"]
    assert engine.outbox.find(told["mails"][0].id) == told["mails"][0]  # type: ignore[attr-defined]


def test_a_session_is_authenticated_anew(engine: Engine) -> None:
    account, _ = protected(engine)
    session, told = new_session(account.id), tell(engine, account)
    engine.sessions.add(session, new_event(account.id))
    at = NOON + HOUR
    uses = [TotpUse(account_id=account.id, step=1)]
    engine.sessions.authenticate(account.id, session.id, at=at, uses=uses, **told)  # type: ignore[arg-type]
    assert engine.sessions.find(account.id, session.id, now=NOON)[1] == replace(session, authenticated_at=at)
    assert engine.outbox.find(told["mails"][0].id) == told["mails"][0]  # type: ignore[attr-defined]
    with pytest.raises(ProofUsedError):
        engine.sessions.authenticate(account.id, session.id, at=at + HOUR, uses=uses)
    assert engine.sessions.find(account.id, session.id, now=NOON)[1] == replace(session, authenticated_at=at)


def test_a_session_that_is_not_there_or_has_ended_is_not_authenticated(engine: Engine) -> None:
    account, factors = protected(engine)
    session = new_session(account.id)
    uses = [TotpUse(account_id=account.id, step=1)]
    with pytest.raises(ProofUsedError):
        engine.sessions.authenticate(account.id, session.id, at=NOON, uses=uses)
    assert engine.sessions.find(account.id, session.id, now=NOON)[1] is None
    engine.sessions.add(session, new_event(account.id))
    engine.sessions.end(new_end(session))
    with pytest.raises(ProofUsedError):
        engine.sessions.authenticate(account.id, session.id, at=NOON, uses=uses)
    assert found(engine, account) == factors


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_faults_are_told_from_proofs_that_were_used(engine: Engine) -> None:
    account, factors = protected(engine)
    one = TotpUse(account_id=account.id, step=1)
    for error in (
        answer("ThrottlingException"),
        answer("TransactionCanceledException", reasons=["TransactionConflict", "None", "None"]),
    ):
        engine.network.faults.append(Fault(operation=TRANSACTION, error=error))
        with pytest.raises(StoreUnavailableError):
            use(engine, account, one)
    assert found(engine, account) == factors
    engine.network.faults.append(Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        use(engine, account, one)
    assert not use(engine, account, one)
    engine.network.faults.append(Fault(operation="BatchGetItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.factors.find(account.id, now=NOON)
    engine.network.faults.append(Fault(operation="PutItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.factors.begin(new_totp(account.id))
