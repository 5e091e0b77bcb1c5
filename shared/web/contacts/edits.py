"""Edits of an earlier version of a contact: whether the client prefers them to be merged with what others did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import Depends, Request

from shared.web.http.headers import MERGE_APPLIED, PreconditionHeaders
from shared.web.http.parameters import Parameter
from shared.wiring import process

if TYPE_CHECKING:
    from shared.services.contacts.tagged import AllowedVersions, Reconcile

PREFER = Parameter(
    name="Prefer",
    place="header",
    description="`handling=merge` (RFC 7240): if the contact has changed since the version in `If-Match`, merge this "
    "edit of that version with what others have changed, instead of refusing it (412). What both have changed "
    "differently is 409, with a list of `conflicts`, and nothing is written.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What the headers of an edit say: the versions that it may start from, and how it is merged in another one.

    ``headers`` are those of the response, if it is merged.
    """

    allowed: AllowedVersions = None
    reconcile: Reconcile | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class EditHeaders:
    """The dependency of an edit on its headers. What merges is loaded only if it is preferred."""

    parameters: ClassVar = (*PreconditionHeaders.parameters, PREFER)
    _preconditions = PreconditionHeaders()

    async def __call__(self, request: Request) -> Edit:
        """Return what they say; if any version is allowed, there is nothing to merge. Raises MalformedRequestError."""
        allowed = await self._preconditions(request)
        if allowed is None or not prefers_merging(request):
            return Edit(allowed=allowed)
        reconciler = process.wiring().reconciler
        return Edit(allowed=allowed, reconcile=reconciler.since(allowed.base), headers=MERGE_APPLIED)


EditTerms = Annotated[Edit, Depends(EditHeaders())]


def prefers_merging(request: Request) -> bool:
    """Return whether the client prefers that edits of an earlier version are merged."""
    headers = request.headers.getlist("Prefer")
    if not headers:
        return False
    from shared.web.http.preferences import preferences  # noqa: PLC0415 - few requests have any

    return preferences(", ".join(headers)).get("handling") == "merge"
