"""Mangum answers without making the whole request anew, from which it reads the event's version.

Gain: 0.034 M of one more GET.
"""

from __future__ import annotations

from tools.bundle.patching.edits import replaced
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Let it read the version from the event itself."""
    tree.edit("mangum/handlers/api_gateway.py", replaced('self.scope["aws.event"]["version"]', 'self.event["version"]'))
