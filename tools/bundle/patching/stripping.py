"""Bytecode is without documentation and without annotations that nobody asks for, and dependencies ship no sources.

Gain: GAIN(stripping)
"""

from __future__ import annotations

from tools.bundle.bytecode import TASK_ROOT
from tools.bundle.patching import stripping_compiler
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Put bytecode in the place of every module; beside it for those in the tree's folders."""
    tree.run(stripping_compiler, str(tree.path), TASK_ROOT, *tree.folders)
