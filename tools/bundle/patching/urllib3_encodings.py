"""urllib3 without Zstandard, which it loads wherever it is installed, and then asks servers for.

Snapshots are compressed with it; pictures, which are sent with urllib3, are not.

Gain: 7.5 M of a cold upload of a picture.
"""

from __future__ import annotations

from tools.bundle.patching.edits import replaced
from tools.bundle.patching.tree import Tree

_ABSENT = "        raise ImportError\n"


def apply(tree: Tree) -> None:
    """Let the package look absent to urllib3 alone."""
    tree.edit("urllib3/response.py", replaced("        from backports import zstd\n", _ABSENT))
    tree.edit(
        "urllib3/util/request.py",
        replaced("        from backports import zstd as _unused_module_zstd  # noqa: F401\n", _ABSENT),
    )
