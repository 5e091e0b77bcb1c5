"""The response to a sign-in: tokens, or what asks for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from shared.services.accounts.issuing import IssuedTokens
from shared.web.accounts.schemas import SecondFactorNeededOut, TokensOut
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    from shared.services.accounts.sign_in_steps import SignedIn

SignInAnswer: TypeAlias = JsonAnswer[TokensOut] | JsonAnswer[SecondFactorNeededOut]
"""Every sign-in that ends with ``SignInSteps.go_on`` has it."""


def sign_in_answer(signed_in: SignedIn) -> SignInAnswer:
    """Return the response to a sign-in."""
    if isinstance(signed_in, IssuedTokens):
        return JsonAnswer(TokensOut.of(signed_in).model_dump(mode="json"))
    return JsonAnswer(SecondFactorNeededOut.of(signed_in).model_dump(mode="json"))
