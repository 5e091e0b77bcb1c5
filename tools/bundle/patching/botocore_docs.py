"""Botocore clients without docstrings, which botocore would write from descriptions that ``aws_models`` reduces anyway.

Gain: 46 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.patching.edits import rewritten
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Remove the documentation writers, except the hooks that the creation of a client calls."""
    tree.edit("botocore/docs/__init__.py", rewritten(""))
    tree.edit("botocore/docs/docstring.py", rewritten(_NO_DOCSTRINGS))
    tree.remove("botocore/docs/[!_du]*.py", "botocore/docs/bcdoc")


_NO_DOCSTRINGS = """
def _nothing(*_, **__):
    return None

ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _nothing
"""
