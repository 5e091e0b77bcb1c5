"""Exports of accounts over HTTP."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field

from shared.services.exchange.exports import file_until
from shared.web.http.wire import Wire

if TYPE_CHECKING:
    from shared.domain.operations import Operation
    from shared.services.ports.exchange_files import DownloadLink


class AccountExportOut(Wire):
    """The export of an account, and how far it has got."""

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
    problem: Annotated[str | None, Field(examples=[None], description="Why it failed, or what the archive lacks.")]
    created_at: Annotated[datetime, Field(examples=["2026-11-30T12:00:00Z"])]
    updated_at: Annotated[datetime, Field(examples=["2026-11-30T12:00:20Z"], description="When it last got further.")]
    file_name: Annotated[str, Field(examples=["address-book-2026-11-30.zip"])]
    url: Annotated[
        str | None,
        Field(
            examples=["https://files.s3.amazonaws.com/01JD.../exports/01JD...?X-Amz-Signature=..."],
            description="The archive, once the export is done. It needs no access token, so keep it to yourself.",
        ),
    ]
    url_expires_at: Annotated[
        datetime | None,
        Field(examples=["2026-11-30T12:15:30Z"], description="When the link expires; ask again for another one."),
    ]
    file_until: Annotated[
        datetime, Field(examples=["2026-12-07T12:00:00Z"], description="Until when the archive is kept.")
    ]

    @classmethod
    def of(cls, operation: "Operation", link: "DownloadLink | None") -> Self:
        """Return an export, and the link to its file if there is one."""
        return cls(
            id=operation.id,
            state=operation.state,
            problem=operation.problem,
            created_at=operation.created_at,
            updated_at=operation.updated_at,
            file_name=operation.parameters["file_name"],
            url=link.url if link else None,
            url_expires_at=link.expires_at if link else None,
            file_until=file_until(operation),
        )
