"""The artifacts that functions are deployed from, and which function has which.

Most functions have the common one. The one for accounts has, besides, what only functions of accounts use: passwords,
the list of those that have leaked, and QR codes. The third has compiled cryptography as well, which is as large as all
other dependencies together. So only functions that may need it have that artifact; of these, too, it is loaded by those
alone that have a signature to verify (decision 50).
"""

from __future__ import annotations

from enum import StrEnum

NEED_CRYPTOGRAPHY = frozenset(
    {"auth.complete_login", "auth.passkey_login", "auth.return_from_provider", "auth.step_up", "profile.add_passkey"}
)
"""The functions, by folder and module, that verify signatures which others have made: passkeys and providers."""
ACCOUNT_AREAS = ("admin", "auth", "profile")
"""The areas whose functions have passwords and second factors to deal with; all others are shown access tokens."""


class Artifact(StrEnum):
    """An artifact."""

    COMMON = "common"
    ACCOUNTS = "accounts"
    CRYPTOGRAPHY = "cryptography"

    @property
    def lock(self) -> str:
        """The file in which its dependencies are locked (``make lock``)."""
        return "requirements-cryptography.txt" if self is Artifact.CRYPTOGRAPHY else "requirements.txt"


def artifact_of(function: str) -> Artifact:
    """Return the artifact of a function: ``auth.login``, by folder and module."""
    return artifact_of_resource(_logical_id(function))


def artifact_of_resource(logical_id: str) -> Artifact:
    """Return the same by the function's logical id in the template, which is made of its name: AuthLoginFunction."""
    if logical_id in map(_logical_id, NEED_CRYPTOGRAPHY):
        return Artifact.CRYPTOGRAPHY
    is_of_accounts = logical_id.startswith(tuple(area.title() for area in ACCOUNT_AREAS))
    return Artifact.ACCOUNTS if is_of_accounts else Artifact.COMMON


def _logical_id(function: str) -> str:
    return f"{function.replace('.', '_').title().replace('_', '')}Function"
