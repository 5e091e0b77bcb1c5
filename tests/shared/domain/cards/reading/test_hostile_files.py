"""Files made to be slow: the work grows no faster than they do, and none raises."""

from __future__ import annotations

import pytest

from shared.domain.cards.reading import heads
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.reading.labels import labelled
from tests.support.bounded_work import bounded_work

BEGIN, END = b"BEGIN:VCARD\nVERSION:3.0\nFN:x\n", b"END:VCARD\n"
FILES = {
    "soft line breaks": (b"NOTE;ENCODING=QUOTED-PRINTABLE:", b"=41=\n", b"\n"),
    "folds": (b"NOTE:a\n", b" b\n", b""),
    "parameters": (b"TEL", b";A=b", b":1\n"),
    "types": (b"TEL;TYPE=", b"a,", b":1\n"),
    "quotes": (b'TEL;X="', b'a"b:', b"\n"),
    "open quotes": (b"", b'TEL;X="a:1\n', b""),
    "carets": (b"TEL;X=", b"^n", b":1\n"),
    "semicolons": (b"N:", b"a;", b"\n"),
    "backslashes": (b"N:", b"\\", b"\n"),
    "escaped semicolons": (b"ADR:", b"\\;", b"\n"),
    "groups": (b"", b"a.TEL:1\n", b""),
    "dots": (b"", b"a.", b"TEL:1\n"),
    "doubled names": (b"X-", b"A-", b":1\n"),
    "lines without a colon": (b"NOTE:a\n", b"abc\n", b""),
    "wrong charset": (b"NOTE:a\n", b"\xe4\n", b""),
    "wrong charset, folded": (b"NOTE:a", b"\n \xe4", b"\n"),
    "begins": (b"", b"BEGIN:VCARD\n", b""),
    "agents": (b"", b"AGENT:\nBEGIN:VCARD\n", b""),
    "base64": (b"PHOTO;ENCODING=b:", b"iVBO", b"\n"),
    "alternatives": (b"", b"N;ALTID=1;LANGUAGE=en:a;b\n", b""),
    "ids": (b"", b"EMAIL;PROP-ID=a:b\n", b""),
    "delivery labels": (b"", b"LABEL;HOME:a\nADR;HOME:;;b\n", b""),
    "titles": (b"", b"TITLE;LANGUAGE=a:b\nORG:c\n", b""),
    "digits": (b"BDAY:", b"1", b"\nGEO:1\n"),
}


def forget() -> None:
    """Forget what has been read before, which would make it less work."""
    heads.known_head.cache_clear()
    heads.PLAIN_HEADS.clear()
    labelled.cache_clear()


def calls_allowed(start: bytes, repeated: bytes, end: bytes, times: int) -> int:
    """Return the number of calls that reading a file takes, found by halving the room for them."""
    low, high = 0, 1 << 24
    while high - low > max(50, low // 20):
        middle = (low + high) // 2
        forget()
        try:
            with bounded_work(max_calls=middle):
                list(read_vcards(BEGIN + start + repeated * times + end + END))
        except AssertionError:
            low = middle
        else:
            high = middle
    return high


@pytest.mark.parametrize("kind", FILES)
def test_twice_the_file_is_no_more_than_twice_the_work(kind: str) -> None:
    start, repeated, end = FILES[kind]
    once = calls_allowed(start, repeated, end, 300)
    forget()
    with bounded_work(max_calls=int(2.3 * once) + 200):
        list(read_vcards(BEGIN + start + repeated * 600 + end + END))


@pytest.mark.parametrize("kind", FILES)
def test_a_large_file_is_read(kind: str) -> None:
    start, repeated, end = FILES[kind]
    assert list(read_vcards(BEGIN + start + repeated * (400_000 // len(repeated)) + end + END))
