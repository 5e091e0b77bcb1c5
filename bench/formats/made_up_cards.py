"""Cards of people who do not exist, as programs of the past twenty years have written them: made by rule from a seed.

Most are vCard 3.0; some are 2.1 with quoted-printable. They have item groups, folded notes, escapes, photos, Cyrillic
and Chinese names, and properties that only their program knows.
"""

from __future__ import annotations

import quopri
from base64 import b64encode
from collections.abc import Iterator

from bench.search.chance import Chance

_FIRST = (
    "Ann",
    "Bob",
    "José",
    "Olena",
    "Олена",
    "Тарас",
    "Zoë",
    "李",
    "王",
    "Jürgen",
    "Siân",
    "Nguyễn",
    "Mary Ann",
    "Ali",
)
_LAST = (
    "Example",
    "O'Neil",
    "van der Harten",
    "Шевченко",
    "Коваль",
    "伟",
    "Müller",
    "Smith-Jones",
    "García Paz",
    "Sample",
)
_CITIES = ("Rome", "Kyiv", "Київ", "Zürich", "São Paulo", "東京", "Springfield", "Łódź")
_WORDS = (
    "met", "at", "the", "fair,", "likes", "tea;", "call", "after", "six.", "Зустріч", "у", "вівторок", "\\", "see",
    "Example", "&", "Sons,", "Inc.", "会议", "next", "to", "the", "station",
)  # fmt: skip
_LABELS = ("Zweithandy", "_$!<Mobile>!$_", "summer house", "_$!<HomePage>!$_", "school", "Büro")
_TYPES = ("HOME", "WORK", "CELL", "CELL,VOICE", "HOME,FAX", "WORK,pref", "MAIN")


def made_up_cards(count: int, *, seed: int = 20_261) -> Iterator[str]:
    """Yield the texts of so many cards, each with CRLF."""
    chance = Chance(seed)
    for number in range(count):
        is_old = chance.random() < 0.03
        lines = _old_card(chance, number) if is_old else _card(chance, number)
        yield "".join(["BEGIN:VCARD\r\n", *lines, "END:VCARD\r\n"])


def _card(chance: Chance, number: int) -> Iterator[str]:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    yield "VERSION:3.0\r\n"
    yield _folded(f"PRODID:-//Example Corp.//Address Book {number % 9}.{number % 7}//EN")
    yield f"UID:{chance.getrandbits(128):032x}\r\n"
    yield _folded(f"N:{last};{first};{chance.choice(('', 'Q.', 'Мар'))};{chance.choice(('', 'Dr.'))};")
    yield _folded(f"FN:{first} {last}")
    yield from _reached(chance, number)
    yield from _places(chance)
    if chance.random() < 0.6:
        yield _folded(f"NOTE:{_note(chance)}")
    yield from _rest(chance, number)


def _reached(chance: Chance, number: int) -> Iterator[str]:
    has_groups = chance.random() < 0.35
    for index in range(chance.randint(1, 3)):
        yield f"TEL;TYPE={chance.choice(_TYPES)}:+1 (202) 555-{number % 10_000:04}\r\n"
        kind = chance.choice(("HOME", "WORK", "pref"))
        yield f"EMAIL;type=INTERNET;type={kind}:person{number}.{index}@example.com\r\n"
        if has_groups:
            group = f"item{index + 1}"
            value = chance.choice((f"TEL:+44 20 7946 {number % 1_000:04}", f"URL:https\\://example.com/{index}"))
            yield f"{group}.{value}\r\n"
            yield f"{group}.X-ABLabel:{chance.choice(_LABELS)}\r\n"
    yield f"URL:https://example.com/people/{number}?a=1\\,2\r\n"
    if chance.random() < 0.3:
        yield f"X-SOCIALPROFILE;type=twitter;x-user=person{number}:https://social.example/person{number}\r\n"
        yield f"IMPP;X-SERVICE-TYPE=Jabber:xmpp:person{number}@example.com\r\n"


def _places(chance: Chance) -> Iterator[str]:
    for kind in ("HOME", "WORK")[: chance.randint(0, 2)]:
        city = chance.choice(_CITIES)
        street, code = f"{chance.randint(1, 300)} Main Street\\nBuilding {kind}", chance.randint(10_000, 99_999)
        yield _folded(f"ADR;TYPE={kind}:;;{street};{city};;{code};Italy")
    if chance.random() < 0.5:
        yield _folded(f"ORG:Example\\, {chance.choice(_LAST)} & Co;Sales;{chance.choice(_CITIES)}")
        yield "TITLE:Head of Sales\r\n"


def _rest(chance: Chance, number: int) -> Iterator[str]:
    if chance.random() < 0.5:
        yield f"BDAY:{chance.randint(1930, 2015)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}\r\n"
    elif chance.random() < 0.2:
        yield "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\n"
    if chance.random() < 0.4:
        yield "CATEGORIES:friends,work,Łódź\r\n"
    if chance.random() < 0.02:
        yield _folded(
            f"PHOTO;ENCODING=b;TYPE=JPEG:{b64encode(chance.randbytes(chance.randint(4_000, 30_000))).decode()}"
        )
    yield f"X-EXAMPLE-ID;X-KIND=internal:{number}\r\n"
    yield f"REV:2025-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z\r\n"


def _old_card(chance: Chance, number: int) -> Iterator[str]:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    yield "VERSION:2.1\r\n"
    yield f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted(f'{last};{first};;;')}\r\n"
    yield f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted(f'{first} {last}')}\r\n"
    yield f"TEL;CELL;VOICE:+1202555{number % 10_000:04}\r\n"
    yield f"EMAIL;INTERNET:person{number}@example.com\r\n"
    yield f"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{_quoted(_note(chance))}\r\n"


def _note(chance: Chance) -> str:
    words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(3, 60)))
    return words.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace(". ", ".\\n")


def _quoted(text: str) -> str:
    return quopri.encodestring(text.encode(), quotetabs=False).decode().replace("\n", "\r\n")


def _folded(line: str) -> str:
    """Return a line folded to 75 characters, as most programs do it: by characters, not by octets."""
    pieces = [line[start : start + 74] for start in range(0, len(line), 74)]
    return "\r\n ".join(pieces) + "\r\n"
