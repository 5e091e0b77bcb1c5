"""The credentials of a sign-in: from JSON, or from the form of the OAuth 2.0 password grant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from fastapi import Depends, Request
from pydantic import BaseModel

from shared.web.accounts.schemas import CredentialsIn, PasswordGrantIn
from shared.web.http.errors import UnsupportedMediaTypeError
from shared.web.http.forms import FORM, read_form
from shared.web.http.json_body import JSON, media_type_of, read_json, validated


class CredentialsBody:
    """The dependency that reads the body of a sign-in. ``bodies`` has the model for each documented media type.

    The form is not documented: the password grant must no longer be used (RFC 9700 section 2.4), but it works.
    """

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {JSON: CredentialsIn}

    async def __call__(self, request: Request) -> CredentialsIn:
        """Return the credentials. Raises MalformedRequestError, UnsupportedMediaTypeError, InvalidInputError."""
        media_type = media_type_of(request)
        if media_type == FORM:
            return validated(PasswordGrantIn, await read_form(request)).to_credentials()
        if media_type not in ("", JSON):
            raise UnsupportedMediaTypeError(f"{JSON}, {FORM}")
        return validated(CredentialsIn, await read_json(request, JSON))


Credentials = Annotated[CredentialsIn, Depends(CredentialsBody())]
