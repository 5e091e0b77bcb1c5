"""Look-ups: query parameters, bodies and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from shared.domain.contacts.details import VALUE
from shared.services.contacts.search.looking_up import Asked
from shared.web.caller import ReadingCaller
from shared.web.contacts.incompleteness import retry_headers
from shared.web.contacts.limits import count_search
from shared.web.contacts.schemas.lookups import LookupIn
from shared.web.contacts.summaries import line_json, summary_json
from shared.web.dependencies import Limiter
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import json_body
from shared.web.http.query_parameters import STRICT, without_empty_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shared.web.contacts.schemas.lookups
    from shared.services.contacts.search.looking_up import Owner, Owners

OwnersAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.lookups.OwnersOut"]
LookupAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.lookups.LookupOut"]


class OwnerParameters(BaseModel):
    """The query parameters of a look-up."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    phone: Annotated[str, Field(max_length=VALUE.max_length, description="A phone number as it is shown or typed.")] = (
        ""
    )
    email: Annotated[str, Field(max_length=VALUE.max_length, description="An e-mail address.")] = ""

    def to_asked(self) -> Asked:
        """Return what is asked for. Raises RequestValidationError unless it is one of the two."""
        if bool(self.phone) == bool(self.email):
            message = "Ask for either a `phone` or an `email`."
            raise RequestValidationError([{"type": "one_of", "loc": ("query", "phone"), "msg": message}])
        return Asked(phone=self.phone, email=self.email)


async def limit_looking_up(
    request: Request, caller: ReadingCaller, limiter: Limiter, parameters: Annotated[OwnerParameters, Query()]
) -> Asked:
    """Return what is asked for, counted as a search. Raises RequestValidationError and TooManyRequestsError."""
    asked = parameters.to_asked()
    await count_search(request, caller, limiter)
    return asked


async def limit_looking_up_many(
    request: Request, caller: ReadingCaller, limiter: Limiter, body: Annotated[LookupIn, json_body(LookupIn)]
) -> list[Asked]:
    """Return what is asked for, counted as one search. Raises InvalidInputError and TooManyRequestsError."""
    asked = body.to_asked()
    await count_search(request, caller, limiter)
    return asked


OwnerAsked = Annotated[Asked, Depends(limit_looking_up)]
ManyAsked = Annotated[list[Asked], Depends(limit_looking_up_many)]


def owners_answer(owners: Owners) -> OwnersAnswer:
    """Return a response with the owners of the one number or address that was asked for."""
    content = {"items": _owners_json(owners.found[0]), "complete": owners.is_complete}
    return JsonAnswer(content, headers=retry_headers(is_complete=owners.is_complete))


def lookup_answer(asked: Sequence[Asked], owners: Owners) -> LookupAnswer:
    """Return a response with the owners of everything that was asked for."""
    items = [
        {"phone": one.phone or None, "email": one.email or None, "contacts": _owners_json(found)}
        for one, found in zip(asked, owners.found, strict=True)
    ]
    content = {"items": items, "complete": owners.is_complete}
    return JsonAnswer(content, headers=retry_headers(is_complete=owners.is_complete))


def _owners_json(owners: Sequence[Owner]) -> list[dict[str, Any]]:
    return [{**summary_json(one.contact), **line_json(one.value), "match": one.ownership} for one in owners]
