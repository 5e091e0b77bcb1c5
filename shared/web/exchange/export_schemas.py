"""The wire models of exports."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.exports import MAX_IDS
from shared.services.exchange.exporting import AskedExport
from shared.web.contacts.schemas.filters import ContactFilterIn
from shared.web.http.wire import Wire


class ExportIn(ContactFilterIn):
    """What to export: all contacts, or those that match everything that is asked here."""

    format: Annotated[
        Literal["vcard", "jcard", "jscontact", "csv", "ldif"], Field(description="The format of the file.")
    ] = "vcard"
    version: Annotated[
        Literal["2.1", "3.0", "4.0"] | None, Field(description="Of vCards: `3.0` by default, which most programs read.")
    ] = None
    profile: Annotated[
        Literal["apple", "plain", "google", "google-older", "outlook"] | None,
        Field(
            description="Of vCards: `apple` writes 3.0 as Apple's programs do, `plain` 4.0 for programs that know "
            "nothing newer than RFC 6350. Of CSV: `google`, `google-older` and `outlook` have the columns of these "
            "programs, and say in `notices` what has none; by default there is a column for everything."
        ),
    ] = None
    view: Annotated[str, Field(max_length=64, description="The id of a view: only contacts that it shows.")] = ""
    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]] | None,
        Field(min_length=1, max_length=MAX_IDS, description="Only these contacts."),
    ] = None

    def to_asked(self) -> AskedExport:
        """Return what is asked for."""
        return AskedExport(
            format=self.format,
            version=self.version or "",
            profile=self.profile or "",
            query=self.to_query(),
            view_id=self.view,
            ids=tuple(self.ids or ()),
        )


class ExportNoticeOut(Wire):
    """What the file does not hold of a contact."""

    contact_id: str
    code: Annotated[str, Field(examples=["not_held"])]
    text: str


class ExportOut(Wire):
    """An export, and how far it has got."""

    id: Annotated[
        str,
        Field(
            examples=["01JD9Z6M3K5R8V1X4Z7B0D3F6H"],
            description="Also the id of its operation, by which it is cancelled.",
        ),
    ]
    state: Annotated[
        str,
        Field(
            examples=["done"],
            description="`pending`, `running`, `done`, `failed` or `cancelled`; the last three are final.",
        ),
    ]
    revision: Annotated[int, Field(description="The revision of the book whose contacts the file has.")]
    done: Annotated[int, Field(description="How many contacts have been looked at.")]
    total: Annotated[int | None, Field(description="How many there are to look at, about until it is done.")]
    contacts: Annotated[int, Field(description="How many contacts are in the file so far.")]
    media_type: Annotated[str, Field(examples=["text/vcard; charset=utf-8; version=3.0"])]
    file_name: Annotated[str, Field(examples=["contacts-2026-11-30.vcf"])]
    size_bytes: Annotated[int, Field(description="How long the file is so far.")]
    url: Annotated[
        str | None,
        Field(description="Fetch the file there, without an access token; null until it is done, and after a week."),
    ]
    url_expires_at: Annotated[
        datetime | None,
        Field(description="When the link expires, {download_link_lifetime} later; each request gives a new one."),
    ]
    file_until: Annotated[datetime, Field(description="Until when the file is kept.")]
    notices: Annotated[
        list[ExportNoticeOut], Field(description="What the format does not hold; at most ten of each `code`.")
    ]
    more_notices: Annotated[int, Field(description="How many more there were than are listed.")]
    problem: Annotated[str | None, Field(description="Why it failed.")]
    created_at: datetime
    updated_at: Annotated[datetime, Field(description="When it last got further.")]
