"""Puts hundreds of small files of dependencies into one each: half of what they are in a ZIP file, or less."""

from __future__ import annotations

import ast
import marshal
import shutil
from pathlib import Path

from tools.bundle import packed_zones

_FORMAT = 2  # of marshal; every Python reads it
_PYC_HEADER_BYTES = 16
_LOAD_REGION = """
def _load_region(code):
    import marshal
    from pathlib import Path
    regions = marshal.loads((Path(__file__).parent / "regions.marshal").read_bytes())
    exec(marshal.loads(regions[str(code)]), {"__name__": f"{__name__}.region_{code}", "__package__": __name__})
"""


def pack_zones(dependencies: Path) -> None:
    """Put the time zones of tzdata into one file; see packed_zones."""
    package = dependencies / "tzdata" / "zoneinfo"
    folders = {}
    for folder in sorted(path for path in package.rglob("*") if path.is_dir()):
        zones = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
        # Alike ones stand together, so that they compress.
        folders[folder.relative_to(package).as_posix()] = dict(sorted(zones.items(), key=lambda each: each[::-1]))
    for folder in [path for path in package.iterdir() if path.is_dir()]:
        shutil.rmtree(folder)
    (package / packed_zones.ZONES).write_bytes(marshal.dumps(folders, _FORMAT))
    shutil.copy(packed_zones.__file__, package / "__init__.py")


def prepare_regions(dependencies: Path) -> None:
    """Make phonenumbers look for its regions where pack_regions will have put them."""
    loader = dependencies / "phonenumbers" / "data" / "__init__.py"
    tree = ast.parse(loader.read_bytes())
    (place,) = [
        n for n, each in enumerate(tree.body) if isinstance(each, ast.FunctionDef) and each.name == "_load_region"
    ]
    tree.body[place : place + 1] = ast.parse(_LOAD_REGION).body
    loader.write_text(ast.unparse(tree), encoding="utf-8")


def pack_regions(dependencies: Path) -> None:
    """Put the bytecode of phonenumbers' regions into one file."""
    data = dependencies / "phonenumbers" / "data"
    regions = {}
    for path in sorted(data.glob("region_*.pyc")):
        regions[path.stem.removeprefix("region_")] = path.read_bytes()[_PYC_HEADER_BYTES:]
        path.unlink()
    (data / "regions.marshal").write_bytes(marshal.dumps(regions, _FORMAT))
