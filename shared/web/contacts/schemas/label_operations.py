"""The wire models of operations on labels."""

from typing import Annotated

from pydantic import Field

from shared.web.http.wire import Wire


class LabelMergerIn(Wire):
    """What a label is merged into."""

    into: Annotated[
        str, Field(examples=["Yk3vQ0x9TzAb"], description="The id of the label that contacts have from then on.")
    ]
