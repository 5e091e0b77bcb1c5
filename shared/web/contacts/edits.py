"""Edits of an earlier version of a contact: whether the client prefers them to be merged with what others did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import Depends, Request

from shared.web.http.headers import MERGE_APPLIED, VersionsToWrite
from shared.web.http.parameters import Parameter
from shared.wiring import process

if TYPE_CHECKING:
    from shared.services.contacts.tagged import Reconcile

PREFER = Parameter(
    name="Prefer",
    place="header",
    description="`handling=merge` (RFC 7240): if the contact has changed since the version in `If-Match`, merge this "
    "edit of that version with what others have changed, instead of refusing it (412). What both have changed "
    "differently is 409, with a list of `conflicts`, and nothing is written.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """How an edit of an earlier version is merged, if it is, and the headers of a response to one that is."""

    reconcile: Reconcile | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


_NO_MERGING = Merging()


class MergePreference:
    """The dependency of an edit on what the client prefers. What merges is loaded only if it is asked for."""

    parameters: ClassVar = (PREFER,)

    async def __call__(self, request: Request, allowed: VersionsToWrite) -> Merging:
        """Return how the edit is merged; not at all if the client allows any version."""
        if allowed is None or not prefers_merging(request):
            return _NO_MERGING
        return Merging(reconcile=process.wiring().reconciler.since(allowed.base), headers=MERGE_APPLIED)


MergeOfEdits = Annotated[Merging, Depends(MergePreference())]


def prefers_merging(request: Request) -> bool:
    """Return whether the request says so."""
    headers = request.headers.getlist("Prefer")
    if not headers:
        return False
    from shared.web.http.preferences import preferences  # noqa: PLC0415 - few requests have any

    return preferences(", ".join(headers)).get("handling") == "merge"
