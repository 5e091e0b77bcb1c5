"""Time zones in one file: of six hundred small ones, half of the zipped size is headers. See ``packed_zones``.

Gain: 180 kB of the zip file.
"""

from __future__ import annotations

import marshal
import shutil

from tools.bundle.patching import packed_zones
from tools.bundle.patching.tree import EditError, Tree

_FORMAT = 2  # of marshal; every supported Python reads it


def apply(tree: Tree) -> None:
    """Pack tzdata's folders, and replace the package by the module that unpacks them."""
    package = tree.path / "tzdata" / "zoneinfo"
    if not (package / "Europe" / "Kyiv").is_file():
        raise EditError("tzdata has no file zoneinfo/Europe/Kyiv")
    folders = {}
    for folder in sorted(path for path in package.rglob("*") if path.is_dir()):
        zones = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
        # Similar zones are adjacent, so that they compress well.
        folders[folder.relative_to(package).as_posix()] = dict(sorted(zones.items(), key=lambda each: each[::-1]))
    for folder in [path for path in package.iterdir() if path.is_dir()]:
        shutil.rmtree(folder)
    (package / packed_zones.ZONES).write_bytes(marshal.dumps(folders, _FORMAT))
    shutil.copy(packed_zones.__file__, package / "__init__.py")
