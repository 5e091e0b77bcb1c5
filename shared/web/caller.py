"""The caller of an endpoint, and the access that the endpoint needs: the type of its ``caller`` declares it.

``CurrentCaller``: an account, verified or not. ``FreshCaller``: one whose owner has proved within ten minutes who they
are, for what a copied token must not do. ``ReadingCaller``, ``WritingCaller``: an account that may read, or
write, the contacts of its book. An endpoint open to everybody has ``openapi_extra=ANONYMOUS`` in its decorator instead;
one that declares neither fails a test. docs/routes.md lists the access of every route.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from shared.domain.errors import InvalidAccessTokenError
from shared.services.books.access import Caller, Grant, Scope
from shared.web.dependencies import Provider
from shared.wiring import process, sources


class TokenCaller(Provider, SecurityBase):
    """The dependency on the account that a bearer token (RFC 6750) was issued to, as the token alone describes it.

    It is a single dependency, not one for each step, since resolving another one takes FastAPI longer than the step.
    """

    access = "account"
    """The access that it requires, as docs/routes.md names it."""

    def __init__(self) -> None:
        super().__init__("access_tokens")
        self.model = HTTPBearer(description="An access token from POST /api/v1/auth/login.")
        self.scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Caller | Grant:
        """Return the caller. Raises InvalidAccessTokenError, SecretsUnavailableError."""
        return self.read(request)

    def read(self, request: Request) -> Caller:
        """Return the caller. Raises what ``__call__`` raises."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise InvalidAccessTokenError("send an access token as Authorization: Bearer", missing=True)
        claims = self.get().read(token.strip(), now=sources.now())
        request.state.account_id = claims.account_id
        return Caller(
            account_id=claims.account_id,
            verified=claims.verified,
            session_id=claims.session_id,
            issued_at=claims.issued_at,
        )


class BookCaller(TokenCaller):
    """The dependency on an account that has a ``scope`` on its default book."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.access = scope.value

    async def __call__(self, request: Request) -> Grant:
        """Return what the caller may do, which includes the scope.

        Raises InvalidAccessTokenError, SecretsUnavailableError, StoreUnavailableError, EmailNotVerifiedError.
        """
        caller = self.read(request)
        grant = process.wiring().access.of(caller, caller.book_id)
        grant.require(self.scope)
        return grant


class FreshTokenCaller(TokenCaller):
    """The dependency on an account whose owner has proved just now who they are.

    A token does not tell that: its use case does, when it reads the account and the session with ``CurrentAccounts`` or
    ``AccountWriter``. tests/functions/test_access.py sends every such route a token of a session that is not fresh.
    """

    access = "account, fresh"

    def read(self, request: Request) -> Caller:
        """Return the caller, who must be fresh. Raises what ``TokenCaller.read`` raises."""
        return replace(super().read(request), must_be_fresh=True)


CurrentCaller = Annotated[Caller, Depends(TokenCaller())]
FreshCaller = Annotated[Caller, Depends(FreshTokenCaller())]
ReadingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_READ))]
WritingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_WRITE))]
