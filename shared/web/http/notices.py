"""What a request did with something in a card that it could not take as it stood."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.web.http.wire import Wire


class NoticeOut(Wire):
    """What was odd about a card, or could not be kept."""

    line: Annotated[int, Field(description="The line of the file, from 1 on; 0 where there are none.")]
    code: Annotated[str, Field(examples=["picture_left_out"])]
    text: str
