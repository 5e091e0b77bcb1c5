"""The database did not answer: the commit has happened, or will, or never does. The write happens once all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.contacts.contact import Contact
from shared.domain.errors import (
    ContactNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.books.writer import DEADLINE_SECONDS, Plan
from shared.services.ports.books import BookState
from shared.services.ports.conflicts import AlreadyCreatedError, AlreadyDoneError, RaceLostError
from shared.services.ports.receipts import Receipt
from tests.support.book_builder import NOON, BookBuilder, creation, live_contact, trashing
from tests.support.unlucky_store import BOOK, SECONDS_PER_CALL, Misfortune, UnluckyStore, add, history, write

UNKNOWN = Misfortune()
CARRIED_OUT = Misfortune(arrives=True)
CONFLICT = Misfortune(error=RaceLostError())
UNREADABLE = StoreUnavailableError("the database could not be read")


def test_a_commit_that_was_carried_out_is_not_sent_again(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes.append(CARRIED_OUT)
    assert write(store, add(contact)).contacts == (replace(contact, revision=1),)
    assert store.calls == ["load", "commit", "has_committed"]


def test_a_commit_that_was_not_carried_out_is_sent_again_unchanged(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes += [UNKNOWN, UNKNOWN]
    write(store, add(contact))
    assert store.calls == ["load", "commit", "has_committed", "commit", "has_committed", "commit"]
    assert store.commits[0] is store.commits[1] is store.commits[2]
    assert history(store) == [contact.id]


def test_a_commit_that_arrives_after_it_was_missed_is_found_when_the_next_one_fails(
    store: UnluckyStore, contact: Contact
) -> None:
    store.misfortunes += [UNKNOWN, Misfortune(error=RaceLostError(), arrives=True)]
    assert write(store, add(contact)).contacts == (replace(contact, revision=1),)
    assert history(store) == [contact.id]


def test_a_commit_that_arrives_after_everything_was_read_again_is_found(store: UnluckyStore, contact: Contact) -> None:
    """The first commit conflicts with its own repetition, and lands when its conflict has been looked at."""
    ids = iter(["first", "second", "third"])
    store.misfortunes += [UNKNOWN, CONFLICT, Misfortune(error=RaceLostError())]

    def decide(_: BookState) -> Plan:
        return Plan(writes=(creation(replace(contact, label_ids=(next(ids),))),))

    store.misfortunes[2].meanwhile = lambda: store.arrive(store.commits[0])
    written = write(store, decide)
    assert written.contacts[0].label_ids == ("first",)
    assert history(store) == [contact.id]
    assert live_contact(store, BOOK.id, contact.id) == written.contacts[0]


@pytest.mark.parametrize("arriving", [0, 2])
def test_of_two_commits_in_doubt_the_one_that_arrived_is_told(
    store: UnluckyStore, contact: Contact, arriving: int
) -> None:
    ids = iter(["first", "second"])

    def decide(_: BookState) -> Plan:
        return Plan(writes=(creation(replace(contact, label_ids=(next(ids),))),))

    store.misfortunes += [UNKNOWN, CONFLICT, Misfortune(meanwhile=lambda: store.arrive(store.commits[arriving]))]
    written = write(store, decide)
    assert written.contacts == (live_contact(store, BOOK.id, contact.id),)
    assert written.contacts[0].label_ids == (("first",) if arriving == 0 else ("second",))
    assert history(store) == [contact.id]


def test_a_commit_that_arrived_is_not_taken_for_somebody_elses_change(store: UnluckyStore, others: BookBuilder) -> None:
    """Otherwise its own writer would be told that the contact is gone."""
    contact = others.add()
    store.misfortunes += [UNKNOWN, Misfortune(error=RaceLostError())]
    store.misfortunes[1].meanwhile = lambda: store.arrive(store.commits[0])

    def decide(state: BookState) -> Plan:
        current = state.contacts[contact.id]
        if current.trashed_at:
            raise ContactNotFoundError(current.id)
        return Plan(writes=(trashing(current),))

    [trashed] = write(store, decide, contact.id).contacts
    assert trashed.trashed_at == NOON


def test_others_may_write_on_top_of_a_commit_that_is_in_doubt(
    store: UnluckyStore, others: BookBuilder, contact: Contact
) -> None:
    store.misfortunes.append(Misfortune(arrives=True, meanwhile=lambda: others.create("a", "b")))
    assert write(store, add(contact)).contacts[0].revision == 1
    assert history(store).count(contact.id) == 1
    assert store.load(BOOK.id).book.revision == 3


def test_when_others_took_the_revision_the_lost_commit_is_made_anew(
    store: UnluckyStore, others: BookBuilder, contact: Contact
) -> None:
    store.misfortunes.append(Misfortune(meanwhile=lambda: others.create("a", "b")))
    assert write(store, add(contact)).contacts[0].revision == 3
    assert history(store).count(contact.id) == 1


def test_its_own_contact_does_not_stand_in_the_way(store: UnluckyStore, contact: Contact) -> None:
    late = Misfortune(error=AlreadyCreatedError("f"), arrives=True)
    store.misfortunes += [UNKNOWN, late]
    written = write(store, lambda _: Plan(writes=(replace(creation(contact), fingerprint="f"),)))
    assert written.contacts[0].id == contact.id


def test_somebody_elses_contact_does(store: UnluckyStore, others: BookBuilder, contact: Contact) -> None:
    others.write(replace(creation(contact), fingerprint="theirs"))
    store.misfortunes.append(UNKNOWN)
    with pytest.raises(AlreadyCreatedError) as done:
        write(store, lambda _: Plan(writes=(replace(creation(contact), fingerprint="ours"),)))
    assert done.value.fingerprint == "theirs"


def test_its_own_receipt_does_not_stand_in_the_way(store: UnluckyStore, contact: Contact) -> None:
    receipt = Receipt(key="k", fingerprint="f", made_id=contact.id, expires_at=NOON.replace(year=2030))
    late = Misfortune(error=AlreadyDoneError(receipt), arrives=True)
    store.misfortunes += [UNKNOWN, late]
    written = write(store, lambda _: Plan(writes=(creation(contact),), receipt=receipt))
    assert written.contacts[0].id == contact.id


def test_somebody_elses_receipt_does(store: UnluckyStore, contact: Contact) -> None:
    receipt = Receipt(key="k", fingerprint="f", made_id="another", expires_at=NOON.replace(year=2030))
    store.database.receipts["k"] = receipt
    store.misfortunes.append(UNKNOWN)
    with pytest.raises(AlreadyDoneError):
        write(store, lambda _: Plan(writes=(creation(contact),), receipt=replace(receipt, made_id=contact.id)))


def test_a_history_that_cannot_be_read_is_read_again(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes.append(CARRIED_OUT)
    store.failing_reads += [None, UNREADABLE, UNREADABLE]
    assert write(store, add(contact)).contacts[0].revision == 1
    assert store.calls == ["load", "commit", *["has_committed"] * 3]


@pytest.mark.parametrize("misfortune", [UNKNOWN, CARRIED_OUT])
def test_after_five_seconds_without_an_answer_the_outcome_is_unknown(
    store: UnluckyStore, contact: Contact, misfortune: Misfortune
) -> None:
    started = store.clock.time
    store.misfortunes.append(misfortune)
    store.failing_reads += [None, *[UNREADABLE] * 100]
    with pytest.raises(OutcomeUnknownError):
        write(store, add(contact))
    assert DEADLINE_SECONDS <= store.clock.time - started < DEADLINE_SECONDS + 2 * SECONDS_PER_CALL


def test_lost_races_after_a_commit_in_doubt_end_in_doubt(store: UnluckyStore, contact: Contact) -> None:
    store.misfortunes += [UNKNOWN, *[CONFLICT] * 100]
    with pytest.raises(OutcomeUnknownError):
        write(store, add(contact))
