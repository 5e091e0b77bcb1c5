"""Serves time zones out of one file: in an artifact this is ``tzdata/zoneinfo/__init__.py``.

Six hundred files of a few hundred bytes cost more in the headers of a ZIP file than they hold, and are no longer alike
to a compressor. ``zoneinfo`` asks for the resource ``Kyiv`` of the package ``tzdata.zoneinfo.Europe``
(https://docs.python.org/3/library/importlib.resources.abc.html): such packages are made up here.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

ZONES = "zones.marshal"
"""Zones by folder and name, beside this module; those that stand in no folder remain files."""


class Folder:
    """Loads a package, and has its resources."""

    def __init__(self, zones: Mapping[str, bytes]) -> None:
        self._zones = zones

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Have the usual module made."""

    def exec_module(self, module: ModuleType) -> None:
        """Put nothing into it."""

    def get_resource_reader(self, _name: str) -> Folder:
        """Return what has its resources."""
        return self

    def files(self) -> Folder:
        """Return its folder."""
        return self

    def joinpath(self, name: str) -> Zone:
        """Return a zone of the folder, or what becomes an error when it is opened."""
        return Zone(name, self._zones.get(name))

    __truediv__ = joinpath


class Zone:
    """A file of a time zone, as RFC 9636 has it."""

    def __init__(self, name: str, content: bytes | None) -> None:
        self.name = name
        self._content = content

    def is_dir(self) -> bool:
        """Say no."""
        return False

    def is_file(self) -> bool:
        """Say whether there is such a zone."""
        return self._content is not None

    def open(self, _mode: str = "rb") -> BytesIO:
        """Open it, in binary. Raises FileNotFoundError."""
        if self._content is None:
            raise FileNotFoundError(self.name)
        return BytesIO(self._content)


def provide(package: str, path: Path) -> None:
    """Make up the packages below ``package`` for the folders of the file ``path``."""
    for folder, zones in marshal.loads(path.read_bytes()).items():  # noqa: S302 - ships with this module
        name = ".".join((package, *folder.split("/")))
        loader: Any = Folder(zones)
        sys.modules[name] = module_from_spec(ModuleSpec(name, loader, is_package=True))


if __name__ == "tzdata.zoneinfo":
    provide(__name__, Path(__file__).with_name(ZONES))
