"""Responses to batches, in the form that ``schemas.batch.BatchOut`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from shared.domain.errors import EditConflictError
from shared.services.contacts.batches.items import Batch, BatchItem, Success
from shared.web.contacts.batch import CONTACT
from shared.web.http.entity_tags import entity_tag
from shared.web.http.headers import MERGE_APPLIED
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.problems import problem_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    import shared.web.contacts.schemas.batch
    from shared.services.contacts.batches.running import BatchResult, ItemResult

BatchAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.batch.BatchOut"]

_STATUSES: Mapping[Success, int] = {Success.CREATED: 201, Success.UPDATED: 200, Success.TRASHED: 204}


def batch_answer(batch: Batch, result: BatchResult) -> BatchAnswer:
    """Return a response with the results of a batch."""
    items = [_result(item, each) for item, each in zip(batch.items, result.items, strict=True)]
    content = {"operation_id": result.operation.id, "state": result.operation.state, "items": items}
    return JsonAnswer(content, headers=MERGE_APPLIED if batch.merges else None)


def _result(item: BatchItem, result: ItemResult) -> dict[str, Any]:
    outcome = result.outcome
    if not isinstance(outcome, Success):
        problem = {"errors": []} | problem_json(outcome, below="" if outcome is item.refusal else CONTACT)
        version = outcome.current_version if isinstance(outcome, EditConflictError) else ""
        return {"status": problem["status"], "id": item.contact_id or None, "etag": _tag(version), "problem": problem}
    return {"status": _STATUSES[outcome], "id": result.contact_id, "etag": _tag(result.version), "problem": None}


def _tag(version: str | None) -> str | None:
    return entity_tag(version) if version else None
