"""The wire models of accounts, as administrators see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from shared.domain.accounts.account import Account
from shared.web.http.wire import Wire

RoleName = Annotated[
    Literal["user", "admin"],
    Field(
        examples=["user"], description="What the account may do: `user` what everybody may, `admin` these routes, too."
    ),
]


class RoleIn(Wire):
    """The role of an account."""

    role: RoleName


class AccountOut(Wire):
    """An account, as administrators see it."""

    id: Annotated[str, Field(examples=["01JD9Z6M3J0A1B2C3D4E5F6G7H"])]
    email: Annotated[str, Field(examples=["ada@example.com"])]
    full_name: Annotated[str, Field(examples=["Ada Lovelace"])]
    role: Annotated[
        str, Field(examples=["user"], description="`user`, `admin`, or one that only a newer version knows.")
    ]
    is_verified: Annotated[bool, Field(examples=[True], description="Whether the e-mail address is verified.")]
    is_disabled: Annotated[bool, Field(examples=[False])]
    created_at: Annotated[datetime, Field(examples=["2026-05-17T09:30:00Z"])]
    verified_at: Annotated[datetime | None, Field(examples=["2026-05-17T09:31:00Z"])]
    disabled_at: Annotated[datetime | None, Field(examples=[None])]

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return an account as administrators see it."""
        return cls(
            id=account.id,
            email=account.email,
            full_name=account.full_name,
            role=account.role,
            is_verified=account.is_verified,
            is_disabled=account.disabled_at is not None,
            created_at=account.created_at,
            verified_at=account.verified_at,
            disabled_at=account.disabled_at,
        )


class AccountPageOut(Wire):
    """A page of accounts."""

    items: Annotated[
        Sequence[AccountOut],
        Field(
            examples=[
                [
                    {
                        "id": "01JD9Z6M3J0A1B2C3D4E5F6G7H",
                        "email": "ada@example.com",
                        "full_name": "Ada Lovelace",
                        "role": "user",
                        "is_verified": True,
                        "is_disabled": False,
                        "created_at": "2026-05-17T09:30:00Z",
                        "verified_at": "2026-05-17T09:31:00Z",
                        "disabled_at": None,
                    }
                ]
            ]
        ),
    ]
    next_cursor: Annotated[
        str | None, Field(examples=[None], description="The cursor of the next page; null on the last one.")
    ]
