"""The bytecode of phonenumbers' regions in one file: of 250 small ones, half of the zipped size would be headers.

Gain: 173 kB of the zip file; it costs 0.6 M of a cold create.
"""

from __future__ import annotations

import ast

from tools.bundle.patching import region_compiler
from tools.bundle.patching.tree import EditError, Tree


def apply(tree: Tree) -> None:
    """Pack the regions, and make phonenumbers load them from that file."""
    if not tree.folders:
        if not list(tree.path.glob("phonenumbers/data/region_UA.py")):
            raise EditError("there is no phonenumbers/data/region_UA.py")
        tree.edit("phonenumbers/data/__init__.py", _loading_from_one_file)
        tree.run(region_compiler, str(tree.path / "phonenumbers" / "data"))


_LOAD_REGION = f"""
def _load_region(code):
    import marshal
    from pathlib import Path
    regions = marshal.loads((Path(__file__).parent / "{region_compiler.REGIONS}").read_bytes())
    exec(marshal.loads(regions[str(code)]), {{"__name__": f"{{__name__}}.region_{{code}}", "__package__": __name__}})
"""


def _loading_from_one_file(source: str) -> str:
    tree = ast.parse(source)
    places = [
        n for n, node in enumerate(tree.body) if isinstance(node, ast.FunctionDef) and node.name == "_load_region"
    ]
    if len(places) != 1:
        raise EditError(f"it defines _load_region {len(places)} times")
    tree.body[places[0] : places[0] + 1] = ast.parse(_LOAD_REGION).body
    return ast.unparse(tree)
