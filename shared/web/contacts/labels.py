"""Labels over HTTP: their ids in paths, bodies, responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from fastapi import Depends, Request
from pydantic import BaseModel

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.label_rules import checked_label
from shared.domain.labels import Label
from shared.web.contacts.label_answers import label_json
from shared.web.contacts.schemas.labels import LabelIn, label_problems
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import JSON, MERGE_PATCH, json_body, read_json, validated
from shared.web.http.merge_patches import merged
from shared.web.http.parameters import PathParameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shared.web.contacts.schemas.labels
    from shared.services.contacts.label_counts import CountedLabel
    from shared.services.contacts.labelling import StoredLabel

LabelAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.labels.LabelOut"]
LabelListAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.labels.LabelListOut"]
NewLabel = Annotated[LabelIn, json_body(LabelIn, label_problems)]


class LabelPatchBody:
    """The dependency that reads a merge patch, and returns the function that applies it to a label."""

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {MERGE_PATCH: LabelIn}

    async def __call__(self, request: Request) -> Callable[[Label], Label]:
        """Return the function that applies the patch.

        Raises what ``read_json`` raises, and InvalidInputError for a patch that no label could take.
        """
        patch = await read_json(request, MERGE_PATCH, JSON, accept_header="Accept-Patch")
        if not isinstance(patch, dict):
            raise InvalidInputError(FieldProblem(pointer="", code="not_an_object", detail="A patch is a JSON object."))

        def patched(label: Label) -> Label:
            return validated(LabelIn, merged(label_json("", label), patch), label_problems).to_label()

        checked_label(patched(Label(name="any")))
        return patched


LabelId = Annotated[str, Depends(PathParameter("label_id", "The label's id."))]
LabelPatch = Annotated[Callable[[Label], Label], Depends(LabelPatchBody())]


def label_answer(stored: StoredLabel, *, status: int = 200) -> LabelAnswer:
    """Return a response with a label; for a new one, also where it is."""
    headers = {"Location": f"/api/v1/labels/{stored.id}"} if status == 201 else None
    return JsonAnswer(label_json(stored.id, stored.label), status, headers)


def labels_answer(labels: Sequence[CountedLabel]) -> LabelListAnswer:
    """Return a response with all labels of a book, and how many contacts each has."""
    return JsonAnswer({"items": [{**label_json(each.id, each.label), "contacts": each.contacts} for each in labels]})
