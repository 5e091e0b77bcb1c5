"""The wire models of operations on labels."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.contacts.label_assignment import MAX_NAMED, Assignment
from shared.web.contacts.schemas.filters import ContactFilterIn
from shared.web.http.wire import Wire

_ContactId = Annotated[
    str, Field(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$", examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"], max_length=26)
]


class LabelMergerIn(Wire):
    """What a label is merged into."""

    into: Annotated[
        str,
        Field(
            json_schema_extra={"minLength": 1, "maxLength": 64},
            examples=["Yk3vQ0x9TzAb"],
            description="The id of the label that contacts have from then on.",
        ),
    ]


class LabelAssignmentIn(Wire):
    """Contacts that get a label, and contacts that lose it: named ones, or all that a filter finds."""

    add: Annotated[
        list[_ContactId], Field(max_length=MAX_NAMED, description="The ids of contacts that get the label.")
    ] = []
    remove: Annotated[
        list[_ContactId], Field(max_length=MAX_NAMED, description="The ids of contacts that lose it.")
    ] = []
    filter: Annotated[
        ContactFilterIn | None,
        Field(description="Instead of named contacts: all that it finds; `{}` finds every one."),
    ] = None
    action: Annotated[
        Literal["add", "remove"] | None, Field(description="What happens to the contacts that the filter finds.")
    ] = None

    def to_assignment(self) -> Assignment:
        """Return the assignment, with each contact named once. Raises InvalidInputError naming every broken rule."""
        if problems := [*self._problems()]:
            raise InvalidInputError(*problems)
        if self.filter is None:
            return Assignment(add=[*dict.fromkeys(self.add)], remove=[*dict.fromkeys(self.remove)])
        return Assignment(query=self.filter.to_query(), adds=self.action == "add")

    def _problems(self) -> Iterator[FieldProblem]:
        for index, contact_id in enumerate(self.remove):
            if contact_id in self.add:
                detail = "This contact is also to get the label."
                yield FieldProblem(pointer=f"/remove/{index}", code="repeated", detail=detail)
        names_some = bool(self.add or self.remove)
        if self.filter is None and not names_some:
            yield FieldProblem(pointer="", code="required", detail="Name contacts, or send a filter and an action.")
        if self.filter is not None and names_some:
            yield FieldProblem(pointer="/filter", code="not_together", detail="Name contacts, or send a filter.")
        if (self.filter is None) != (self.action is None):
            place = "/action" if self.action is None else "/filter"
            yield FieldProblem(pointer=place, code="required", detail="A filter and an action belong together.")
