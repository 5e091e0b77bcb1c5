"""Request bodies of second factors, and the limits of the requests that have them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain import limits
from shared.services.accounts.factor_checks import GivenFactor
from shared.services.accounts.second_step import PendingSignIn
from shared.services.accounts.step_up import GivenProof
from shared.web.accounts.factor_schemas import SecondFactorIn, StepUpIn
from shared.web.accounts.limits import SourceNetwork
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Limiter, SecondStep
from shared.web.http.counting import count_request
from shared.web.http.json_body import json_body

SecondFactorBody = Annotated[SecondFactorIn, json_body(SecondFactorIn)]


async def given_factor(body: SecondFactorBody) -> GivenFactor:
    """Return the factor that was sent. Raises InvalidInputError."""
    return body.to_factor()


Factor = Annotated[GivenFactor, Depends(given_factor)]


async def pending_sign_in(
    request: Request,
    body: SecondFactorBody,
    factor: Factor,
    network: SourceNetwork,
    limiter: Limiter,
    second_step: SecondStep,
) -> PendingSignIn:
    """Return the sign-in that the challenge belongs to, and count the guess. Raises TooManyRequestsError and others.

    It is counted for the account only now: whoever has no challenge of it, uses up nothing of its limits. Codes can be
    guessed from many networks, so there is a limit on all of them; recovery codes and passkeys cannot, so that the
    owner has a way in while somebody uses that up.
    """
    pending = second_step.pending(body.challenge)
    counts = [(limits.SECOND_FACTOR, pending.account_id, network)]
    if factor.code is not None:
        count_request(request, limiter, *counts, (limits.SECOND_FACTOR_ACCOUNT, pending.account_id))
    else:
        count_request(request, limiter, *counts)
    return pending


Pending = Annotated[PendingSignIn, Depends(pending_sign_in)]


async def given_proof(_caller: CurrentCaller, body: Annotated[StepUpIn, json_body(StepUpIn)]) -> GivenProof:
    """Return the proof that was sent. Raises InvalidInputError."""
    return body.to_proof()


Proof = Annotated[GivenProof, Depends(given_proof)]
