"""What other programs read of the cards that we write, beside what is in the cards.

    mkdir /tmp/readers && npm install --prefix /tmp/readers ical.js@2.2.1 vcard4@4.0.5
    python3 -m venv /tmp/readers/venv && /tmp/readers/venv/bin/pip install khard==0.22.0 vobject==0.9.9
    apt-get install php-cli php-sabre-vobject libez-vcard-java libvinnie-java openjdk-17-jdk-headless
    apt-get install libkf5contacts-dev g++
    .venv/bin/python -m findings.what_others_read /tmp/readers [--show]

Cards of every kind (tests/corpus/cards, and those in the folder CARDS) are written in a profile, read by a program that
knows its version, and compared: names, numbers, addresses, organizations, titles, notes, links, nicknames and tags,
blind to blanks. Programs that are not installed are left out. ``--show`` prints each difference. docs/formats.md has
the results, and explains them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.domain.cards.card import Card
from shared.domain.cards.names import derived_name, street_of_parts, values_of
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import PROFILES
from shared.domain.cards.writing.writer import write_card
from tests.support.cards_of_others import card_files

_HERE = Path(__file__).parent / "card_readers"
_MADE_UP = Path(__file__).parents[1] / "tests/corpus/cards"
_KCONTACTS = (
    "g++ -fPIC -std=c++17 -o {program} {source} -I/usr/include/KF5/KContacts -I/usr/include/KF5/KCoreAddons"
    " -I/usr/include/KF5 -I/usr/include/x86_64-linux-gnu/qt5 -I/usr/include/x86_64-linux-gnu/qt5/QtCore"
    " -I/usr/include/x86_64-linux-gnu/qt5/QtGui -lKF5Contacts -lQt5Gui -lQt5Core"
)
_ALL_3_0 = ("compatible", "apple")
_ALL_4_0 = ("plain", "standard")
PROFILES_OF = {
    "vobject": ("compatible",),
    "khard": ("compatible",),
    "ical.js": (*_ALL_3_0, *_ALL_4_0),
    "vcard4": ("plain",),
    "sabre/vobject": _ALL_3_0,
    "ez-vcard": (*_ALL_3_0, *_ALL_4_0, "old-phones"),
    "KContacts": (*_ALL_3_0, "plain"),
}
_JOINED = frozenset({"CATEGORIES", "N", "NICKNAME", "ORG"})
"""Properties whose values programs may show in one text."""
Facts = dict[str, list[str]]


def commands(folder: Path) -> Mapping[str, Sequence[str]]:
    """Return how each program is run; the name of the file follows."""
    python, node = str(folder / "venv/bin/python"), str(_HERE / "in_node.mjs")
    java = "/usr/share/java/ez-vcard.jar:/usr/share/java/vinnie.jar"
    return {
        "vobject": (python, str(_HERE / "vobject_or_khard.py")),
        "khard": (python, str(_HERE / "vobject_or_khard.py"), "--khard"),
        "ical.js": ("node", node, str(folder / "node_modules"), "ical.js"),
        "vcard4": ("node", node, str(folder / "node_modules"), "vcard4"),
        "sabre/vobject": ("php", "-d", "include_path=/usr/share/php", str(_HERE / "sabre.php")),
        "ez-vcard": ("java", "-cp", java, str(_HERE / "EzVcard.java")),
        "KContacts": (str(folder / "kcontacts"),),
    }


def facts_of(card: Card) -> Facts:
    """Return what a reader should say of a card, by the names of properties."""
    details = card.details
    parts = ("last_name", "first_name", "middle_name", "prefix", "suffix")
    places = ("po_box", "extended", "city", "region", "postal_code", "country")
    return {
        "FN": [details.display_name or derived_name(details)],
        "N": [text for part in parts for text in values_of(details, part)],
        "TEL": [phone.value for phone in details.phones],
        "EMAIL": [email.value for email in details.emails],
        "URL": [url.value for url in details.urls],
        "ADR": [
            text
            for each in details.addresses
            for text in (each.street or street_of_parts(each), *(getattr(each, place) for place in places))
        ],
        "ORG": [
            text for each in details.organizations for text in (each.name, *(each.departments or (each.department,)))
        ],
        "TITLE": [each.title for each in details.organizations],
        "NOTE": [details.notes],
        "NICKNAME": [*values_of(details, "nickname")],
        "CATEGORIES": [*card.tags],
    }


def missing(expected: Facts, found: object) -> Iterator[tuple[str, str]]:
    """Yield the property and text of everything that a program does not say."""
    if not isinstance(found, dict):
        yield "refused", str(found)
        return
    for name, texts in expected.items():
        read = [plain(text) for text in found.get(name, ())]
        known = "\n".join(read) if name in _JOINED else read
        yield from ((name, text) for text in texts if plain(text) and plain(text) not in known)


def plain(text: str) -> str:
    """Return a text without what programs may change: blanks, ``tel:``, and how a comma is written in an address."""
    text = "".join(str(text).split()).removeprefix("tel:").replace(";ext=", "ext.")
    return text.replace("%2C", ",").replace("%3B", ";")


def main(folder: Path, *, show: bool) -> int:
    """Print a line for every program and profile; return how many have differences."""
    paths = chain(card_files(), sorted(_MADE_UP.iterdir()))
    cards = [read.card for path in paths for read in read_vcards(path.read_bytes())]
    program = folder / "kcontacts"
    build = _KCONTACTS.format(program=program, source=_HERE / "kcontacts.cpp")
    subprocess.run(build.split(), check=False, capture_output=not show)  # noqa: S603
    differing = 0
    for name, command in commands(folder).items():
        for profile in PROFILES_OF[name]:
            found = _read_by(command, [write_card(card, PROFILES[profile]).text for card in cards])
            if found is None:
                print(f"{name}: not installed")  # noqa: T201
                break
            lost = [[*missing(facts_of(card), each)] for card, each in zip(cards, found, strict=True)]
            kinds = Counter(property_name for each in lost for property_name, _ in each)
            differing += bool(kinds)
            print(f"{name}, {profile}: {sum(not each for each in lost)} of {len(cards)} equal", dict(kinds))  # noqa: T201
            if show:
                print("\n".join(f"    {number}: {each}" for number, each in enumerate(lost) if each))  # noqa: T201
    return differing


def _read_by(command: Sequence[str], texts: Sequence[str]) -> list[object] | None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cards.vcf"
        file.write_bytes("".join(texts).encode())
        try:
            done = subprocess.run(  # noqa: S603
                [*command, str(file)], capture_output=True, check=True, timeout=300
            )
        except (OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{error}\n{getattr(error, 'stderr', b'').decode()[:500]}\n")
            return None
    found: list[object] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), show="--show" in sys.argv))
