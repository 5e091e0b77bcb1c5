"""Contacts as answers have them. What makes answers of this form is ``shared.web.contacts.answers``."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.web.contacts.schemas.fields import ContactFields
from shared.web.http.wire import Wire


class ContactIdentity(Wire):
    """What only the service says of a contact."""

    id: Annotated[str, Field(examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"])]
    uid: Annotated[str, Field(description="The identity that travels with the card between systems.")]
    revision: Annotated[int, Field(description="The book's revision that wrote this version.")]
    created_at: datetime
    updated_at: datetime


class ContactOut(ContactFields, ContactIdentity):
    """A contact as the service shows it."""


class ContactPageOut(Wire):
    """Some contacts, and where the next ones are."""

    items: list[ContactOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` for the next page; null on the last one.")
    ]
