"""The wire models of suggestions."""

from typing import Annotated

from pydantic import Field

from shared.services.contacts.search.suggesting import Line
from shared.web.contacts.schemas.summaries import Complete, LineOut, SummaryOut
from shared.web.http.wire import Wire


class SuggestionOut(SummaryOut, LineOut):
    """An address or a number of a contact."""

    kind: Annotated[Line, Field(description="Whether `value` is an e-mail address or a phone number.")]


class SuggestionsOut(Wire):
    """Suggestions, the best first."""

    items: list[SuggestionOut]
    complete: Complete
