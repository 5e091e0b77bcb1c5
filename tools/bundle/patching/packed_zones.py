"""Time zones read from one file. In an artifact, this module is ``tzdata/zoneinfo/__init__.py``.

In a zip file, the headers of six hundred files of a few hundred bytes take more room than their contents, and what the
files have in common is not compressed. ``zoneinfo`` asks for the resource ``Kyiv`` of the package
``tzdata.zoneinfo.Europe`` (https://docs.python.org/3/library/importlib.resources.abc.html); this module creates such
packages in memory.
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
"""Zones by folder and name, in a file beside this module; zones outside any folder remain files."""


class Folder:
    """The loader of a package, and its resources."""

    def __init__(self, zones: Mapping[str, bytes]) -> None:
        self._zones = zones

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return None, for a module of the usual kind."""

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module empty."""

    def get_resource_reader(self, _name: str) -> Folder:
        """Return the reader of the package's resources, which is this object."""
        return self

    def files(self) -> Folder:
        """Return the folder of the resources, which is this object."""
        return self

    def joinpath(self, name: str) -> Zone:
        """Return a zone of the folder; if there is none of that name, opening it fails."""
        return Zone(name, self._zones.get(name))

    __truediv__ = joinpath


class Zone:
    """A time zone file (RFC 9636)."""

    def __init__(self, name: str, content: bytes | None) -> None:
        self.name = name
        self._content = content

    def is_dir(self) -> bool:
        """Return False."""
        return False

    def is_file(self) -> bool:
        """Return whether there is such a zone."""
        return self._content is not None

    def open(self, _mode: str = "rb") -> BytesIO:
        """Open the zone in binary mode. Raises FileNotFoundError if there is none."""
        if self._content is None:
            raise FileNotFoundError(self.name)
        return BytesIO(self._content)


def provide(package: str, path: Path) -> None:
    """Create a package below ``package`` for each folder in the file ``path``."""
    for folder, zones in marshal.loads(path.read_bytes()).items():  # noqa: S302 - ships with this module
        name = ".".join((package, *folder.split("/")))
        loader: Any = Folder(zones)
        sys.modules[name] = module_from_spec(ModuleSpec(name, loader, is_package=True))


if __name__ == "tzdata.zoneinfo":
    provide(__name__, Path(__file__).with_name(ZONES))
