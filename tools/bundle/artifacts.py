"""The artifacts that functions are deployed from, and which function has which.

Both have all of this project's packages. One has compiled cryptography besides, which is as large as all other
dependencies together. So only functions that may need it have that artifact; of these, too, it is loaded by those alone
that have a signature to verify (decision 50).
"""

from __future__ import annotations

from enum import StrEnum

NEED_CRYPTOGRAPHY = frozenset(
    {"auth.complete_login", "auth.passkey_login", "auth.return_from_provider", "auth.step_up", "profile.add_passkey"}
)
"""The functions, by folder and module, that verify signatures which others have made: passkeys and providers."""


class Artifact(StrEnum):
    """An artifact."""

    COMMON = "common"
    CRYPTOGRAPHY = "cryptography"

    @property
    def lock(self) -> str:
        """The file in which its dependencies are locked (``make lock``)."""
        return "requirements-cryptography.txt" if self is Artifact.CRYPTOGRAPHY else "requirements.txt"


def artifact_of(function: str) -> Artifact:
    """Return the artifact of a function: ``auth.login``, by folder and module."""
    return Artifact.CRYPTOGRAPHY if function in NEED_CRYPTOGRAPHY else Artifact.COMMON


def artifact_of_resource(logical_id: str) -> Artifact:
    """Return the same by the function's logical id in the template, which is made of its name: AuthLoginFunction."""
    ids = {f"{name.replace('.', '_').title().replace('_', '')}Function" for name in NEED_CRYPTOGRAPHY}
    return Artifact.CRYPTOGRAPHY if logical_id in ids else Artifact.COMMON
