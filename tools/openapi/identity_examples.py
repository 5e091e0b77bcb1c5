"""The examples of providers and identities."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel

from shared.web.accounts.identity_schemas import IdentityListOut, IdentityOut, ProviderListOut, ProviderOut

_IDENTITY = IdentityOut(
    id="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    provider="google",
    email="ada@example.com",
    created_at=datetime(2026, 11, 29, 8, tzinfo=UTC),
)
IDENTITIES: tuple[BaseModel, ...] = (
    ProviderListOut(items=[ProviderOut(name="google", title="Google")]),
    _IDENTITY,
    IdentityListOut(items=[_IDENTITY]),
)
