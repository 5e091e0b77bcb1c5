"""Files that nobody should have written: no error, no memory, no time that is not linear."""

from __future__ import annotations

import time
import tracemalloc
from io import BytesIO
from itertools import chain, islice, repeat
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.describing import describe
from shared.domain.cards.tables.reading import read, read_whole
from tests.shared.domain.cards.tables.tables import FILES, rows_read

PIECES = st.sampled_from(
    "Name|Phone|Birthday|,|;|\t|\"|\n|\r|\r\n|sep=;| ::: |* |0/0/00|5/6/1990|'=1|Anniversary|uid|emails/1|extra|{|"
    "\ufeff|localizations|Ім'я|E-mail 1 - Value|Labels|Birth Month|Gender|\0".encode().split(b"|")
) | st.sampled_from([b"\xff", "Straße 2".encode("cp1252"), b"x" * 99])
ROW = '"Ann ""A"" Example",ann@example.com,+1 650 555 0100 ::: 112,17/5/1990,"one\ntwo"\n'
HEADER = "Name,E-mail,Phone,Birthday,Notes\n"


@given(st.lists(PIECES, max_size=40).map(b"".join) | st.binary(max_size=200))
def test_no_bytes_raise_an_error(content: bytes) -> None:
    rows_read(content)


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.name)
def test_no_damage_to_a_real_file_raises_an_error(path: object) -> None:
    random = Random(str(path))
    content = (FILES / str(path)).read_bytes()
    for _ in range(20):
        damaged = bytearray(content[random.randrange(50) : random.randrange(50, len(content))])
        for _ in range(random.randrange(10)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        rows_read(bytes(damaged))


class Rows:
    """A file of many rows that is never in memory."""

    def __init__(self, count: int) -> None:
        self._pieces = chain([HEADER], repeat(ROW, count))

    def read(self, _: int, /) -> bytes:
        return "".join(islice(self._pieces, 500)).encode()


def test_a_large_file_needs_little_memory() -> None:
    tracemalloc.start()
    try:
        found = describe(Rows(3_000))
        assert found.row_count == 3_000
        assert sum(1 for _ in read(Rows(3_000), found)) == 3_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "unit",
    [ROW, '"', '"\n', "a\n", ",", ",\n", '"a\n', "x ::: ", "\\", "\r", "0/0/00,", '","', "\0", "é,", "=" * 5 + "\n"],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(count: int) -> float:
        content = (HEADER + unit * count).encode()
        start = time.process_time()
        for _ in read_whole(BytesIO(content))[1]:
            pass
        return time.process_time() - start

    count = 12_000 // len(unit)
    assert min(seconds(2 * count) for _ in range(2)) < 4 * min(seconds(count) for _ in range(2)) + 0.1


def test_garbage_is_answered_in_seconds() -> None:
    start = time.process_time()
    rows_read(Random(1).randbytes(400_000))
    assert time.process_time() - start < 20
