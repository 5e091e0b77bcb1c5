"""Responses to batches, in the form that ``schemas.batch.BatchOut`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from shared.services.contacts.batches.items import Batch, BatchItem, Success
from shared.web.contacts.batch import CONTACT
from shared.web.http.entity_tags import entity_tag
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
    return JsonAnswer({"operation_id": result.operation.id, "state": result.operation.state, "items": items})


def _result(item: BatchItem, result: ItemResult) -> dict[str, Any]:
    outcome = result.outcome
    if not isinstance(outcome, Success):
        problem = {"errors": []} | problem_json(outcome, below="" if outcome is item.refusal else CONTACT)
        return {"status": problem["status"], "id": item.contact_id or None, "etag": None, "problem": problem}
    etag = entity_tag(result.version) if result.version else None
    return {"status": _STATUSES[outcome], "id": result.contact_id, "etag": etag, "problem": None}
