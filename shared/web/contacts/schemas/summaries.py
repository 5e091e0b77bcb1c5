"""The wire models of contacts in a few members."""

from typing import Annotated

from pydantic import Field

from shared.web.http.wire import Wire

Complete = Annotated[
    bool, Field(description="False while the book is too large to be read at once: try again after `Retry-After`.")
]


class SummaryOut(Wire):
    """What a line of a list shows of a contact."""

    contact_id: Annotated[str, Field(examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"])]
    name: Annotated[str, Field(description="What the contact is shown as.", examples=["Olena Kovalenko"])]
    organization: Annotated[str | None, Field(description="The first one.", examples=["Example Bakery"])]
    favorite: bool
    photo_url: str | None
    thumbnail_url: Annotated[str | None, Field(description="Of an uploaded photo: a square of 96 pixels.")]


class LineOut(Wire):
    """An e-mail address or a phone number of a contact."""

    value: Annotated[str, Field(description="As typed.", examples=["olena@example.com"])]
    label: Annotated[str | None, Field(examples=["work"])]
    primary: bool
    e164: Annotated[str | None, Field(description="Of a valid phone number.", examples=[None])]
    extension: Annotated[str | None, Field(description="Of a phone number that has one.", examples=[None])]
