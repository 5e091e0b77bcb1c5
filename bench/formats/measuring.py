"""What reading and writing made-up cards takes: instructions, CPU and memory, ours and others'."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.cachegrind import instructions_in, require_valgrind
from bench.formats.made_up_cards import made_up_cards
from bench.targets import installed

ROOT = Path(__file__).parents[2]
CARDS = 25_000
STREAMED_CARDS = 100_000
COUNTED_CARDS, FEW_CARDS = 510, 10
"""Instructions are counted for as many cards, less those for a few: what starting takes does not count."""
ROUNDS = 3
ICAL_JS = "ical.js@2.2.1"
Json = dict[str, Any]
Command = Sequence[str]


def measured(tell: Callable[[str], object]) -> Json:
    """Return the figures, announcing each step. Raises ValgrindMissingError."""
    require_valgrind()
    with TemporaryDirectory() as folder:
        files = {count: _file(Path(folder), count) for count in (FEW_CARDS, COUNTED_CARDS, CARDS, STREAMED_CARDS)}
        ours, theirs, in_node = _ours(), _with_vobject(), _with_ical(tell)
        tell("Counting instructions ...")
        figures: Json = {
            "instructions": {
                name: {what: _instructions(command, files, options) for what, options in _WHAT.items()}
                for name, command in (("ours", ours), ("vobject", theirs))
            }
        }
        tell(f"Reading and writing {CARDS:,} cards ...")
        figures["cpu"], figures["rounds"] = cpu(files[CARDS], in_node), ROUNDS
        tell(f"Reading {STREAMED_CARDS:,} cards ...")
        figures["streamed"] = _run(ours, files[STREAMED_CARDS], ())
        return {**figures, "bytes": {str(count): file.stat().st_size for count, file in files.items()}}


def cpu(file: Path, in_node: Command | None) -> Json:
    """Return the CPU that our programs, the least ones and ical.js, if it is there, take for reading and writing.

    The programs take turns, so whatever else the machine does meets all of them.
    """
    both = {"ours": _ours(), "bare contact": _script("bare_contact.py"), **({"ical.js": in_node} if in_node else {})}
    read = {**both, "our properties": (*_ours(), "--properties"), "bare pass": _script("bare_pass.py")}
    return {what: _cpu(commands, file, _WHAT[what]) for what, commands in (("read", read), ("read and write", both))}


_WHAT: dict[str, Command] = {"read": (), "read and write": ("--write",)}


def _file(folder: Path, count: int) -> Path:
    file = folder / f"{count}.vcf"
    with file.open("w", encoding="utf-8", newline="") as text:
        text.writelines(made_up_cards(count))
    return file


def _ours() -> Command:
    return (sys.executable, "-m", "bench.formats.with_ours", "FILE")


def _script(name: str) -> Command:
    """Return how to run a program that needs nothing of ours."""
    return (sys.executable, str(ROOT / "bench/formats" / name), "FILE")


def _with_vobject() -> Command:
    """Return how to run vobject: by this interpreter, with a folder of its own."""
    return (sys.executable, str(ROOT / "bench/formats/with_vobject.py"), str(installed("vobject", ROOT)), "FILE")


def _with_ical(tell: Callable[[str], object]) -> Command | None:
    """Return how to run ical.js, after installing it; None where there is no node, or no registry of its packages."""
    if not (shutil.which("node") and shutil.which("npm")):
        tell("ical.js is left out: it needs node and npm.")
        return None
    folder = ROOT / ".build" / "bench" / "node"
    install = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), ICAL_JS)
    if subprocess.run(install, capture_output=True, check=False).returncode:
        tell(f"ical.js is left out: {ICAL_JS} could not be installed.")
        return None
    module = folder / "node_modules/ical.js/dist/ical.js"
    return ("node", str(ROOT / "bench/formats/with_ical.js"), "FILE", str(module))


def _run(command: Command, file: Path, options: Command, under: Command = ()) -> Json:
    """Run a command over a file of cards, and return what it says."""
    filled = [str(file) if each == "FILE" else each for each in command]
    process = subprocess.run([*under, *filled, *options], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    figures: Json = json.loads(process.stdout)
    return figures


def _instructions(command: Command, files: dict[int, Path], options: Command) -> float:
    """Return the instructions for one card."""
    with TemporaryDirectory() as folder:
        counts = []
        for count in (COUNTED_CARDS, FEW_CARDS):
            output = Path(folder) / f"{count}.out"
            under = ("valgrind", "--quiet", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={output}")
            _run(command, files[count], options, under)
            counts.append(instructions_in(output.read_text(encoding="utf-8", errors="replace")))
    return (counts[0] - counts[1]) / (COUNTED_CARDS - FEW_CARDS)


def _cpu(commands: dict[str, Command], file: Path, options: Command) -> Json:
    """Return the CPU of each, in seconds: the median of some rounds, in which they take turns."""
    rounds = [{name: _run(command, file, options) for name, command in commands.items()} for _ in range(ROUNDS)]
    return {
        name: {"cards": rounds[0][name]["cards"], "cpu_s": median(each[name]["cpu_s"] for each in rounds)}
        for name in commands
    }
