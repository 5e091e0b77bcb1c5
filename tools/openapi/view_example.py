"""The example of a view."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.domain.contacts.filters import ContactFilter
from shared.domain.contacts.queries import ContactQuery, Order
from shared.domain.contacts.views import ViewDraft, new_view
from shared.domain.labels import Labels
from shared.services.contacts.views import ShownView

_LABELS = Labels(names={"kT4nB8cW2xYz": "friends"})
_ASKED = ContactFilter(tag="friends", has=("email",), birthday_month=5)
_DRAFT = ViewDraft(name="Friends with a birthday in May", query=ContactQuery(filter=_ASKED), sort=Order.NAME)
VIEW = ShownView.of(
    new_view("Yk3vQ0x9TzAb", _DRAFT, _LABELS, at=datetime(2026, 11, 29, 8, tzinfo=UTC)),
    _LABELS,
)
