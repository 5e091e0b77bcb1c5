"""Methods of dataclasses compiled with the artifact; ``shared/compiled_ahead.py`` supplies them.

The standard library generates their source and compiles it at every import of a class.

Gain: 251.2 M of a cold GET, 251.0 M of a cold create; it costs 63 kB of the zip file.
"""

from __future__ import annotations

from shared.compiled_ahead import METHODS
from tools.bundle.patching import method_compiler
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Add to the tree's table the methods that dataclasses generates for its classes, or for those in its folders."""
    tree.run(method_compiler, str(tree.path), str(tree.path / METHODS), *tree.folders)
