"""Builds the use cases of calendar feeds. They are apart from others, since few functions have to do with feeds."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources

if TYPE_CHECKING:
    from shared.services.calendars.calendars import Calendars
    from shared.services.calendars.feeds import CalendarFeeds
    from shared.wiring.adapters import Adapters


class CalendarsWiring:
    """Use cases of calendar feeds over the adapters of the process, each built on first access."""

    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters

    @cached_property
    def feeds(self) -> CalendarFeeds:
        """Feeds of books, which their owners make and revoke."""
        from shared.services.calendars.feeds import CalendarFeeds

        return CalendarFeeds(
            self._adapters.calendar_feed_store,
            self._adapters.book_reader,
            timing=self._adapters.timing,
            now=sources.now,
            new_id=sources.new_value_id,
            new_secret=sources.new_feed_secret,
        )

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars that feeds show to whoever has their secrets."""
        from shared.services.calendars.calendars import Calendars

        return Calendars(
            self._adapters.calendar_feed_store, self._adapters.book_reader, self._adapters.book_feed, now=sources.now
        )
