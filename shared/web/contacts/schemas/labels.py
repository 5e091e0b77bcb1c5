"""The wire models of labels."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from shared.domain.contacts.details import TAG
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.label_rules import checked_label
from shared.domain.labels import Label
from shared.web.http.wire import ReadOnly, Wire

_COLOR = Field(examples=["#1e88e5"], description="The colour, `#rrggbb`; null for none.")
_COLOR_FORM = Field(json_schema_extra={"pattern": "^#[0-9A-Fa-f]{6}$"})
_NAME_JSON = {"type": "string", "minLength": 1, "maxLength": TAG.max_length}


class LabelIn(Wire):
    """A new label: the record of a tag. Members that only the service writes may be included, and are ignored."""

    name: Annotated[str, Field(json_schema_extra=_NAME_JSON, description="The tag, as contacts show it.")]
    color: Annotated[Annotated[str, _COLOR_FORM] | None, _COLOR] = None
    id: ReadOnly = None
    contacts: ReadOnly = None

    def to_label(self) -> Label:
        """Return the label."""
        return Label(name=self.name, color=self.color)


def label_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of labels that a body breaks which may not have the form of one, as far as it has."""
    given = body if isinstance(body, dict) else {}
    name, color = given.get("name", "any"), given.get("color")
    try:
        checked_label(
            Label(name=name if isinstance(name, str) else "any", color=color if isinstance(color, str) else None)
        )
    except InvalidInputError as error:
        return error.problems
    return ()


class LabelOut(Wire):
    """A label: the record of a tag."""

    id: Annotated[str, Field(examples=["Yk3vQ0x9TzAb"], description="The id of the label; it never changes.")]
    name: Annotated[str, Field(examples=["Friends"], description="The tag, as contacts show it.")]
    color: Annotated[
        str | None, Field(examples=["#1e88e5"], description="The colour, `#rrggbb` in lower case; null for none.")
    ]


class CountedLabelOut(LabelOut):
    """A label, and how many contacts have it."""

    contacts: Annotated[int, Field(examples=[12], description="How many contacts have it, without the trash.")]


class LabelListOut(Wire):
    """All labels of a book, in alphabetical order."""

    items: list[CountedLabelOut]
