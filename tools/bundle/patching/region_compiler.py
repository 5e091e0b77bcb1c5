"""Compile phonenumbers' regions into one file; see ``phone_regions``.

The interpreter that they are for runs this program, which may import only the standard library:
``python -X no_debug_ranges region_compiler.py FOLDER``.
"""

from __future__ import annotations

import marshal
import sys
from pathlib import Path

REGIONS = "regions.marshal"
"""The marshalled code of each region's module, by region or country code."""


def compile_regions(folder: Path) -> None:
    """Replace every ``region_*.py`` of a folder by one file with their bytecode. Raises SyntaxError."""
    regions = {}
    for path in sorted(folder.glob("region_*.py")):
        code = compile(path.read_bytes(), path.name, "exec", dont_inherit=True, optimize=2)  # without docstrings
        regions[path.stem.removeprefix("region_")] = marshal.dumps(code)
        path.unlink()
    (folder / REGIONS).write_bytes(marshal.dumps(regions))


if __name__ == "__main__":
    compile_regions(Path(sys.argv[1]))
