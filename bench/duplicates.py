"""Measures how well and how fast duplicates are found: ``python -m bench.duplicates``, about a minute on one core.

For each published seed, a made-up book of 25,000 contacts: precision and recall, CPU time by step, and peak memory of
a process of its own. Writes bench/duplicates.json and docs/duplicates.md. The weights of the comparison were found with
other seeds.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.made_up_book import MadeUpBook, made_up_book
from shared.domain.contacts.similarity.blocking import candidates
from shared.domain.contacts.similarity.grouping import grouped
from shared.domain.contacts.similarity.traits import traits_of
from tools.docs.markdown import table

PUBLISHED_SEEDS = (20_261, 20_262, 20_263)
BOOK_SIZE = 25_000
ROOT = Path(__file__).parents[1]
RESULTS, PAGE = "bench/duplicates.json", "docs/duplicates.md"
_TEXT = Path(__file__).with_name("duplicates.md.in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What was found in a book: ``known`` pairs are those that there are, ``pairs`` those that were compared."""

    contacts: int
    known: int
    found: int
    right: int
    pairs: int
    inside: int
    """How many of the known pairs were compared."""

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the known pairs that was found."""
        return self.right / self.known if self.known else 1.0


def quality_of(book: MadeUpBook, *, found: frozenset[tuple[str, str]] | None = None) -> Quality:
    """Return how well the duplicates of a book are found, or how good the pairs are that are given."""
    traits = [traits_of(contact) for contact in book.contacts]
    blocked = candidates(traits)
    if found is None:
        groups = grouped(traits, blocked.pairs, common=blocked.common, is_dismissed=lambda _one, _other: False)
        found = frozenset(pair for group in groups for pair in combinations(group.contact_ids, 2))
    ids = [sorted((traits[one].contact_id, traits[other].contact_id)) for one, other in blocked.pairs]
    return Quality(
        contacts=len(book.contacts),
        known=len(book.pairs),
        found=len(found),
        right=len(found & book.pairs),
        pairs=len(blocked.pairs),
        inside=len({(one, other) for one, other in ids} & book.pairs),
    )


def measured(seed: int) -> dict[str, Any]:
    """Return the figures of one seed; memory is that of this process, with the book alone and at its peak."""
    book = made_up_book(BOOK_SIZE, seed=seed)
    book_mb = _peak_mb()
    started = time.process_time()
    traits = [traits_of(contact) for contact in book.contacts]
    read = time.process_time()
    blocked = candidates(traits)
    paired = time.process_time()
    grouped(traits, blocked.pairs, common=blocked.common, is_dismissed=lambda _one, _other: False)
    done = time.process_time()
    peak_mb = _peak_mb()
    quality = quality_of(book)
    return {
        "seed": seed,
        **asdict(quality),
        "precision": round(quality.precision, 4),
        "recall": round(quality.recall, 4),
        "traits_cpu_s": round(read - started, 2),
        "blocking_cpu_s": round(paired - read, 2),
        "grouping_cpu_s": round(done - paired, 2),
        "cpu_s": round(done - started, 2),
        "book_mb": round(book_mb, 1),
        "peak_mb": round(peak_mb, 1),
    }


def page(results: dict[str, Any]) -> str:
    """Return the text of docs/duplicates.md."""
    rows = [
        [
            str(each["seed"]),
            f"{each['contacts']:,}",
            f"{each['known']:,}",
            f"{each['precision']:.3f}",
            f"{each['recall']:.3f}",
            f"{each['pairs']:,}",
            f"{each['inside'] / each['known']:.3f}",
            f"{each['cpu_s']:.1f}",
            f"{each['peak_mb']:.0f} ({each['peak_mb'] - each['book_mb']:+.0f})",
        ]
        for each in results["seeds"]
    ]
    header = ["seed", "contacts", "pairs of one person", "precision", "recall", "pairs compared", "known among them",
              "CPU, s", "memory, MB"]  # fmt: skip
    return _TEXT.read_text(encoding="utf-8").format(
        figures=table(header, rows), python=results["python"], architecture=results["architecture"]
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main(arguments: list[str]) -> int:
    """Measure each seed in a process of its own, write the results, and return the exit status."""
    if arguments:
        print(json.dumps(measured(int(arguments[0]))))
        return 0
    runs = [
        subprocess.run([sys.executable, "-m", "bench.duplicates", str(seed)], cwd=ROOT, capture_output=True, check=True)
        for seed in PUBLISHED_SEEDS
    ]
    results = {
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "seeds": [json.loads(run.stdout) for run in runs],
    }
    (ROOT / RESULTS).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    (ROOT / PAGE).write_text(page(results), encoding="utf-8")
    print(f"{RESULTS} and {PAGE} are written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
