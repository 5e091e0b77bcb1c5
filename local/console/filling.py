"""Runs ``local.fill_book`` for the console's button."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

MOST_CONTACTS = 25_000


async def fill_demo_book(data: Path, count: int) -> tuple[bool, str]:
    """Add made-up contacts to the demo account; return whether that was possible, and what the command has said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "local.fill_book", "--data", str(data), "--count", str(count),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, errors = await process.communicate()
    said = (out if process.returncode == 0 else errors).decode(errors="replace").strip()
    return process.returncode == 0, said.splitlines()[-1] if said else ""
