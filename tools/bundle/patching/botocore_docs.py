"""Methods of botocore's clients have no docstrings, which it would write from descriptions that are reduced anyway.

Gain: 46 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.patching.edits import rewritten
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Keep of what writes manuals the hooks that clients are made with."""
    tree.edit("botocore/docs/__init__.py", rewritten(""))
    tree.edit("botocore/docs/docstring.py", rewritten(_NO_DOCSTRINGS))
    tree.remove("botocore/docs/[!_du]*.py", "botocore/docs/bcdoc")


_NO_DOCSTRINGS = """
def _nothing(*_, **__):
    return None

ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _nothing
"""
