"""Registering."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.domain.errors import (
    InvalidInputError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
    WeakPasswordError,
)
from shared.domain.mails import MailKind, MailState
from shared.services.accounts.input import Registration
from shared.services.accounts.verification import VerificationOutcome
from shared.services.ports.conflicts import ClaimTakenError
from shared.services.state_writer import MAX_ATTEMPTS
from tests.support.clock import NOON
from tests.support.fakes import ADDRESS, DAY, DOWN, EMAIL, LOST, OTHER_PASSWORD, PASSWORD, SECOND, Stage, raising


def mails_of(stage: Stage, kind: MailKind) -> list[str]:
    return [mail.account_id for mail in stage.database.mails.values() if mail.kind is kind]


def test_a_registration_makes_an_unverified_account_that_lives_seven_days(stage: Stage) -> None:
    stage.register(full_name=" Олена ", locale="uk")
    account = stage.account()
    assert (account.email, account.canonical_email) == (EMAIL, ADDRESS)
    assert (account.full_name, account.locale, account.role) == ("Олена", "uk", "user")
    assert not account.is_verified
    assert account.expires_at == (NOON + 7 * DAY).replace(microsecond=0)
    assert stage.database.books == {}


def test_a_registration_queues_one_mail_with_the_live_token(stage: Stage) -> None:
    mail = stage.register()
    assert (mail.state, mail.account_id, mail.created_at) == (MailState.PENDING, stage.account().id, NOON)
    claim = stage.claim()
    assert claim is not None
    assert claim.token_hash == token_hash(stage.raw_token(mail))
    assert len(stage.database.mails) == 1


def test_neither_database_nor_mail_holds_a_token_that_works(stage: Stage) -> None:
    raw_token = stage.raw_token(stage.register())
    assert raw_token not in repr(stage.database)


def test_every_broken_rule_is_named_at_once(stage: Stage) -> None:
    registration = Registration(email="nobody", password="short", full_name="a\x00b", locale="english!")
    with pytest.raises(InvalidInputError) as caught:
        stage.registrations.register(registration)
    assert {problem.pointer: problem.code for problem in caught.value.problems} == {
        "/email": "invalid_email",
        "/password": "password_too_short",
        "/full_name": "control_characters",
        "/locale": "invalid_locale",
    }


def test_an_invalid_registration_costs_no_hash_and_no_request(stage: Stage) -> None:
    with pytest.raises(InvalidInputError):
        stage.register(password="short")
    assert (stage.hasher.hashes, stage.requests) == (0, 0)


def test_a_name_has_at_most_two_hundred_characters(stage: Stage) -> None:
    stage.register(full_name="é" * 200)
    with pytest.raises(InvalidInputError, match="/full_name"):
        stage.register(full_name="é" * 201)


def test_space_around_an_address_is_nobodys(stage: Stage) -> None:
    stage.register(email=f" {EMAIL}\n")
    assert stage.account().email == EMAIL


def test_a_password_is_the_same_however_it_was_typed(stage: Stage) -> None:
    stage.register(password="cafe\u0301 tables in the morning")
    assert stage.can_log_in("caf\u00e9 tables in the morning")


def test_a_registration_does_not_show_its_password() -> None:
    assert PASSWORD not in repr(Registration(email=EMAIL, password=PASSWORD))


@pytest.mark.parametrize("before", ["new", "unverified", "verified", "expired"])
def test_every_registration_costs_one_hash_and_two_requests(stage: Stage, before: str) -> None:
    if before == "verified":
        stage.registered(password=OTHER_PASSWORD)
    elif before != "new":
        stage.register(password=OTHER_PASSWORD)
        stage.clock.advance(8 * DAY if before == "expired" else SECOND)
    stage.forget_counts()
    stage.register()
    assert (stage.hasher.hashes, stage.requests) == (1, 2)
    assert stage.waits == []


def test_registering_a_verified_address_changes_nothing_and_tells_its_owner(stage: Stage) -> None:
    owner = stage.registered()
    mail = stage.register(email=ADDRESS, password=OTHER_PASSWORD)
    assert (mail.kind, mail.account_id, mail.state) == (MailKind.ADDRESS_TAKEN, owner.id, MailState.PENDING)
    assert stage.account() == owner
    assert stage.can_log_in(PASSWORD)
    assert not stage.can_log_in(OTHER_PASSWORD)
    assert list(stage.database.accounts) == [owner.id]


def test_the_owner_is_told_at_most_once_a_day(stage: Stage) -> None:
    stage.registered()
    for _ in range(3):
        stage.register()
        stage.clock.advance(timedelta(hours=3))
    assert len(mails_of(stage, MailKind.ADDRESS_TAKEN)) == 1
    stage.clock.advance(DAY)
    stage.register()
    assert len(mails_of(stage, MailKind.ADDRESS_TAKEN)) == 2


def test_registering_an_unverified_address_again_makes_another_account(stage: Stage) -> None:
    past_mail = stage.register()
    past = stage.account()
    mail = stage.register(email=ADDRESS, password=OTHER_PASSWORD)
    present = stage.account()
    assert present.id != past.id
    assert list(stage.database.accounts) == [present.id]
    assert list(stage.database.tokens) == [token_hash(stage.raw_token(mail))]
    assert not stage.can_log_in(PASSWORD)
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(stage.raw_token(past_mail))


def test_an_expired_registration_is_as_if_it_had_never_been(stage: Stage) -> None:
    stage.register()
    past = stage.account()
    stage.clock.advance(7 * DAY)
    assert not stage.can_log_in(PASSWORD)
    stage.register(password=OTHER_PASSWORD)
    assert stage.account().id != past.id
    assert stage.can_log_in(OTHER_PASSWORD)


def test_an_owner_who_verified_meanwhile_keeps_the_account(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    owner = stage.account()
    stage.store.before("register", lambda: None, lambda: stage.verification.verify(token))
    mail = stage.register(password=OTHER_PASSWORD)
    assert (mail.kind, mail.account_id) == (MailKind.ADDRESS_TAKEN, owner.id)
    assert stage.can_log_in(PASSWORD)


def test_a_registration_that_was_overtaken_leaves_the_later_one_in_place(stage: Stage) -> None:
    stage.register(password="an earlier one that nobody wants")
    stage.store.before("register", lambda: None, lambda: stage.register(password=OTHER_PASSWORD))
    stage.register()
    assert stage.can_log_in(OTHER_PASSWORD)
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_registration_replaces_an_account_whose_mail_was_sent_again_meanwhile(stage: Stage) -> None:
    stage.register()
    stage.store.before("register", lambda: None, lambda: stage.verification.resend(EMAIL))
    stage.register(password=OTHER_PASSWORD)
    assert stage.can_log_in(OTHER_PASSWORD)
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_registration_is_tried_again_after_a_conflict(stage: Stage) -> None:
    conflict = ClaimTakenError(None)
    stage.store.before("register", *(raising(conflict) for _ in range(3)))
    stage.register()
    assert stage.can_log_in(PASSWORD)
    assert stage.waits == sorted(stage.waits)
    assert 0 < sum(stage.waits) < 1
    assert stage.hasher.hashes == 2


def test_a_registration_that_only_ever_meets_conflicts_asks_to_come_back(stage: Stage) -> None:
    stage.store.before("register", *(raising(ClaimTakenError(None)) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        stage.register()
    assert sum(stage.waits) < 3
    assert stage.database.accounts == {}


def test_of_fifty_registrations_at_once_one_is_left_and_none_is_told_apart(stage: Stage) -> None:
    passwords = [f"password of the guest number {number}" for number in range(50)]
    with ThreadPoolExecutor(max_workers=50) as threads:
        list(
            threads.map(
                lambda password: stage.registrations.register(Registration(email=EMAIL, password=password)), passwords
            )
        )
    assert len(stage.database.accounts) == len(stage.database.tokens) == len(stage.database.claims) == 1
    claim = stage.claim()
    assert claim is not None
    assert [claim.account_id] == list(stage.database.accounts)
    assert [claim.token_hash] == list(stage.database.tokens)
    assert stage.hasher.hashes == 50
    assert sum(stage.can_log_in(password) for password in passwords) == 1


@pytest.mark.parametrize("error", [LOST, DOWN])
def test_a_registration_whose_outcome_is_unknown_may_be_made_again(stage: Stage, error: Exception) -> None:
    stage.store.before("find_claim", raising(error))
    with pytest.raises(StoreUnavailableError):
        stage.register()
    mail = stage.register()
    assert stage.verification.verify(stage.raw_token(mail)) is VerificationOutcome.VERIFIED
    assert stage.can_log_in(PASSWORD)
    assert len(stage.database.accounts) == 1


def test_without_a_key_nothing_is_registered(stage: Stage) -> None:
    stage.keys.fault = SecretsUnavailableError("no key")
    with pytest.raises(SecretsUnavailableError):
        stage.register()
    assert stage.database.accounts == {}


@pytest.mark.parametrize("before", ["new", "unverified", "verified"])
@pytest.mark.parametrize("arrives", [True, False])
def test_a_registration_whose_answer_is_lost_is_made_once(stage: Stage, before: str, arrives: bool) -> None:
    if before == "verified":
        stage.registered(password=OTHER_PASSWORD)
    elif before == "unverified":
        stage.register(password=OTHER_PASSWORD)
    mails = len(stage.database.mails)
    stage.store.lose_answer("register", arrives=arrives)
    stage.register()
    assert len(stage.database.mails) == mails + 1
    assert stage.can_log_in(PASSWORD) is (before != "verified")
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_registration_in_doubt_that_is_overtaken_leaves_the_later_one_in_place(stage: Stage) -> None:
    stage.register(password="an earlier one that nobody wants")
    stage.store.before("register", lambda: None, lambda: stage.register(password=OTHER_PASSWORD))
    stage.store.lose_answer("register", arrives=False)
    stage.register()
    assert stage.can_log_in(OTHER_PASSWORD)
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_registration_that_nobody_answers_is_of_unknown_outcome(stage: Stage) -> None:
    for _ in range(MAX_ATTEMPTS):
        stage.store.lose_answer("register", arrives=False)
    with pytest.raises(OutcomeUnknownError):
        stage.register()


def test_a_leaked_password_is_refused_for_every_address_alike(stage: Stage) -> None:
    stage.registered()
    stage.breached.passwords.add(OTHER_PASSWORD)
    refusals, costs = [], []
    for email in (EMAIL, "new@example.com"):
        stage.hasher.forget()
        requests = stage.requests
        with pytest.raises(WeakPasswordError) as caught:
            stage.register(email=email, password=OTHER_PASSWORD)
        refusals.append(str(caught.value))
        costs.append((stage.hasher.hashes, stage.requests - requests))
    assert refusals[0] == refusals[1]
    assert "/password" in refusals[0]
    assert costs == [(0, 0), (0, 0)]


def test_what_is_looked_up_is_the_password_as_it_is_hashed(stage: Stage) -> None:
    stage.register(password="cafe\u0301 tables\u00a0in the morning")
    assert stage.breached.asked == ["café tables in the morning"]
