"""Compiles phonenumbers' regions into one file: see ``phone_regions``.

Run by the interpreter that they are for, which may know nothing but the standard library:
``python -X no_debug_ranges region_compiler.py FOLDER``.
"""

from __future__ import annotations

import marshal
import sys
from pathlib import Path

REGIONS = "regions.marshal"
"""By region, or by country code: the code of its module, marshalled."""


def compile_regions(folder: Path) -> None:
    """Put the bytecode of every ``region_*.py`` of a folder into one file, in their place. Raises SyntaxError."""
    regions = {}
    for path in sorted(folder.glob("region_*.py")):
        code = compile(path.read_bytes(), path.name, "exec", dont_inherit=True, optimize=2)  # without its docstring
        regions[path.stem.removeprefix("region_")] = marshal.dumps(code)
        path.unlink()
    (folder / REGIONS).write_bytes(marshal.dumps(regions))


if __name__ == "__main__":
    compile_regions(Path(sys.argv[1]))
