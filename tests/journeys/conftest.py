"""One running product for the journeys that neither stop it nor need an empty one; and a world whose days pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import ROOT, RunningProduct, running_product
from tests.support.served_world import ServedWorld, served_world

together = pytest.mark.xdist_group("journeys in one product")
"""The mark of such journeys: one process runs them all, so there is one product."""


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """Yield a product with a demo account, which all these journeys use."""
    with running_product(ROOT, tmp_path_factory.mktemp("product") / "data") as product:
        yield product


@pytest.fixture
def here(root: Path) -> Iterator[ServedWorld]:
    """Yield an empty deployment that is served over HTTP, with a clock that is set by hand."""
    with served_world(root) as here:
        yield here
