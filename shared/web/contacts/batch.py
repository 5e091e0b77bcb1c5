"""Batches as requests: each item is read by itself, so that one that is wrong does not keep others from being done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from fastapi import Depends, Header, Request

from shared.domain.contacts.rules import checked
from shared.domain.errors import ContactNotFoundError, FieldProblem, InvalidInputError
from shared.domain.ids import is_ulid
from shared.services.contacts.batches.items import Action, Batch, BatchItem
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from shared.web.caller import WritingCaller
from shared.web.contacts.edits import PREFER, prefers_merging
from shared.web.contacts.patch import revision_by
from shared.web.contacts.schemas.batch import BatchEnvelope, BatchItemEnvelope
from shared.web.contacts.schemas.reading import contact_validator, read_contact
from shared.web.dependencies import Limiter
from shared.web.http.content_codings import read_body
from shared.web.http.counting import count_request
from shared.web.http.entity_tags import EntityTags, Preconditions
from shared.web.http.errors import UnsupportedMediaTypeError
from shared.web.http.json_body import JSON, media_type_of, parse_json, validated
from shared.wiring import process

if TYPE_CHECKING:
    from pydantic import BaseModel

    from shared.services.contacts.reconciling import Reconciler

MAX_BATCH_BYTES = 5_000_000
CONTACT = "/contact"
"""The pointer to the contact in an item."""
MERGING = " handling=merge"
"""What tells a batch whose edits are merged from the same one whose edits are not."""


class BatchBody:
    """The dependency that reads a batch."""

    parameters: ClassVar = (PREFER,)

    def __init__(self) -> None:
        for model in (BatchEnvelope, BatchItemEnvelope):
            model.model_rebuild()  # at the start of the function, not in its first request
        contact_validator()

    @property
    def bodies(self) -> Mapping[str, type[BaseModel]]:
        """The model for the media type, which the OpenAPI document shows."""
        from shared.web.contacts.schemas.batch_input import BatchIn  # noqa: PLC0415 - it has all of ``ContactIn``

        return {JSON: BatchIn}

    async def __call__(self, request: Request) -> Batch:
        """Return the batch. Raises what ``read_json`` raises, and InvalidInputError for what is not a batch at all."""
        if media_type_of(request) not in ("", JSON):
            raise UnsupportedMediaTypeError(JSON)
        rule = f"a batch is at most {MAX_BATCH_BYTES} bytes"
        body = parse_json(await read_body(request, limit=MAX_BATCH_BYTES, rule=rule))
        envelope = validated(BatchEnvelope, body)
        if envelope.all_or_nothing and len(envelope.items) > MAX_CONTACTS_PER_RANGE:
            detail = f"All or nothing is for at most {MAX_CONTACTS_PER_RANGE} items."
            raise InvalidInputError(FieldProblem(pointer="/items", code="too_many", detail=detail))
        merges = prefers_merging(request)
        reader = _ItemReader(process.wiring().reconciler if merges else None)
        return Batch(
            items=tuple(map(reader.item, envelope.items)),
            all_or_nothing=envelope.all_or_nothing,
            merges=merges,
            content=json.dumps(body, sort_keys=True) + (MERGING if merges else ""),
        )


BatchToDo = Annotated[Batch, Depends(BatchBody())]
BatchKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A unique text of your choice for each batch: repeating the request within {receipt_lifetime} does "
        "only what is still to be done, and returns the results of all items.",
        pattern=r"^[\x21-\x7e]{1,255}$",
    ),
]


async def limit_batch(request: Request, caller: WritingCaller, batch: BatchToDo, limiter: Limiter) -> None:
    """Count every item of a batch as a write. Raises TooManyRequestsError."""
    limit = process.wiring().contact_write_limit
    weight = min(len(batch.items), limit.burst)  # more than a deployment ever allows at once could never pass
    count_request(request, limiter, (limit, caller.counted_as), weight=weight)


BatchLimit = Annotated[None, Depends(limit_batch)]


class _ItemReader:
    """Reads items; edits of an earlier version are merged if there is something that does it."""

    def __init__(self, reconciler: Reconciler | None) -> None:
        self._reconciler = reconciler

    def item(self, body: Any) -> BatchItem:
        """Return an item; one that no book could carry out has the error as its ``refusal``."""
        named = body if isinstance(body, dict) else {}
        contact_id = named["id"] if isinstance(named.get("id"), str) else ""
        action = next((each for each in Action if each == named.get("action")), Action.PATCH)
        try:
            return self._readable(validated(BatchItemEnvelope, body))
        except (InvalidInputError, ContactNotFoundError) as error:
            return BatchItem(action=action, contact_id=contact_id, refusal=error)

    def _readable(self, item: BatchItemEnvelope) -> BatchItem:
        action = Action(item.action)
        problems = [*_wrong_members(item, action)]
        allowed = None
        if item.if_match is not None and action is not Action.CREATE:
            try:
                allowed = Preconditions(if_match=EntityTags.parse(item.if_match))
            except ValueError as error:
                problems.append(FieldProblem(pointer="/if_match", code="wrong_form", detail=f"{error}.".capitalize()))
        reconcile = self._reconciler.since(allowed.base) if self._reconciler and allowed else None
        read = BatchItem(action=action, contact_id=item.id or "", allowed=allowed, reconcile=reconcile)
        if action is not Action.DELETE and item.contact is not None:
            try:
                read = _with_contact(read, item.contact)
            except InvalidInputError as error:
                problems += below_contact(error).problems
        if problems:
            raise InvalidInputError(*problems)
        if action is not Action.CREATE and not is_ulid(read.contact_id):
            raise ContactNotFoundError("there is no such contact")
        return read


def _with_contact(item: BatchItem, contact: Any) -> BatchItem:
    if item.action is Action.PATCH:
        return replace(item, revise=revision_by(contact))
    draft = read_contact(contact).to_draft()
    checked(draft, is_whole=item.action is Action.CREATE)  # names all broken rules now, as a repetition would
    return replace(item, draft=draft)


def _wrong_members(item: BatchItemEnvelope, action: Action) -> list[FieldProblem]:
    """Return what is missing for the action, and what it does not have."""
    has = {"id": item.id is not None, "contact": item.contact is not None, "if_match": item.if_match is not None}
    wanted = {"id": action is not Action.CREATE, "contact": action is not Action.DELETE}
    missing = [name for name, is_wanted in wanted.items() if is_wanted and not has[name]]
    never = {Action.CREATE: ("id", "if_match"), Action.DELETE: ("contact",)}.get(action, ())
    return [
        *[FieldProblem(pointer=f"/{name}", code="required", detail="This is required.") for name in missing],
        *[
            FieldProblem(pointer=f"/{name}", code="unknown_member", detail=f"This is not for {action.value}.")
            for name in never
            if has[name]
        ],
    ]


def below_contact(error: InvalidInputError) -> InvalidInputError:
    """Return an error about a contact as one about the item that it is in."""
    return InvalidInputError(
        *[FieldProblem(pointer=CONTACT + one.pointer, code=one.code, detail=one.detail) for one in error.problems]
    )
