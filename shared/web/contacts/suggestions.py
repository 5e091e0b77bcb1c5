"""Suggestions: query parameters and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from shared.domain.contacts.queries import MAX_QUERY_LENGTH
from shared.services.contacts.search.suggesting import MAX_SUGGESTIONS, Line
from shared.web.caller import ReadingCaller
from shared.web.contacts.incompleteness import retry_headers
from shared.web.contacts.limits import count_search
from shared.web.contacts.summaries import line_json, summary_json
from shared.web.dependencies import Limiter
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.query_parameters import STRICT, without_empty_values

if TYPE_CHECKING:
    import shared.web.contacts.schemas.suggestions
    from shared.services.contacts.search.suggesting import Suggestions

SuggestionsAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.suggestions.SuggestionsOut"]

DEFAULT_SUGGESTIONS = 10


class SuggestionParameters(BaseModel):
    """The query parameters of suggestions."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH, description="What has been typed so far.")]
    kind: Annotated[Line | None, Field(description="Only addresses (`email`), or only numbers (`phone`).")] = None
    limit: Annotated[int, Field(ge=1, le=MAX_SUGGESTIONS, description="The maximum number of suggestions.")] = (
        DEFAULT_SUGGESTIONS
    )


SuggestionQuery = Annotated[SuggestionParameters, Query()]


async def limit_suggesting(
    request: Request, caller: ReadingCaller, limiter: Limiter, parameters: SuggestionQuery
) -> SuggestionParameters:
    """Return the parameters, counted as a search. Raises TooManyRequestsError."""
    await count_search(request, caller, limiter)
    return parameters


LimitedSuggestionQuery = Annotated[SuggestionParameters, Depends(limit_suggesting)]


def suggestions_answer(suggestions: Suggestions) -> SuggestionsAnswer:
    """Return a response with suggestions."""
    items = [{**summary_json(one.contact), "kind": one.line, **line_json(one.value)} for one in suggestions.items]
    headers = retry_headers(is_complete=suggestions.is_complete)
    return JsonAnswer({"items": items, "complete": suggestions.is_complete}, headers=headers)
