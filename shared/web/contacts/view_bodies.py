"""Bodies of views. They are apart from responses, so that reading a view does not load them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar

from fastapi import Depends, Request
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from shared.domain.contacts.views import ViewDraft
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.contacts.views import ShownView
from shared.web.contacts.schemas.views import ViewIn, view_problems
from shared.web.contacts.views import view_json
from shared.web.http.json_body import JSON, MERGE_PATCH, json_body, read_json, validated
from shared.web.http.merge_patches import merged

NewView = Annotated[ViewIn, json_body(ViewIn, view_problems)]


class ViewPatchBody:
    """The dependency that reads a merge patch, and returns the function that applies it to a view."""

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {MERGE_PATCH: ViewIn}

    async def __call__(self, request: Request) -> Callable[[ShownView], ViewDraft]:
        """Return the function that applies the patch.

        Raises what ``read_json`` raises, and InvalidInputError for a patch that no view could take.
        """
        patch = await read_json(request, MERGE_PATCH, JSON, accept_header="Accept-Patch")
        if not isinstance(patch, dict):
            raise InvalidInputError(FieldProblem(pointer="", code="not_an_object", detail="A patch is a JSON object."))
        validated(ViewIn, merged({"name": "any"}, patch), view_problems)

        def patched(shown: ShownView) -> ViewDraft:
            whole = validated(ViewIn, merged(to_jsonable_python(view_json(shown)), patch), view_problems)
            return whole.to_draft(keeps_tag="tag" not in patch)

        return patched


ViewPatch = Annotated[Callable[[ShownView], ViewDraft], Depends(ViewPatchBody())]
