"""The wire models of second factors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.domain.accounts import recovery_codes, totp
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.accounts.factor_checks import GivenFactor
from shared.services.accounts.step_up import GivenProof
from shared.web.accounts.passkey_schemas import CredentialIn
from shared.web.http.wire import Wire

Code = Annotated[
    str,
    Field(
        max_length=totp.MAX_CODE_LENGTH,
        description="The six digits that the authenticator app shows, in digits of any script; blanks do not matter.",
        examples=["287 082"],
    ),
]
RecoveryCode = Annotated[
    str,
    Field(
        max_length=recovery_codes.MAX_LENGTH,
        description="One of the recovery codes, which works once; blanks, hyphens and case do not matter.",
        examples=["K3M9Q-7T2XA"],
    ),
]


class SecondFactorIn(Wire):
    """The second step of a sign-in: the challenge of the first, and either of the factors."""

    challenge: Annotated[
        str, Field(max_length=256, description="`second_factor.challenge` of the response to the first step.")
    ]
    code: Code | None = None
    recovery_code: RecoveryCode | None = None
    passkey: CredentialIn | None = None

    def to_factor(self) -> GivenFactor:
        """Return the factor for the service. Raises InvalidInputError unless there is exactly one."""
        _require_one(self, "code", "recovery_code", "passkey")
        return _factor(self)


class StepUpIn(Wire):
    """The password; or, for an account with a second factor, either of these factors. A passkey is good for both."""

    password: Annotated[str, Field(max_length=1024, examples=["correct horse battery staple"])] | None = None
    code: Code | None = None
    recovery_code: RecoveryCode | None = None
    passkey: CredentialIn | None = None

    def to_proof(self) -> GivenProof:
        """Return the proof for the service. Raises InvalidInputError unless there is exactly one."""
        _require_one(self, "password", "code", "recovery_code", "passkey")
        return GivenProof(password=self.password, factor=_factor(self))


def _factor(sent: SecondFactorIn | StepUpIn) -> GivenFactor:
    passkey = sent.passkey.to_answer() if sent.passkey is not None else None
    return GivenFactor(code=sent.code, recovery_code=sent.recovery_code, passkey=passkey)


def _require_one(sent: Wire, *names: str) -> None:
    if sum(getattr(sent, name) is not None for name in names) != 1:
        detail = f"Send one of {', '.join(names)}."
        raise InvalidInputError(FieldProblem(pointer="", code="not_exactly_one", detail=detail))
