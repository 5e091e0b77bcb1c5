"""The examples of what a sign-in leads to."""

from __future__ import annotations

from pydantic import BaseModel

from shared.web.accounts.schemas import SecondFactorNeededOut, SecondFactorQuestionOut, TokensOut

SIGN_INS: tuple[BaseModel, ...] = (
    TokensOut(
        access_token="eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiYXQrand0In0.e30.abc",  # noqa: S106
        expires_in=1800,
        refresh_token="k1.01JD9Z6M3J0A1B2C3D4E5F6G7H.01JD9Z6M3K8QF5T2V7W4X0Y1R3.q3Zr0pS9d1mYx7uVtN4bLk2hJc8wEaFg",  # noqa: S106
    ),
    SecondFactorNeededOut(
        second_factor=SecondFactorQuestionOut(
            challenge="01JD9Z6M3J0A1B2C3D4E5F6G7H.q3Zr0pS9d1mYx7uVtN4bLk2hJc8wEaFgGi5oTlRnPsQx1yZ2",
            methods=["totp", "recovery_code"],
            expires_in=300,
        )
    ),
)
