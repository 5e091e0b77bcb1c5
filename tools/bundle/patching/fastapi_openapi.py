"""The classes of an OpenAPI document become plain ones: ``tools/openapi`` writes the document ahead of time.

Gain: GAIN(fastapi_openapi)
"""

from __future__ import annotations

from tools.bundle.patching.edits import with_plain_models
from tools.bundle.patching.tree import Tree


def apply(tree: Tree) -> None:
    """Keep the names of the classes and their family, and let them check nothing."""
    tree.edit("fastapi/openapi/models.py", with_plain_models)
