"""Bytecode is without documentation and without annotations that nobody asks for, and dependencies ship no sources.

Gain: 34.4 M of a cold GET, 35.1 M of a cold create, 2332 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.bytecode import TASK_ROOT
from tools.bundle.patching import stripping_compiler
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Put bytecode in the place of every module; beside it for those in the tree's folders."""
    tree.run(stripping_compiler, str(tree.path), TASK_ROOT, *tree.folders)
