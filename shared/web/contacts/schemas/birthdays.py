"""Birthdays on the wire."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.wire import Wire


class BirthdayOut(Wire):
    """A contact and the next time its birthday comes round."""

    contact: ContactOut
    next_birthday: Annotated[date, Field(description="The day on which it is kept.", examples=["2027-02-28"])]
    turns: Annotated[
        int | None, Field(description="The age reached on it; null without a year of birth, and before it.")
    ]


class BirthdayPageOut(Wire):
    """Some birthdays, and where the next ones are."""

    items: list[BirthdayOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` for the next page; null on the last one.")
    ]
