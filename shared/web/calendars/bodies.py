"""The body of a new feed. It is apart from responses, so that listing feeds does not load it."""

from __future__ import annotations

from typing import Annotated

from shared.web.calendars.schemas import FeedIn, feed_problems
from shared.web.http.json_body import json_body

NewFeed = Annotated[FeedIn, json_body(FeedIn, feed_problems)]
