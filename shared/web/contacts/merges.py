"""The body and the response of a merge. They are apart from others, so that no other function loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from shared.web.contacts.answers import contact_json
from shared.web.contacts.schemas.merging import MergeIn
from shared.web.http.entity_tags import entity_tag
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import json_body

if TYPE_CHECKING:
    import shared.web.contacts.schemas.merging
    from shared.services.contacts.merging import Merged

ContactsToMerge = Annotated[MergeIn, json_body(MergeIn)]
MergedAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.merging.MergedOut"]


def merged_answer(merged: Merged) -> MergedAnswer:
    """Return the response with the contact that is left, and with its version as the entity tag."""
    content = {"contact": contact_json(merged.contact), "operation_id": merged.operation_id}
    return JsonAnswer(content, headers={"ETag": entity_tag(merged.contact.version)})
