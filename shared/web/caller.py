"""Who is asking: from a bearer token to a caller whose address is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from shared.domain.errors import EmailNotVerifiedError, InvalidAccessTokenError
from shared.services.ports.conflicts import BookMissingError
from shared.web.dependencies import Provider
from shared.wiring import process, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The account that a token speaks for. ``verified`` is what was true when the token was issued."""

    account_id: str
    verified: bool

    @property
    def book_id(self) -> str:
        """The caller's default book."""
        return self.account_id


class TokenCaller(Provider, SecurityBase):
    """The dependency on the account that a bearer token (RFC 6750) speaks for, by the token alone.

    It is one dependency, not one for each step: FastAPI takes longer to resolve another one than the step takes.
    """

    def __init__(self) -> None:
        super().__init__("access_tokens")
        self.model = HTTPBearer(description="An access token of POST /api/v1/auth/login.")
        self.scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Caller:
        """Return who is asking. Raises InvalidAccessTokenError, SecretsUnavailableError."""
        return self.read(request)

    def read(self, request: Request) -> Caller:
        """Return who is asking. Raises what a call raises."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise InvalidAccessTokenError("send an access token as Authorization: Bearer", missing=True)
        claims = self.get().read(token.strip(), now=sources.now())
        request.state.account_id = claims.account_id
        return Caller(account_id=claims.account_id, verified=claims.verified)


class VerifiedTokenCaller(TokenCaller):
    """The same for an account that has proved its address.

    A token from before that is checked against the book, once.
    """

    async def __call__(self, request: Request) -> Caller:
        """Return who is asking. Raises EmailNotVerifiedError beside the others."""
        caller = self.read(request)
        if not caller.verified:
            try:
                process.wiring().book_store.load(caller.book_id)
            except BookMissingError as error:
                raise EmailNotVerifiedError("follow the link in the mail that we sent you") from error
        return caller


CurrentCaller = Annotated[Caller, Depends(TokenCaller())]
VerifiedCaller = Annotated[Caller, Depends(VerifiedTokenCaller())]
