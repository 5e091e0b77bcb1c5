"""The query parameters of the list of birthdays."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from shared.domain.contacts.birthdays import MAX_WINDOW_DAYS
from shared.web.http.paging import PageParameters

DEFAULT_WINDOW_DAYS = 7


class BirthdayListParameters(PageParameters):
    """The query parameters of the list of birthdays."""

    days: Annotated[
        int, Field(ge=0, le=MAX_WINDOW_DAYS, description="How many days after today to include; 0 is today only.")
    ] = DEFAULT_WINDOW_DAYS

    @property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        return f"birthdays?days={self.days}"


BirthdayList = Annotated[BirthdayListParameters, Query()]
