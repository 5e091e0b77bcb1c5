"""The caller of an endpoint, and the access that the endpoint needs: the type of its ``caller`` declares it.

``CurrentCaller``: an account, verified or not, whose owner has signed in. ``FreshCaller``: one whose owner has proved
within ten minutes who they are, for what a copied token must not do. ``ProfileCaller``: an account whose owner has
signed in, or a personal access token that may read its profile. ``AdminCaller``: an administrator; a
``FreshAdminCaller`` must be fresh, too. ``ReadingCaller``, ``WritingCaller``: an account that may read, or write, the
contacts of its book. An endpoint open to everybody has ``openapi_extra=ANONYMOUS`` in its decorator instead; one that
declares neither fails a test. docs/routes.md lists the access of every route.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from shared.domain.errors import InvalidAccessTokenError
from shared.domain.scopes import PERSONAL_TOKEN_PREFIX, Scope
from shared.services.books.access import Caller, Grant
from shared.web.dependencies import Provider
from shared.wiring import process, sources


class TokenCaller(Provider, SecurityBase):
    """The dependency on the account that a bearer token (RFC 6750) with a ``scope`` was issued to.

    ``access`` is what it requires, as docs/routes.md names it. An access token alone describes its account; a personal
    access token is looked up.
    It is a single dependency, not one for each step, since resolving another one takes FastAPI longer than the step.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__("access_tokens")
        self.scope = scope
        self.access = scope.value
        self.model = HTTPBearer(description="An access token from POST /api/v1/auth/login.")
        self.scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Caller | Grant:
        """Return the caller.

        Raises InvalidAccessTokenError, InsufficientScopeError, SecretsUnavailableError, StoreUnavailableError.
        """
        caller = self.read(request)
        caller.require(self.scope)
        return caller

    def read(self, request: Request) -> Caller:
        """Return the caller, whatever the scopes of the token. Raises what ``__call__`` raises."""
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        token = sent.strip()
        if scheme.lower() == "basic":
            token = _password_of(token)
        elif scheme.lower() != "bearer":
            token = ""
        if not token:
            raise InvalidAccessTokenError("send an access token as Authorization: Bearer", missing=True)
        caller = _bearer_of(token) if token.startswith(PERSONAL_TOKEN_PREFIX) else self._signed_in(token)
        request.state.account_id = caller.account_id
        return caller

    def _signed_in(self, token: str) -> Caller:
        claims = self.get().read(token, now=sources.now())
        return Caller(
            account_id=claims.account_id,
            verified=claims.verified,
            session_id=claims.session_id,
            issued_at=claims.issued_at,
            scopes=claims.scopes,
        )


class BookCaller(TokenCaller):
    """The dependency on an account that has a ``scope`` on its default book."""

    async def __call__(self, request: Request) -> Grant:
        """Return what the caller may do, which includes the scope.

        Raises InvalidAccessTokenError, InsufficientScopeError, SecretsUnavailableError, StoreUnavailableError,
        EmailNotVerifiedError.
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

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.access = f"{self.access}, fresh"

    def read(self, request: Request) -> Caller:
        """Return the caller, who must be fresh. Raises what ``TokenCaller.read`` raises."""
        return replace(super().read(request), must_be_fresh=True)


class AdminTokenCaller(TokenCaller):
    """The dependency on an account that may be an administrator's.

    A token does not tell that: the use case does (``Administration``), which reads the account.
    tests/functions/test_access.py sends every such route the token of somebody who is none.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.access = f"{self.access}, admin"


class FreshAdminTokenCaller(AdminTokenCaller, FreshTokenCaller):
    """The dependency on an account that may be an administrator's, who has proved just now who they are."""


def _bearer_of(personal_token: str) -> Caller:
    """Return the caller with a personal access token; what that takes is loaded by the first one."""
    return process.wiring().personal_tokens.bearers.caller(personal_token)


def _password_of(credentials: str) -> str:
    """Return the password of Basic credentials (RFC 7617) if it is a personal access token, else an empty text.

    Programs that know no other scheme may send one so, with any user name. Nothing ever challenges for Basic, so no
    browser asks for a password, or remembers one.
    """
    try:
        password = b64decode(credentials, validate=True).decode().partition(":")[2]
    except ValueError:  # neither base64, nor UTF-8
        return ""
    return password if password.startswith(PERSONAL_TOKEN_PREFIX) else ""


CurrentCaller = Annotated[Caller, Depends(TokenCaller(Scope.ACCOUNT))]
FreshCaller = Annotated[Caller, Depends(FreshTokenCaller(Scope.ACCOUNT))]
ProfileCaller = Annotated[Caller, Depends(TokenCaller(Scope.PROFILE_READ))]
AdminCaller = Annotated[Caller, Depends(AdminTokenCaller(Scope.ACCOUNT))]
FreshAdminCaller = Annotated[Caller, Depends(FreshAdminTokenCaller(Scope.ACCOUNT))]
ReadingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_READ))]
WritingCaller = Annotated[Grant, Depends(BookCaller(Scope.CONTACTS_WRITE))]
