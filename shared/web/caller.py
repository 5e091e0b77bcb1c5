"""Who is asking, and what for: an endpoint says which access it needs in the type of its ``caller``.

``CurrentCaller``: an account, verified or not. ``ReadingCaller``, ``WritingCaller``: an account that may read, or
write, the contacts of its book. An endpoint for everybody says ``openapi_extra=ANONYMOUS`` in its decorator instead;
one that says nothing fails a test. docs/routes.md shows what each of them has said.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from shared.domain.errors import InvalidAccessTokenError
from shared.services.books.access import Caller, Grant, Scope
from shared.web.dependencies import Provider
from shared.wiring import process, sources


class TokenCaller(Provider, SecurityBase):
    """The dependency on the account that a bearer token (RFC 6750) speaks for, by the token alone.

    It is one dependency, not one for each step: FastAPI takes longer to resolve another one than the step takes.
    """

    access = "account"
    """What it asks for, as docs/routes.md names it."""

    def __init__(self) -> None:
        super().__init__("access_tokens")
        self.model = HTTPBearer(description="An access token of POST /api/v1/auth/login.")
        self.scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Caller | Grant:
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


class BookCaller(TokenCaller):
    """The same for an account that may do something to its default book."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.access = scope.value

    async def __call__(self, request: Request) -> Grant:
        """Return what the caller may do, the scope included. Raises EmailNotVerifiedError beside the others."""
        caller = self.read(request)
        grant = process.wiring().access.of(caller, caller.book_id)
        grant.require(self.scope)
        return grant


CurrentCaller = Annotated[Caller, Depends(TokenCaller())]
ReadingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_READ))]
WritingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_WRITE))]
