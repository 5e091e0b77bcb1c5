"""PyJWT without cryptography, unless that was imported before.

PyJWT imports it wherever it is installed, also to verify an HMAC. Whoever verifies or makes signatures with key pairs
imports it first (``shared/adapters/identity_providers/public_keys.py``). For all others PyJWT is what it is where
cryptography is not installed: it knows HMAC, and refuses every other algorithm.

Gain: 160 M of a cold second step of a sign-in.
"""

from __future__ import annotations

from tools.bundle.patching.edits import combined, replaced
from tools.bundle.patching.tree import Edit, Tree


def apply(tree: Tree) -> None:
    """Let the two modules that try to import cryptography take it for missing until somebody has imported it."""
    tree.edit("jwt/algorithms.py", _unless_imported("from cryptography import x509\n"))
    tree.edit("jwt/utils.py", combined(_SYS, _unless_imported("from cryptography.hazmat.primitives.asymmetric.ec ")))


def _unless_imported(first_import: str) -> Edit:
    return replaced(
        f"try:\n    {first_import}",
        "try:\n"
        '    if "cryptography" not in sys.modules:\n'
        '        raise ModuleNotFoundError("nobody has imported cryptography")\n'
        f"    {first_import}",
    )


_SYS = replaced("import re\n", "import re\nimport sys\n")
