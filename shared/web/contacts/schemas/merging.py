"""The wire models of a merge."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from shared.domain.contacts.merging import CHOOSABLE, MAX_MERGED
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.contacts.merging import Merge, canonical
from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.entity_tags import EntityTags, Preconditions
from shared.web.http.validation_errors import UNKNOWN, unknown_name_detail
from shared.web.http.wire import MAX_ENTITY_TAGS_LENGTH, ULID_JSON, Wire


class ContactToMergeIn(Wire):
    """A contact, and the version in which it may be merged."""

    id: Annotated[str, Field(json_schema_extra=ULID_JSON, examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"])]
    if_match: Annotated[
        str,
        Field(
            description="The `ETag` that the contact had when it was read.",
            examples=['"7"'],
            max_length=MAX_ENTITY_TAGS_LENGTH,
        ),
    ]


class MergeIn(Wire):
    """Contacts to merge, and what stays of each."""

    contacts: Annotated[list[ContactToMergeIn], Field(min_length=2, max_length=MAX_MERGED)]
    keep: Annotated[
        str,
        Field(
            json_schema_extra=ULID_JSON,
            description="The id of the contact that stays, with its `uid`.",
            examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"],
        ),
    ]
    fields: Annotated[
        dict[str, str],
        Field(
            max_length=len(CHOOSABLE),
            description="By the name of a member (`last_name`, `birthday`, `emails`): the id of the contact that it is "
            "taken from, also if it is empty there.",
            examples=[{"last_name": "01JZX7Q5W8N3M2K1H0G9F8E7D6"}],
        ),
    ] = {}

    def to_merge(self) -> Merge:
        """Return what to merge. Raises InvalidInputError naming every rule that the request breaks."""
        problems = [*self._problems_of_contacts(), *self._problems_of_choices()]
        versions = {}
        for index, contact in enumerate(self.contacts):
            try:
                versions[contact.id] = Preconditions(if_match=_versions_in(contact.if_match))
            except ValueError as error:
                place, detail = f"/contacts/{index}/if_match", f"{error}.".capitalize()
                problems.append(FieldProblem(pointer=place, code="invalid_entity_tag", detail=detail))
        if problems:
            raise InvalidInputError(*problems)
        content = canonical([contact.model_dump() for contact in self.contacts], self.keep, self.fields)
        return Merge(versions=versions, kept_id=self.keep, choices=self.fields, content=content)

    def _problems_of_contacts(self) -> Iterator[FieldProblem]:
        ids = [contact.id for contact in self.contacts]
        for index, contact_id in enumerate(ids):
            if contact_id in ids[:index]:
                pointer = f"/contacts/{index}/id"
                yield FieldProblem(pointer=pointer, code="repeated", detail="This contact is named twice.")
        if self.keep not in ids:
            yield FieldProblem(pointer="/keep", code="not_one_of", detail="This is none of the contacts.")

    def _problems_of_choices(self) -> Iterator[FieldProblem]:
        ids = {contact.id for contact in self.contacts}
        for name, contact_id in self.fields.items():
            pointer = "/fields/" + name.replace("~", "~0").replace("/", "~1")
            if name not in CHOOSABLE:
                detail = unknown_name_detail(name, CHOOSABLE)
                yield FieldProblem(pointer=pointer, code=UNKNOWN, detail=detail)
            elif contact_id not in ids:
                yield FieldProblem(pointer=pointer, code="not_one_of", detail="This is none of the contacts.")


def _versions_in(text: str) -> EntityTags:
    """Return the versions that a text names. Raises ValueError for none, and for any: nothing is merged unseen."""
    tags = EntityTags.parse(text)
    if not tags.strong:
        raise ValueError("this names no version that a contact may be in")
    return tags


class MergedOut(Wire):
    """The contact that is left, and the operation that merged it."""

    contact: ContactOut
    operation_id: Annotated[
        str,
        Field(
            description="The operation that every contact's change belongs to.", examples=["01JZX7Q5W8N3M2K1H0G9F8E7D7"]
        ),
    ]
