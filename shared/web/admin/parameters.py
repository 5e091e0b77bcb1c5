"""Ids of accounts in paths, and which accounts are listed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field

from shared.domain.email_addresses import MAX_BYTES
from shared.web.http.paging import PageParameters
from shared.web.http.parameters import PathParameter

AccountId = Annotated[str, Depends(PathParameter("account_id", "The id of the account."))]


class AccountListParameters(PageParameters):
    """The query parameters of the list of accounts."""

    email: Annotated[
        str,
        Field(
            max_length=MAX_BYTES, description="The beginning of the e-mail address, upper or lower case; or the whole."
        ),
    ] = ""

    @property
    def query(self) -> str:
        """What a cursor belongs to."""
        return f"accounts:{self.email}"


AccountList = Annotated[AccountListParameters, Query()]
