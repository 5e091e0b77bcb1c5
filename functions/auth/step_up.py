"""POST /api/v1/auth/step-up: prove again who one is."""

from shared.web.accounts.factor_bodies import Proof
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import PasswordLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import StepUp
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/step-up", status_code=204)
async def prove_again(
    caller: CurrentCaller, proof: Proof, _within_limit: PasswordLimit, origin: RequestOrigin, step_up: StepUp
) -> None:
    """Prove again who you are, for the next ten minutes of this session.

    Some requests are answered with `step_up_required` if your last sign-in, or step-up, is longer ago than that: they
    could do more harm than a stolen token should. Send the `password`, or if your account has a second factor a `code`
    or a `recovery_code`, and then the request again, with the same access token.
    """
    step_up.step_up(caller, proof, origin)


handler = lambda_handler(router)
