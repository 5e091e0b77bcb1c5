"""Feed the readers of contact formats with what atheris makes up: ``make fuzz-readers READER=vcard SECONDS=600``.

No input may raise an error, take longer than ten seconds or more than 2 GB, or make a card that cannot be written. An
input that does is left in ``.build/fuzz/<reader>``, where the inputs that reach new code stay for the next run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from tests.support.cards_of_others import card_files

ROOT = Path(__file__).parents[2]
_TABLES = ROOT / "tests/shared/domain/cards/tables/files"
_CARDS = ROOT / "tests/corpus/cards"
_MAX_LENGTH = 20_000

atheris = import_module("atheris")
with atheris.instrument_imports(include=["shared"]):
    from shared.domain.cards.card import Card, ReadCard
    from shared.domain.cards.fitting import to_draft
    from shared.domain.cards.jcard import jcard_of, read_jcards
    from shared.domain.cards.jscontact.reading import read_card
    from shared.domain.cards.jscontact.writing import write_card as jscontact_of
    from shared.domain.cards.reading.cards import read_vcards
    from shared.domain.cards.tables.ldif_reading import read_whole_ldif
    from shared.domain.cards.tables.reading import read_whole
    from shared.domain.cards.writing.profiles import PROFILES
    from shared.domain.cards.writing.writer import write_card
    from shared.domain.errors import InvalidInputError


def _jcards(content: bytes) -> Iterable[ReadCard]:
    return read_jcards(json.loads(content))


def _jscontact(content: bytes) -> Iterable[ReadCard]:
    return [read_card(json.loads(content))]


READERS: dict[str, Callable[[bytes], Iterable[ReadCard]]] = {
    "vcard": read_vcards,
    "jcard": _jcards,
    "jscontact": _jscontact,
    "csv": lambda content: read_whole(BytesIO(content))[1],
    "ldif": lambda content: read_whole_ldif(BytesIO(content)),
}
_IN_JSON = ("jcard", "jscontact")


def read_and_write(reader: Callable[[bytes], Iterable[ReadCard]], content: bytes) -> None:
    """Read what an input has, and write it in every form. What is no JSON, or no card, may be refused."""
    try:
        cards = [each.card for each in reader(content)]
    except (InvalidInputError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        if isinstance(error, RecursionError) and "json" not in str(error):
            raise
        return
    for card in cards[:20]:
        _write(card)


def _write(card: Card) -> None:
    for profile in PROFILES.values():
        written = write_card(card, profile).text.encode()
        if len([*read_vcards(written)]) != 1:
            raise AssertionError(written)
    json.dumps(jscontact_of(card).members)
    json.dumps(jcard_of(card)[0])
    try:
        to_draft(card)
    except InvalidInputError:  # nothing to show, or far too much
        return


def first_inputs(reader: str) -> Iterator[bytes]:
    """Yield real files, and in other formats what we write of the cards in them."""
    if reader in ("csv", "ldif"):
        yield from (path.read_bytes() for path in sorted(_TABLES.glob(f"*.{reader}")))
        return
    for path in [*card_files(), *sorted(_CARDS.iterdir())]:
        content = path.read_bytes()
        if reader == "vcard":
            yield content
            continue
        for read in read_vcards(content):
            document = jcard_of(read.card)[0] if reader == "jcard" else jscontact_of(read.card).members
            yield json.dumps(document, ensure_ascii=False).encode(errors="replace")


def main() -> None:
    """Run for some seconds; the exit status is that of libFuzzer, which is not 0 after a find."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.readers")
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    folder = ROOT / ".build" / "fuzz" / options.reader
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(first_inputs(options.reader)):
        (inputs / f"first-{number}").write_bytes(content[:_MAX_LENGTH])
    reader = READERS[options.reader]
    limits = [f"-max_total_time={options.seconds}", f"-max_len={_MAX_LENGTH}", "-timeout=10", "-rss_limit_mb=2000"]
    arguments = [sys.argv[0], *limits, f"-artifact_prefix={folder}/", "-print_final_stats=1", str(inputs)]
    atheris.Setup(arguments, lambda content: read_and_write(reader, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
