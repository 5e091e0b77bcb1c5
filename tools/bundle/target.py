"""The Python version and processor architecture of an artifact."""

from __future__ import annotations

import sys
from dataclasses import dataclass

# Lambda's Amazon Linux 2023 has glibc 2.34; wheels for these platforms need no newer one.
_PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
ARCHITECTURES = tuple(_PLATFORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A Python version (``3.13``) on one of Lambda's architectures, or on this machine if ``architecture`` is None."""

    python: str
    architecture: str | None = None

    @classmethod
    def running(cls) -> Target:
        """Return the target that is the running interpreter on this machine."""
        return cls(python=f"{sys.version_info.major}.{sys.version_info.minor}")

    @property
    def key(self) -> str:
        """The name of the target's folder: ``py3.13-arm64``."""
        return f"py{self.python}-{self.architecture or sys.platform}"

    @property
    def wheel_options(self) -> tuple[str, ...]:
        """The options that make ``uv pip install`` choose the target's wheels."""
        if self.architecture is None:
            return ("--python-version", self.python)
        return ("--python-version", self.python, "--python-platform", _PLATFORMS[self.architecture])
