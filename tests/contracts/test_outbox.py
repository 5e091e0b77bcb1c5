"""The outbox: a mail is found while it is pending, tried by one at a time, and keeps the end that it came to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import PutError, UpdateError

from shared.domain.errors import MailLeasedError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import STREAM_TIME, MailKind, MailState, OutgoingMail
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import DAY, HOUR, NOON, new_mail, whole_seconds
from tests.support.faulty_client import LOST_ANSWER, Fault, answer

LEASE_SECONDS = 60
LEASE = timedelta(seconds=LEASE_SECONDS)
_OWNERS = count(1)


def added(engine: Engine, mail: OutgoingMail | None = None) -> OutgoingMail:
    mail = mail or new_mail()
    engine.outbox.add(mail)
    return mail


def started(
    engine: Engine, mail: OutgoingMail, *, after: timedelta = timedelta(), owner: str = ""
) -> OutgoingMail | None:
    """Start an attempt: of somebody else each time, unless an owner is named."""
    owner = owner or f"owner-{next(_OWNERS)}"
    return engine.outbox.start_attempt(mail.id, now=NOON + after, lease_seconds=LEASE_SECONDS, owner=owner)


def attempt(engine: Engine, mail: OutgoingMail, *, after: timedelta = timedelta()) -> OutgoingMail:
    found = started(engine, mail, after=after)
    assert found is not None
    return found


def ended(mail: OutgoingMail, state: MailState, failure: str = "") -> OutgoingMail:
    return replace(mail, state=state, failure=failure, expires_at=whole_seconds(NOON + 7 * DAY))


def pending_among(engine: Engine, *mails: OutgoingMail) -> list[str]:
    """Return which of the mails are pending, in the order of the outbox, which other tests may have filled, too."""
    known = {mail.id for mail in mails}
    found = engine.outbox.list_pending(created_before=NOON + DAY, limit=1000)
    return [mail_id for mail_id in found if mail_id in known]


def test_a_mail_is_read_as_it_was_written(engine: Engine) -> None:
    mail = added(engine)
    assert engine.outbox.find(mail.id) == mail
    assert engine.outbox.find("mail-of-nobody") is None


def test_a_mail_without_a_token_is_read_as_it_was_written(engine: Engine) -> None:
    mail = added(engine, replace(new_mail(), kind=MailKind.ADDRESS_TAKEN, token_id=None, key_id=None))
    assert engine.outbox.find(mail.id) == mail


def test_a_mail_that_is_there_already_stays(engine: Engine) -> None:
    mail = added(engine)
    sent = ended(attempt(engine, mail), MailState.SENT)
    engine.outbox.finish(sent)
    engine.outbox.add(replace(mail, account_id="another"))
    assert engine.outbox.find(mail.id) == sent


def test_pending_mails_are_listed_the_oldest_first(engine: Engine) -> None:
    mails = [new_mail(created_at=NOON - hours * HOUR) for hours in (1, 3, 2)]
    for mail in mails:
        engine.outbox.add(mail)
    first, third, second = mails
    assert pending_among(engine, *mails) == [third.id, second.id, first.id]
    assert len(engine.outbox.list_pending(created_before=NOON, limit=2)) == 2


def test_mails_of_that_moment_and_later_are_not_listed_yet(engine: Engine) -> None:
    mail = added(engine, new_mail(created_at=NOON))
    assert mail.id not in engine.outbox.list_pending(created_before=NOON, limit=1000)
    assert mail.id in engine.outbox.list_pending(created_before=NOON + timedelta(milliseconds=1), limit=1000)


@pytest.mark.parametrize("state", [MailState.SENT, MailState.SUPERSEDED, MailState.FAILED])
def test_a_finished_mail_is_neither_listed_nor_tried(engine: Engine, state: MailState) -> None:
    mail = added(engine)
    end = ended(attempt(engine, mail), state, "Rejected")
    engine.outbox.finish(end)
    assert engine.outbox.find(mail.id) == end
    assert pending_among(engine, mail) == []
    assert started(engine, mail, after=2 * LEASE) is None


def test_an_attempt_is_counted_and_keeps_others_off_until_its_lease_ends(engine: Engine) -> None:
    mail = added(engine)
    assert attempt(engine, mail) == replace(mail, attempts=1)
    with pytest.raises(MailLeasedError):
        started(engine, mail, after=LEASE - timedelta(seconds=1))
    assert attempt(engine, mail, after=LEASE) == replace(mail, attempts=2)


def test_the_owner_of_a_lease_is_not_kept_off_by_it(engine: Engine) -> None:
    """Its answer may have been lost."""
    mail = added(engine)
    assert started(engine, mail, owner="ours") == replace(mail, attempts=1)
    assert started(engine, mail, owner="ours") == replace(mail, attempts=2)
    with pytest.raises(MailLeasedError):
        started(engine, mail, owner="theirs")


def test_a_mail_that_has_to_wait_is_neither_listed_nor_tried_before_it_is_due(engine: Engine) -> None:
    mail = added(engine, new_mail().postponed(NOON + HOUR))
    assert engine.outbox.find(mail.id) == mail
    assert started(engine, mail, after=HOUR - timedelta(milliseconds=1)) is None

    def listed(now: datetime) -> bool:
        return mail.id in engine.outbox.list_pending(created_before=now - STREAM_TIME, limit=1000)

    assert not listed(NOON + HOUR - timedelta(milliseconds=1))
    assert listed(NOON + HOUR)
    assert attempt(engine, mail, after=HOUR) == replace(mail, attempts=1)
    with pytest.raises(MailLeasedError):
        started(engine, mail, after=HOUR)


def test_a_mail_from_newer_code_is_found_and_kept_as_it_is(engine: Engine) -> None:
    mail = added(engine, new_mail(kind="birthday_reminder"))
    assert engine.outbox.find(mail.id) == mail
    tried = attempt(engine, mail)
    assert tried.kind == "birthday_reminder"
    engine.outbox.finish(replace(tried, state="bounced"))
    found = engine.outbox.find(mail.id)
    assert found is not None
    assert found.state == "bounced"
    assert pending_among(engine, mail) == []


def test_a_mail_put_back_may_be_tried_at_once(engine: Engine) -> None:
    mail = added(engine)
    engine.outbox.finish(replace(attempt(engine, mail), failure="MailUnavailableError"))
    assert pending_among(engine, mail) == [mail.id]
    assert attempt(engine, mail) == replace(mail, attempts=2, failure="MailUnavailableError")


def test_a_mail_that_is_unknown_is_not_tried_and_not_made_up(engine: Engine) -> None:
    unknown = new_mail()
    assert started(engine, unknown) is None
    for state in MailState:
        engine.outbox.finish(ended(unknown, state))
    assert engine.outbox.find(unknown.id) is None


@pytest.mark.parametrize("state", [MailState.PENDING, MailState.SUPERSEDED, MailState.FAILED])
def test_a_sent_mail_stays_sent(engine: Engine, state: MailState) -> None:
    mail = attempt(engine, added(engine))
    sent = ended(mail, MailState.SENT)
    engine.outbox.finish(sent)
    engine.outbox.finish(ended(mail, state, "Late"))
    assert engine.outbox.find(mail.id) == sent
    assert pending_among(engine, mail) == []


@pytest.mark.parametrize("state", [MailState.PENDING, MailState.SUPERSEDED, MailState.FAILED])
def test_an_attempt_whose_lease_has_ended_decides_nothing(engine: Engine, state: MailState) -> None:
    slow = attempt(engine, added(engine))
    latest = attempt(engine, slow, after=LEASE)
    engine.outbox.finish(ended(slow, state, "Slow"))
    assert engine.outbox.find(slow.id) == latest
    with pytest.raises(MailLeasedError):
        started(engine, slow, after=LEASE)


def test_that_a_slow_attempt_has_sent_a_mail_counts_nevertheless(engine: Engine) -> None:
    slow = attempt(engine, added(engine))
    latest = attempt(engine, slow, after=LEASE)
    engine.outbox.finish(ended(slow, MailState.SENT))
    found = engine.outbox.find(slow.id)
    assert found is not None
    assert found.state == MailState.SENT
    engine.outbox.finish(ended(latest, MailState.FAILED, "Rejected"))
    assert engine.outbox.find(slow.id) == found


@pytest.mark.engines("memory", "stand_in", because="moto is not safe to use from several threads")
def test_of_attempts_at_the_same_time_one_is_let_in(engine: Engine) -> None:
    mail = added(engine)

    def is_let_in(_: int) -> bool:
        with suppress(MailLeasedError):
            return started(engine, mail) is not None
        return False

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert sum(threads.map(is_let_in, range(16))) == 1


def test_what_a_refused_attempt_leaves_is_the_lease_and_the_count_of_the_first(engine: Engine) -> None:
    mail = attempt(engine, added(engine))
    with pytest.raises(MailLeasedError):
        started(engine, mail, after=LEASE / 2)
    assert engine.outbox.find(mail.id) == mail
    assert attempt(engine, mail, after=LEASE) == replace(mail, attempts=2)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_an_attempt_whose_answer_is_lost_keeps_others_off_as_well(engine: Engine) -> None:
    mail = added(engine)
    engine.network.faults.append(Fault(operation="UpdateItem", error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        started(engine, mail)
    with pytest.raises(MailLeasedError):
        started(engine, mail)
    assert attempt(engine, mail, after=LEASE) == replace(mail, attempts=2)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_a_lost_answer_leaves_the_outcome_unknown(engine: Engine) -> None:
    mail = added(engine)
    engine.network.faults += [Fault(operation=name, error=LOST_ANSWER) for name in ("PutItem", "UpdateItem")]
    with pytest.raises(OutcomeUnknownError):
        engine.outbox.add(new_mail())
    with pytest.raises(OutcomeUnknownError):
        engine.outbox.finish(mail)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory never throttles")
def test_a_throttled_outbox_is_unavailable(engine: Engine) -> None:
    mail = added(engine)
    names = ("PutItem", "UpdateItem", "GetItem", "Query")
    engine.network.faults += [Fault(operation=name, error=answer("ThrottlingException")) for name in names]
    with pytest.raises(StoreUnavailableError):
        engine.outbox.add(mail)
    with pytest.raises(StoreUnavailableError):
        started(engine, mail)
    with pytest.raises(StoreUnavailableError):
        engine.outbox.find(mail.id)
    with pytest.raises(StoreUnavailableError):
        engine.outbox.list_pending(created_before=NOON, limit=1)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory is never deployed wrongly")
def test_a_wrong_deployment_is_not_taken_for_a_duplicate(engine: Engine) -> None:
    mail = added(engine)
    names = ("PutItem", "UpdateItem", "UpdateItem")
    engine.network.faults += [Fault(operation=name, error=answer("AccessDeniedException")) for name in names]
    with pytest.raises(PutError):
        engine.outbox.add(mail)
    with pytest.raises(ClientError):
        started(engine, mail)
    with pytest.raises(UpdateError):
        engine.outbox.finish(mail)
