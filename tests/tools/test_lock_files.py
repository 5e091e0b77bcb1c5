"""Lock files as pip reads them, and as `make lock` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.lock_files import LockedPackage, locked_packages, normal_name

A, B = 64 * "a", 64 * "b"
LOCK = f"""\
# comments name no packages: nothing==1
Some_Package[extra]==1.2.3 ; python_version < "3.12" \\
    --hash=sha256:{B} \\
    --hash=sha256:{A}
    # via another==4
other.package==2.0
"""


def test_versions_and_hashes_are_read() -> None:
    assert list(locked_packages(LOCK)) == [
        LockedPackage(name="some-package", version="1.2.3", hashes=(A, B)),
        LockedPackage(name="other-package", version="2.0", hashes=()),
    ]


@pytest.mark.parametrize("name", ["Some_Package", "some.package", "some-_.package"])
def test_names_have_one_spelling(name: str) -> None:
    assert normal_name(name) == "some-package"


def test_everything_that_is_deployed_is_pinned_with_hashes(root: Path) -> None:
    packages = list(locked_packages((root / "requirements.txt").read_text(encoding="utf-8")))
    assert {"fastapi", "mangum", "pynamodb"} <= {each.name for each in packages}
    assert all(each.hashes for each in packages)
