"""The wire models of providers and identities."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from shared.domain.accounts.identities import CodeExchange, Identity
from shared.web.http.wire import Wire

CODE_PATTERN = r"^[A-Za-z0-9_-]{43}$"
VERIFIER_PATTERN = r"^[A-Za-z0-9._~-]{43,128}$"
_ID = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class ProviderOut(Wire):
    """A provider that people can sign in with."""

    name: Annotated[str, Field(description="What routes call it.", examples=["google"])]
    title: Annotated[str, Field(description="What people call it.", examples=["Google"])]


class ProviderListOut(Wire):
    """The providers of this service."""

    items: Sequence[ProviderOut]


class CodeExchangeIn(Wire):
    """The code that the browser came back with, and the verifier that its challenge was made from."""

    code: Annotated[
        str,
        Field(
            pattern=CODE_PATTERN,
            description="The `code` in the redirect. It works once, within a minute.",
            examples=["SplxlOBeZQQYbYS6WxSbIA1hTmFSplxlOBeZQQYbYS6"],
        ),
    ]
    code_verifier: Annotated[
        str,
        Field(
            pattern=VERIFIER_PATTERN,
            description="The verifier of the `code_challenge` that the sign-in began with (RFC 7636).",
            examples=["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
        ),
    ]

    def to_exchange(self) -> CodeExchange:
        """Return the exchange for the service."""
        return CodeExchange(code=self.code, code_verifier=self.code_verifier)


MAX_CALLBACK_LENGTH = 8_192
"""Of what a provider has the browser post: all of them together are no longer than a URL may be."""


class CallbackIn(Wire):
    """What a provider has the browser post: a code or an error, for the state that the browser was sent with."""

    model_config = ConfigDict(extra="ignore")

    state: Annotated[str, Field(max_length=MAX_CALLBACK_LENGTH, examples=["k1.e30.c2ln"])]
    code: Annotated[str | None, Field(max_length=MAX_CALLBACK_LENGTH, examples=["SplxlOBeZQQYbYS6WxSbIA"])] = None
    error: Annotated[str | None, Field(max_length=MAX_CALLBACK_LENGTH, description="Such as `access_denied`.")] = None
    user: Annotated[
        str | None,
        Field(max_length=MAX_CALLBACK_LENGTH, description="The name of the person as JSON, as Apple sends it once."),
    ] = None


class IdentityOut(Wire):
    """An identity that an account signs in with."""

    id: Annotated[str, Field(examples=[_ID])]
    provider: Annotated[str, Field(description="The name of the provider.", examples=["google"])]
    email: Annotated[
        str | None,
        Field(
            description="The address that the provider gave when the identity was linked; it may have changed there.",
            examples=["ada@example.com"],
        ),
    ]
    created_at: Annotated[datetime, Field(description="When it was linked.")]

    @classmethod
    def of(cls, identity: Identity) -> Self:
        """Return an identity as its owner sees it."""
        return cls(id=identity.id, provider=identity.provider, email=identity.email, created_at=identity.created_at)


class IdentityListOut(Wire):
    """The identities of an account."""

    items: Sequence[IdentityOut]
