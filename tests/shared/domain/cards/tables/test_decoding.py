"""Bytes as lines of text."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.decoding import MAX_LINE_CHARACTERS, Decoding, known_encoding, lines_of


def lines(content: bytes) -> list[str]:
    return list(lines_of(BytesIO(content), Decoding()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognized_with_a_mark_and_without(encoding: str) -> None:
    assert lines("Name,Phone\nЮрій Zoë,1\n".encode(encoding)) == ["Name,Phone", "Юрій Zoë,1"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_ends_of_lines_are_known(end: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert lines(end.join(["a", "", "b", ""]).encode(encoding)) == ["a", "", "b"]


@given(st.lists(st.text(st.sampled_from("aä\r\n€"), max_size=8), max_size=20).map("".join), st.integers(1, 9))
def test_where_a_file_is_cut_into_chunks_makes_no_difference(text: str, size: int) -> None:
    class Slow(BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(size)

    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    expected = expected[:-1] if expected[-1] == "" else expected
    assert list(lines_of(Slow(text.encode()), Decoding("utf-8"))) == expected
    assert list(lines_of(Slow(text.encode("utf-16-le")), Decoding("utf-16-le"))) == expected


def test_one_line_in_another_encoding_spoils_no_other() -> None:
    found = Decoding()
    assert list(lines_of(BytesIO("Юрій\n".encode() + "Zoë\n".encode("cp1252")), found)) == ["Юрій", "Zoë"]
    assert (found.found, found.fallback_lines) == ("utf-8", [2])


def test_a_file_without_any_utf_8_is_from_windows() -> None:
    found = Decoding()
    assert list(lines_of(BytesIO("Müller\nZoë €\n".encode("cp1252")), found)) == ["Müller", "Zoë €"]
    assert found.found == "cp1252"


def test_bytes_that_are_no_character_are_no_error() -> None:
    assert lines(b"a\x81\x8d\xff") == ["a\x81\x8d\xff"]
    assert list(lines_of(BytesIO(b"a\xff\xfe"), Decoding("shift_jis", is_given=True)))


def test_nul_characters_say_nothing_about_the_encoding() -> None:
    found = Decoding()
    assert list(lines_of(BytesIO(b"a\nb\0\0c\nd\n"), found)) == ["a", "bc", "d"]
    assert (found.found, found.fallback_lines) == ("utf-8", [])


def test_an_encoding_that_is_given_counts_and_its_mark_is_none_of_the_text() -> None:
    found = Decoding("utf-16-le", is_given=True)
    assert list(lines_of(BytesIO("Ім'я\n".encode("utf-16")), found)) == ["Ім'я"]
    assert list(lines_of(BytesIO("é".encode()), Decoding("iso8859-1", is_given=True))) == ["Ã©"]


def test_a_line_without_end_is_cut() -> None:
    found = Decoding()
    content = b"a\n" + b"x" * (MAX_LINE_CHARACTERS + 9) + b"\nb"
    assert [len(line) for line in lines_of(BytesIO(content), found)] == [1, MAX_LINE_CHARACTERS, 1]
    assert found.long_lines == [2]


def test_a_file_is_never_held_in_memory() -> None:
    class Endless:
        left = 500

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            return b"Ann,+1 650 555 0100\n" * (size // 20) if self.left else b""

    tracemalloc.start()
    try:
        assert sum(1 for _ in lines_of(Endless(), Decoding("utf-8"))) > 1_000_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["UTF8", "latin-1", "windows-1251", "Shift-JIS", "KOI8-U", "cp932"])
def test_code_pages_are_known_by_their_usual_names(name: str) -> None:
    assert known_encoding(name)


@pytest.mark.parametrize("name", ["rot13", "base64", "idna", "unicode_escape", "no such", "", "\0"])
def test_what_is_no_encoding_of_tables_is_not_known(name: str) -> None:
    assert known_encoding(name) is None
