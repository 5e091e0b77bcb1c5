"""Bytecode without docstrings and without annotations that nothing reads, and no sources.

Gain: 34.4 M of a cold GET, 35.1 M of a cold create, 3708 kB of the zip file.
"""

from __future__ import annotations

from tools.bundle.bytecode import TASK_ROOT
from tools.bundle.patching import stripping_compiler
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Replace every module by its bytecode."""
    tree.run(stripping_compiler, str(tree.path), TASK_ROOT)
