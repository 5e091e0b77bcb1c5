"""The wire models of authenticators and recovery codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from shared.domain.accounts.factors import Factors
from shared.web.accounts.factor_schemas import Code
from shared.web.http.wire import Wire


class TotpConfirmationIn(Wire):
    """A code of the authenticator that was begun."""

    code: Code


class TotpOut(Wire):
    """The authenticator of an account, and its recovery codes."""

    is_active: Annotated[bool, Field(description="Whether signing in takes a code.", examples=[True])]
    created_at: Annotated[
        datetime | None,
        Field(description="When a code confirmed the authenticator.", examples=["2026-05-17T12:00:00Z"]),
    ]
    recovery_codes_left: Annotated[int, Field(description="How many recovery codes can still be used.", examples=[10])]

    @classmethod
    def of(cls, factors: Factors) -> Self:
        """Return the factors as their owner sees them."""
        return cls(
            is_active=factors.totp is not None,
            created_at=factors.totp.created_at if factors.totp else None,
            recovery_codes_left=factors.recovery_codes_left,
        )


class RecoveryCodesOut(Wire):
    """New recovery codes. They are not shown again."""

    recovery_codes: Annotated[
        Sequence[str],
        Field(
            description="Ten codes, each of which is a second factor once, for whoever loses the app.",
            examples=[["K3M9Q-7T2XA", "8W0RV-H5NDC"]],
        ),
    ]
