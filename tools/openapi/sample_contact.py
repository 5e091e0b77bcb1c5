"""The contact that examples of responses show."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails, Handle, Organization, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.partial_dates import PartialDate
from shared.services.contacts.tagged import TaggedContact

THEN = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
_NUMBERS = count(1)
_DETAILS = ContactDetails(
    first_name="Taras",
    last_name="Melnyk",
    nickname="Tarasyk",
    nicknames=("Tarasyk", "Tar"),
    organizations=(Organization(name="Example Bakery", title="Baker", role="Bakes the rye bread"),),
    emails=(TextValue(label="work", value="taras@example.com", primary=True),),
    phones=(Phone(label="mobile", value="+380 44 123 4567", e164="+380441234567"),),
    handles=(Handle(service="Example Chat", user_name="taras"),),
    birthday=PartialDate(year=1990, month=5, day=17),
    notes="Brings the bread.",
    favorite=True,
)
CONTACT = TaggedContact(
    contact=Contact(
        id="01JD9Z6M3K8QF5T2V7W4X0Y1R2",
        revision=7,
        document=Document.of(
            with_value_ids(to_document(_DETAILS).members, None, lambda: f"q3Zr0pS9d1m{next(_NUMBERS)}")
        ),
        label_ids=("kT4nB8cW2xYz",),
        created_at=THEN,
        updated_at=THEN,
    ),
    tags=("friends",),
)
CURSOR = "k1.eyJpZCI6IjAxSkQ5WjZNM0s4UUY1VDJWN1c0WDBZMVIyIn0.mC2f0pXk3vB1"
