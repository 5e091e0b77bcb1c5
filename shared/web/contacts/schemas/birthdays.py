"""The wire models of birthdays."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.wire import Wire


class BirthdayOut(Wire):
    """A contact, and the next occurrence of its birthday."""

    contact: ContactOut
    next_birthday: Annotated[
        date, Field(description="The day on which it is next celebrated.", examples=["2027-02-28"])
    ]
    turns: Annotated[
        int | None,
        Field(description="The age reached on that day; null if the year of birth is unknown or in the future."),
    ]


class BirthdayPageOut(Wire):
    """One page of birthdays, and the cursor of the next page."""

    items: list[BirthdayOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
