"""Receipts of requests with an Idempotency-Key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, DateValue, Phone
from shared.domain.partial_dates import PartialDate
from shared.services.idempotency import RECEIPT_TTL, receipt_for
from shared.services.ports.commits import Receipt

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
DRAFT = ContactDraft(
    details=ContactDetails(
        first_name=" Anne\u0301 ",
        phones=(Phone(id="p", value="044 1", extra={"a": [1, True, None, 1.5]}),),
        dates=(DateValue(label="wedding", value=PartialDate(month=5, day=17)),),
    ),
    tags=("a ", "A", 'ü"'),
)


def receipt(draft: ContactDraft, *, book_id: str = "book", key: str = "key") -> Receipt:
    return receipt_for(book_id, key, draft, contact_id="c", now=NOON)


def test_a_request_has_the_fingerprint_that_it_had_in_every_release() -> None:
    """A retry may reach another version of the code than the request did."""
    assert receipt(DRAFT).fingerprint == "ca1d9fa8e7d9509e8cb597ef16f35ccae253791866b4d9c347f277b7906bbf14"
    assert (
        receipt(ContactDraft(details=ContactDetails(first_name="\ud800"))).fingerprint
        == "ac13b166b095d23917c0afcdcb17c5ffa5658a8463e72308ec40e2d53f5edfc2"
    )


def test_a_receipt_is_kept_for_a_day_under_book_and_key() -> None:
    assert receipt(DRAFT).expires_at == NOON + RECEIPT_TTL
    keys = {receipt(DRAFT).key, receipt(DRAFT, book_id="another").key, receipt(DRAFT, key="another").key}
    assert len(keys) == 3


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, tags=("A", "a ", 'ü"')),
        replace(DRAFT, details=replace(DRAFT.details, first_name="Anne\u0301")),
        replace(DRAFT, details=replace(DRAFT.details, phones=())),
    ],
)
def test_another_request_has_another_fingerprint(other: ContactDraft) -> None:
    assert receipt(other).fingerprint != receipt(DRAFT).fingerprint
