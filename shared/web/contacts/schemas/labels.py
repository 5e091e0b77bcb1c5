"""The wire models of labels."""

from typing import Annotated

from pydantic import Field

from shared.web.http.wire import Wire


class LabelFields(Wire):
    """A label: the record of a tag."""

    id: Annotated[str, Field(examples=["Yk3vQ0x9TzAb"], description="The id of the label; it never changes.")]
    name: Annotated[str, Field(examples=["Friends"], description="The tag, as contacts show it.")]
    color: Annotated[
        str | None, Field(examples=["#1e88e5"], description="The colour, `#rrggbb` in lower case; null for none.")
    ]
