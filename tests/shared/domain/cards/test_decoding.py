"""Bytes into lines: encodings, line ends, and files of any size."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.decoding import CHUNK_BYTES, MAX_LINE_LENGTH, Mending, Source, TextLines

TEXT = "FN:Zoë Nováková\nNOTE:日本語 🎂\nEND:VCARD"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_is_read_in_any_encoding_with_any_line_ends(encoding: str, line_end: str) -> None:
    octets = ("BEGIN:VCARD\nVERSION:3.0\n" + TEXT).replace("\n", line_end).encode(encoding)
    assert list(TextLines(octets)) == ["BEGIN:VCARD", "VERSION:3.0", *TEXT.split("\n")]


@pytest.mark.parametrize("octets", [b"", b"\xef\xbb\xbf", b"\n"])
def test_an_empty_file_has_no_text(octets: bytes) -> None:
    assert "".join(TextLines(octets)) == ""


def test_a_line_in_another_charset_does_not_spoil_the_others() -> None:
    lines = TextLines(b"FN:Zo\xc3\xab\nFN:Zo\xeb\nFN:Zo\xc3\xab")
    assert list(lines) == ["FN:Zoë", "FN:Zoë", "FN:Zoë"]
    assert [(one.line, one.what) for one in lines.mended] == [(2, "is no UTF-8, and was read as cp1252")]


def test_a_line_that_names_its_charset_is_read_in_it() -> None:
    octets = "FN;CHARSET=windows-1251:Оксана\nFN:ok".encode("windows-1251")
    assert list(TextLines(octets)) == ["FN;CHARSET=windows-1251:Оксана", "FN:ok"]


@pytest.mark.parametrize("charset", ["hex", "punycode", "no-such", "utf-8"])
def test_a_charset_that_is_none_or_lies_is_not_tried(charset: str) -> None:
    assert list(TextLines(f"FN;CHARSET={charset}:Zo".encode() + b"\xeb")) == [f"FN;CHARSET={charset}:Zoë"]


def test_the_caller_can_say_what_is_no_utf_8() -> None:
    assert list(TextLines("FN:Оксана".encode("koi8-u"), fallback="koi8-u")) == ["FN:Оксана"]


def test_a_character_that_was_folded_in_two_is_put_together() -> None:
    lines = TextLines(b"NOTE:Zo\xc3\r\n \xab!\r\nEND:VCARD\r\n")
    assert list(lines) == ["NOTE:Zoë!", "", "END:VCARD"]
    assert not lines.mended


def test_a_character_that_was_folded_in_two_at_the_end_of_a_chunk_is_put_together() -> None:
    before = b"X:" + b"a" * (CHUNK_BYTES - len(b"X:\nNOTE:Zo\xc3\n") - 1) + b"\n"
    assert list(TextLines(before + b"NOTE:Zo\xc3\n \xab!\nFN:x"))[1:] == ["NOTE:Zoë!", "", "FN:x"]


def test_nul_characters_are_left_out_and_named() -> None:
    lines = TextLines(b"A:1\nB:\x002\x00\n")
    assert list(lines) == ["A:1", "B:2"]
    assert [(one.line, one.what) for one in lines.mended] == [(2, "had NUL characters, which were left out")]


def test_a_line_is_cut_at_its_limit() -> None:
    lines = TextLines(b"a" * (MAX_LINE_LENGTH + 1) + b"\nb\n")
    assert [len(line) for line in lines] == [MAX_LINE_LENGTH, 1]
    assert [(one.line, one.why) for one in lines.mended] == [(1, Mending.LENGTH)]


def test_only_line_ends_end_lines() -> None:
    text = "NOTE:a\u2028b\x0bc\x0cd\x85e"
    assert list(TextLines(text.encode())) == [text]


def in_chunks(octets: bytes, cuts: list[int]) -> Iterator[bytes]:
    ends = sorted({cut % (len(octets) + 1) for cut in cuts})
    for start, end in zip([0, *ends], [*ends, len(octets)], strict=True):
        yield octets[start:end]


@given(
    text=st.text(alphabet="aë\n\r 日\t", max_size=60),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
    cuts=st.lists(st.integers(0, 300), max_size=6),
)
def test_it_does_not_matter_how_a_file_comes_in_chunks(text: str, encoding: str, cuts: list[int]) -> None:
    octets = ("BEGIN:VCARD\n" * 4 + text).encode(encoding)
    sources: list[Source] = [in_chunks(octets, cuts), io.BytesIO(octets), octets]
    expected = ("BEGIN:VCARD\n" * 4 + text).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    for source in sources:
        assert list(TextLines(source)) == expected


@given(octets=st.binary(max_size=300), cuts=st.lists(st.integers(0, 300), max_size=4))
def test_no_bytes_raise(octets: bytes, cuts: list[int]) -> None:
    list(TextLines(in_chunks(octets, cuts)))
