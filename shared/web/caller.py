"""Who is asking: from a bearer token to a caller whose address is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from shared import wiring
from shared.domain.errors import EmailNotVerifiedError, InvalidAccessTokenError
from shared.services.ports import BookMissingError
from shared.web.dependencies import AccessTokens, BookStore

_bearer = OAuth2PasswordBearer(
    tokenUrl="/api/v1/auth/login",
    scheme_name="AccessToken",
    description="An access token of POST /api/v1/auth/login.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The account that a token speaks for. ``verified`` is what was true when the token was issued."""

    account_id: str
    verified: bool

    @property
    def book_id(self) -> str:
        """The caller's default book."""
        return self.account_id


async def current_caller(
    request: Request, token: Annotated[str | None, Depends(_bearer)], tokens: AccessTokens
) -> Caller:
    """Return who is asking, by the token alone. Raises InvalidAccessTokenError."""
    if not token:
        raise InvalidAccessTokenError("send an access token as Authorization: Bearer", missing=True)
    claims = tokens.read(token, now=wiring.now())
    request.state.account_id = claims.account_id
    return Caller(account_id=claims.account_id, verified=claims.verified)


CurrentCaller = Annotated[Caller, Depends(current_caller)]


async def verified_caller(caller: CurrentCaller, store: BookStore) -> Caller:
    """Return a caller who has proved the address; a token from before that is checked against the book, once.

    Raises EmailNotVerifiedError.
    """
    if not caller.verified:
        try:
            store.load(caller.book_id)
        except BookMissingError as error:
            raise EmailNotVerifiedError("follow the link in the mail that we sent you") from error
    return caller


VerifiedCaller = Annotated[Caller, Depends(verified_caller)]
