"""Records what the functions answer now: ``python -m tests.recorded [--world]``.

Whoever changes what a function answers records again, and reads the difference before committing it. ``--world``
makes the world anew as well, which changes every id; it is needed only when stored data gets another form.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.instructions import COUNTED_BCRYPT_ROUNDS
from bench.targets import ROOT, Artifacts, built_artifacts
from bench.world import inhabited
from tests.recorded.replaying import ANSWERS, WORLD, RecordedWorld, replay, served


def main() -> int:
    """Record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", action="store_true")
    asked = parser.parse_args()
    with built_artifacts() as artifacts, TemporaryDirectory() as folder:
        if asked.world:
            make_world(artifacts, Path(folder, "made"))
        world = RecordedWorld.read()
        with served(world, Path(folder)) as aws, ThreadPoolExecutor(2) as pool:
            names = list(world.events)
            found = pool.map(lambda name: replay(world, artifacts, ROOT, aws, name), names)
            write(ANSWERS, dict(zip(names, found, strict=True)))
    return 0


def make_world(artifacts: Artifacts, folder: Path) -> None:
    """Make the world of the bench, and keep it."""
    with inhabited(ROOT, artifacts, folder, bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (_, world):
        pass
    write(WORLD, {"snapshot": json.loads(world.snapshot.read_bytes()), "events": world.events})


def write(path: Path, content: Any) -> None:
    """Write a file with one line for each part that a difference should name."""
    path.write_text("".join(_lines(content, 0)) + "\n", encoding="utf-8")


def _lines(value: Any, depth: int) -> Iterator[str]:
    if depth == 4 or not isinstance(value, dict | list) or not value:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return
    parts = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    start, end = "{}" if isinstance(value, dict) else "[]"
    yield start
    for index, (name, part) in enumerate(parts):
        yield ("," if index else "") + "\n" + " " * depth + (f"{json.dumps(name)}:" if name is not None else "")
        yield from _lines(part, depth + 1)
    yield end


if __name__ == "__main__":
    sys.exit(main())
