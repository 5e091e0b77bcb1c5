"""The wire models of calendar feeds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.domain.calendars.feeds import DATES, FEED_NAME, FeedDraft, checked_draft
from shared.domain.contacts.details import TAG
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.web.http.wire import ReadOnly, Wire

DateMember = Literal["birthday", "anniversary", "dates"]
_NAME_JSON: Any = {"type": "string", "minLength": 1, "maxLength": FEED_NAME.max_length}
_NAME = Field(json_schema_extra=_NAME_JSON, description="What calendar programs call it.", examples=["Birthdays"])
_TAG = Field(max_length=TAG.max_length, examples=["Family"], description="Only contacts with this tag; empty for all.")
_DATES = Field(
    max_length=len(DATES),
    json_schema_extra={"minItems": 1},
    examples=[["birthday", "anniversary"]],
    description="Which members of contacts are shown; their order does not matter.",
)
_ALARM_FORM = Field(json_schema_extra={"pattern": r"^-P[0-9TWDHMS]{2,20}$"})
_ALARM = Field(
    examples=["-PT15H"],
    description="How long before the day begins programs remind of it (RFC 5545, section 3.3.6): `-PT15H` is 9:00 on "
    "the day before, `-P1D` midnight. At most four weeks; null for no alarm.",
)
_URL = Field(
    examples=["https://api.example.com/api/v1/feeds/v3Jm0Q2k7sWc5Xy9bTn1Rf4Hd6Gp8Lz2Aq0Ue7Io3Kw.ics"],
    description="The address to subscribe to. Whoever has it can read the calendar. It is shown only in this response.",
)


class FeedIn(Wire):
    """A new feed. Members that only the service writes may be included, and are ignored."""

    name: Annotated[str, _NAME] = "Birthdays"
    tag: Annotated[str, _TAG] = ""
    dates: Annotated[list[DateMember], _DATES] = ["birthday", "anniversary", "dates"]
    alarm: Annotated[Annotated[str, _ALARM_FORM] | None, _ALARM] = None
    id: ReadOnly = None
    tag_removed: ReadOnly = None
    url: ReadOnly = None
    created_at: ReadOnly = None
    rotated_at: ReadOnly = None

    def to_draft(self) -> FeedDraft:
        """Return the draft."""
        return FeedDraft(name=self.name, tag=self.tag, dates=tuple(self.dates), alarm=self.alarm or "")


def feed_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of feeds that a body breaks which may not have the form of one, as far as it has."""
    given = body if isinstance(body, dict) else {}
    name, alarm, dates = given.get("name", "any"), given.get("alarm"), given.get("dates", DATES)
    try:
        checked_draft(
            FeedDraft(
                name=name if isinstance(name, str) else "any",
                dates=() if dates == [] else DATES,
                alarm=alarm if isinstance(alarm, str) else "",
            )
        )
    except InvalidInputError as error:
        return error.problems
    return ()


class FeedOut(Wire):
    """A calendar of dates of contacts, to which programs subscribe."""

    id: Annotated[str, Field(examples=["Yk3vQ0x9TzAb"], description="The id of the feed; it never changes.")]
    name: Annotated[str, _NAME]
    tag: Annotated[
        str, Field(examples=["Family"], description="The tag that contacts have, as it is called now; empty for any.")
    ]
    tag_removed: Annotated[
        bool,
        Field(
            examples=[False],
            description="Whether there is no such tag any more: then `tag` is what it was called when the feed was "
            "made, and the calendar is empty.",
        ),
    ]
    dates: Annotated[list[DateMember], _DATES]
    alarm: Annotated[str | None, _ALARM]
    created_at: Annotated[datetime, Field(examples=["2026-11-29T08:00:00Z"])]
    rotated_at: Annotated[
        datetime, Field(examples=["2026-11-29T08:00:00Z"], description="Since when the feed has its present address.")
    ]


class NewFeedOut(FeedOut):
    """A feed with its address."""

    url: Annotated[str, _URL]


class FeedListOut(Wire):
    """All feeds of a book, the latest first."""

    items: list[FeedOut]
