"""The wire models of taking a book back to a moment."""

from typing import Annotated, Literal

from pydantic import Field

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.moments import Moment, NoMomentError, read_moment
from shared.services.contacts.past.preview import CHECKED_CHANGES, MAX_LISTED
from shared.web.contacts.schemas.output import MomentOut
from shared.web.http.wire import Wire


class BookRestoreIn(Wire):
    """The moment that a book goes back to."""

    at: Annotated[
        Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 40})]
        | Annotated[int, Field(json_schema_extra={"minimum": 0, "maximum": 2**53 - 1})],
        Field(
            examples=["2026-11-29T08:00:00Z"],
            description="A time with its offset, or a revision of the book: `1234` or `r1234`. The book is as it was "
            "then, at the end of the request that made the revision.",
        ),
    ]
    preview: Annotated[bool, Field(description="Only say what would happen, and change nothing.")] = False

    def to_moment(self) -> Moment:
        """Return the moment. Raises InvalidInputError."""
        try:
            return read_moment(str(self.at))
        except NoMomentError as error:
            raise InvalidInputError(FieldProblem(pointer="/at", code="wrong_form", detail=str(error))) from error


class AffectedContactOut(Wire):
    """What happens to a contact."""

    id: str
    name: Annotated[
        str, Field(description="What it is called then; now, if it goes to the trash; empty if it is lost.")
    ]
    effect: Annotated[
        Literal["restored", "changed", "trashed", "lost"],
        Field(
            description="`restored`: it comes back from the trash; `changed`: it gets its content and tags of then; "
            "`trashed`: it was not there, or in the trash, and goes there; `lost`: it cannot come back, since it was "
            "removed for good."
        ),
    ]


class LabelStateOut(Wire):
    """What a label is like."""

    name: str
    color: str | None


class AffectedLabelOut(Wire):
    """What happens to a label."""

    id: str
    now: Annotated[LabelStateOut | None, Field(description="Null if it comes back.")]
    then: Annotated[LabelStateOut | None, Field(description="Null if it was not there then: it is removed.")]


class RestorePreviewOut(Wire):
    """What would happen if the book went back to a moment."""

    as_of: Annotated[MomentOut, Field(description="The revision that the moment stands for.")]
    restored: Annotated[int, Field(description="How many contacts come back from the trash.")]
    changed: Annotated[int, Field(description="How many get their content and tags of then.")]
    trashed: Annotated[int, Field(description="How many go to the trash.")]
    lost: Annotated[int, Field(description="How many cannot come back, since they were removed for good.")]
    at_least: Annotated[
        bool,
        Field(
            description="Whether there have been more changes since than were looked through "
            f"({CHECKED_CHANGES:,}): then at least so many contacts are affected."
        ),
    ]
    labels: Annotated[list[AffectedLabelOut], Field(description="All labels that change.")]
    contacts: Annotated[list[AffectedContactOut], Field(description=f"The first {MAX_LISTED} of these contacts.")]
