"""The wire models of duplicates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.contacts.merging import MAX_MERGED
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.wire import ULID_JSON, Wire


class DismissalIn(Wire):
    """Contacts that are not the same."""

    contact_ids: Annotated[
        list[Annotated[str, Field(json_schema_extra=ULID_JSON)]],
        Field(
            min_length=2,
            max_length=MAX_MERGED,
            examples=[["01JD9Z6M3K8QF5T2V7W4X0Y1R2", "01JZX7Q5W8N3M2K1H0G9F8E7D6"]],
        ),
    ]

    def to_ids(self) -> Sequence[str]:
        """Return the ids. Raises InvalidInputError for one that is there twice."""
        problems = [
            FieldProblem(pointer=f"/contact_ids/{place}", code="repeated", detail="This contact is named twice.")
            for place, contact_id in enumerate(self.contact_ids)
            if contact_id in self.contact_ids[:place]
        ]
        if problems:
            raise InvalidInputError(*problems)
        return self.contact_ids


class ReasonOut(Wire):
    """Something that speaks for contacts being the same, or against it."""

    code: Annotated[
        str,
        Field(
            description="A stable name of the reason: `same_name`, `names_alike`, `name_contained`, `same_initial`, "
            "`same_first_name`, `other_last_name`, `same_last_name`, `same_number`, `same_email`, `same_address`, "
            "`same_organization`, `same_birthday`, `other_birthday`, `other_suffix`, `other_middle_name`; there may be "
            "further ones.",
            examples=["same_number"],
        ),
    ]
    detail: Annotated[str, Field(description="The same for people.", examples=["same number +380441234567"])]


class PossibleDuplicateOut(Wire):
    """A contact of a group, as it is now, and its version, which a merge requires."""

    etag: Annotated[str, Field(description="`if_match` of a merge.", examples=['"7"'])]
    contact: ContactOut


class DuplicateGroupOut(Wire):
    """Contacts that are likely the same."""

    score: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="How likely the two least similar contacts that hold the group together are the same, from 0.6 "
            "to 1. It is no probability.",
            examples=[0.95],
        ),
    ]
    reasons: list[ReasonOut]
    contacts: list[PossibleDuplicateOut]


class DuplicatePageOut(Wire):
    """One page of groups, the cursor of the next page, and how old this is."""

    items: list[DuplicateGroupOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` to get the next page; null on the last page.")
    ]
    found_at: Annotated[
        datetime | None,
        Field(description="When the book was searched; null if it never was. Contacts are shown as they are now."),
    ]
    has_more: Annotated[
        bool, Field(description="Whether the search found more groups, less likely ones, than are kept.")
    ]
