"""The wire models of operations in responses. ``shared.web.operations.answers`` writes responses in this form."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.contacts.contact import ChangeKind
from shared.domain.operations import OperationKind
from shared.web.http.wire import Wire


def _listed(kinds: Iterable[str]) -> str:
    *others, last = [f"`{kind}`" for kind in kinds]
    return f"{', '.join(others)} or {last}"


class OperationOut(Wire):
    """What one request changed, or is changing, in a book."""

    id: Annotated[
        str,
        Field(
            examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"],
            description="`r` and the revision, if the operation is a single change.",
        ),
    ]
    kind: Annotated[
        str,
        Field(
            examples=["fill_phone_numbers"],
            description=f"What it does: {_listed(OperationKind)}; of a single change {_listed(ChangeKind)}. There "
            "will be more.",
        ),
    ]
    state: Annotated[
        str,
        Field(
            examples=["running"],
            description="`pending`, `running`, `done`, `failed` or `cancelled`; the last three are final.",
        ),
    ]
    actor: Annotated[str, Field(description="The account that asked for it.")]
    done: Annotated[int, Field(description="How many contacts have been dealt with, changed or not.")]
    total: Annotated[int | None, Field(description="How many there are in all, as far as that is known.")]
    first_revision: Annotated[int | None, Field(description="The first revision of the book that belongs to it.")]
    last_revision: Annotated[
        int | None, Field(description="The last one so far; others' changes may lie between the two.")
    ]
    problem: Annotated[str | None, Field(description="Why it failed, or what it left out.")]
    undoes: Annotated[str | None, Field(description="The operation that it takes back.")]
    undone_by: Annotated[str | None, Field(description="The operation that took it back.")]
    created_at: datetime
    updated_at: Annotated[datetime, Field(description="When it last got further.")]


class OperationPageOut(Wire):
    """One page of operations, and the cursor of the next page."""

    items: list[OperationOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
