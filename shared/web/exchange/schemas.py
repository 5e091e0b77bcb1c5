"""The wire models of imports."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from shared.domain.imports import MAX_FILE_BYTES, MAX_SENT_AT_ONCE_BYTES
from shared.web.http.notices import NoticeOut
from shared.web.http.wire import Wire

MAX_MAPPING = 500
Mapping = Annotated[
    dict[Annotated[str, Field(max_length=500)], Annotated[str, Field(max_length=200)]],
    Field(max_length=MAX_MAPPING),
]


class UploadIn(Wire):
    """A file that is going to be uploaded."""

    size_bytes: Annotated[
        int, Field(ge=1, le=MAX_FILE_BYTES, examples=[4_200_000], description="How long the file is: at most 50 MiB.")
    ]


class UploadOut(Wire):
    """A link to upload a file to."""

    id: Annotated[str, Field(examples=["01JD9Z6M3K5R8V1X4Z7B0D3F6H"], description="Name the file by it in the import.")]
    method: Annotated[Literal["PUT"], Field(examples=["PUT"])]
    url: Annotated[str, Field(description="Send the file there, without an access token.")]
    headers: Annotated[
        dict[str, str],
        Field(examples=[{"content-length": "4200000"}], description="What has to be sent with it; browsers do so."),
    ]
    expires_at: Annotated[datetime, Field(description="When the link expires. The file itself is kept for a week.")]


class ImportIn(Wire):
    """The import of a file that was uploaded."""

    upload: Annotated[
        str, Field(max_length=64, examples=["01JD9Z6M3K5R8V1X4Z7B0D3F6H"], description="The id of the upload.")
    ]
    mapping: Annotated[
        Mapping,
        Field(
            description="For tables: the members that columns are, by the names of columns: `first_name`, `phones/1`, "
            "`emails/work`, `addresses/home/city`; empty for a custom value."
        ),
    ] = Field(default_factory=dict)


class ImportForm(Wire):
    """A form with a file."""

    file: Annotated[bytes, Field(description=f"At most {MAX_SENT_AT_ONCE_BYTES // 1024 // 1024} MiB.")]
    mapping: Annotated[
        str,
        Field(
            json_schema_extra={"maxLength": MAX_SENT_AT_ONCE_BYTES},
            description="The same as in JSON, as a text of JSON.",
        ),
    ] = ""


class ImportFile(RootModel[bytes]):
    """The file itself."""


class JCardFile(RootModel[list[Any]]):
    """A file in jCard (RFC 7095): a card, or an array of them."""


class JSContactFile(RootModel[dict[str, Any] | list[Any]]):
    """A file in JSContact (RFC 9553): a card, an array of them, or a group."""


class OutcomeCountsOut(Wire):
    """How many rows have which outcome so far."""

    created: int
    merged: int
    unchanged: int
    skipped: int
    failed: int


class ImportedTableOut(Wire):
    """What was found out about a table."""

    encoding: Annotated[str, Field(examples=["utf-8"])]
    delimiter: Annotated[str, Field(examples=[";"])]
    program: Annotated[str, Field(description="Which program wrote it, as far as its header tells; else empty.")]
    header_line: Annotated[int, Field(description="The line of the header; 0 if there is none.")]
    date_orders: Annotated[
        dict[str, str],
        Field(
            examples=[{"Geburtstag": "day_first"}],
            description="What comes first in the dates of columns: `day_first`, `month_first`, or `ambiguous` or "
            "`mixed`, where those that could be both are not read: say it with `date_order`.",
        ),
    ]
    mapping: Annotated[
        dict[str, str],
        Field(
            examples=[{"Vorname": "first_name", "Telefon": "phones/1/value"}],
            description="Which member of a contact each column is; empty for a custom value.",
        ),
    ]
    notices: Annotated[list[NoticeOut], Field(description="What was guessed, or odd.")]


class ImportOut(Wire):
    """An import, and how far it has got."""

    id: Annotated[
        str,
        Field(
            examples=["01JD9Z6M3K5R8V1X4Z7B0D3F6H"],
            description="Also the id of its operation, by which it is cancelled and undone.",
        ),
    ]
    state: Annotated[
        str,
        Field(
            examples=["running"],
            description="`pending`, `running`, `done`, `failed` or `cancelled`; the last three are final.",
        ),
    ]
    format: Annotated[str | None, Field(description="Null until it is known from the content.")]
    table: Annotated[
        ImportedTableOut | None,
        Field(description="For tables, once it is read; send what is wrong in another import, such as a dry run."),
    ]
    duplicates: Literal["skip", "merge", "add"]
    dry_run: bool
    done: Annotated[int, Field(description="How many rows have been dealt with.")]
    total: Annotated[int | None, Field(description="How many there are in all, as far as that is known.")]
    rows: OutcomeCountsOut
    problem: Annotated[str | None, Field(description="Why it failed, or what it left out.")]
    undone_by: Annotated[str | None, Field(description="The operation that took it back.")]
    created_at: datetime
    updated_at: Annotated[datetime, Field(description="When it last got further.")]
    rows_until: Annotated[datetime, Field(description="Until when it is known what became of each row.")]


class RowErrorOut(Wire):
    """A broken rule."""

    pointer: Annotated[str, Field(examples=["/emails/0/value"], description="Where in the contact.")]
    code: Annotated[str, Field(examples=["too_long"])]
    detail: str


class RowProblemOut(Wire):
    """Why a row could not be imported."""

    detail: str
    errors: list[RowErrorOut]


class ImportRowOut(Wire):
    """What became of a row."""

    row: Annotated[int, Field(description="Which row or card of the file it is, from 1 on.")]
    line: Annotated[int | None, Field(description="The line on which it begins.")]
    name: Annotated[str, Field(examples=["Ada Example"], description="What the contact is called.")]
    outcome: Annotated[
        Literal["created", "merged", "unchanged", "skipped", "failed"],
        Field(
            description="`created`; `merged` into a contact; `unchanged`: a contact has all of it already; `skipped`: "
            "a contact has the same uid, but another content; `failed`."
        ),
    ]
    contact_id: Annotated[str | None, Field(description="The contact, if there is one.")]
    problem: RowProblemOut | None
    notices: list[NoticeOut]
    more_notices: Annotated[int, Field(description="How many more there were than are listed.")]


class ImportRowPageOut(Wire):
    """One page of rows, and the cursor of the next page."""

    items: list[ImportRowOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
