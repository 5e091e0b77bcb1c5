from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.camera_trailers import is_of_camera
from shared.domain.pictures.jpeg import read_jpeg
from tests.shared.domain.pictures.drawing import plain

FILM = b"\0\0\0\x18ftypmp42" + b"film" * 20


def xmp(text: str) -> bytes:
    return f"<x:xmpmeta><rdf:Description {text}/></x:xmpmeta>".encode()


def notes(*contents: bytes) -> bytes:
    """Return a list of notes behind what they say."""
    starts = [sum(map(len, contents[:number])) for number in range(len(contents))]
    end = sum(map(len, contents))
    entries = b"".join(
        struct.pack("<HHII", 0, 0x0A01, end - start, len(content))
        for start, content in zip(starts, contents, strict=True)
    )
    directory = struct.pack("<4sII", b"SEFH", 106, len(contents)) + entries
    return b"".join(contents) + directory + struct.pack("<I4s", len(directory), b"SEFT")


@pytest.mark.parametrize(
    "text", [f'GCamera:MicroVideoOffset="{len(FILM)}"', f"Item:Mime='video/mp4' Item:Length='{len(FILM)}'"]
)
def test_a_film_that_was_announced_is_left_out(text: str) -> None:
    picture = plain(xmp=xmp(text))
    assert read_jpeg(picture + FILM).content == read_jpeg(plain()).content


@pytest.mark.parametrize(("rest", "text"), [
    (FILM, ""),
    (FILM, f'GCamera:MicroVideoOffset="{len(FILM) + 1}"'),
    (FILM + b"PK", f'GCamera:MicroVideoOffset="{len(FILM)}"'),
    (b"PK\x03\x04" + FILM[8:], f'GCamera:MicroVideoOffset="{len(FILM) - 4}"'),
    (FILM, f'Width="{len(FILM)}"'),
])  # fmt: skip
def test_another_film_is_refused(rest: bytes, text: str) -> None:
    with pytest.raises(InvalidPictureError) as caught:
        read_jpeg(plain(xmp=xmp(text)) + rest)
    assert caught.value.reason == "trailing_data"


def test_notes_of_a_camera_are_left_out() -> None:
    assert read_jpeg(plain() + notes(b"\0\0\x01\x0atime", FILM)).content == read_jpeg(plain()).content


@pytest.mark.parametrize("rest", [
    b"PK\x03\x04" + notes(b"note"),
    notes(b"note") + b"PK",
    notes(b"note").replace(b"SEFH", b"SEFX"),
    notes(),
    b"SEFT",
    b"\xff\xff\xff\xffSEFT",
    struct.pack("<4sIII4s", b"SEFH", 106, 0xFFFFFFFF, 12, b"SEFT"),
])  # fmt: skip
def test_what_only_looks_like_notes_is_refused(rest: bytes) -> None:
    assert not is_of_camera(rest, b"")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_whatever_the_bytes_there_is_an_answer(rest: bytes, metadata: bytes) -> None:
    is_of_camera(rest, metadata)
    is_of_camera(rest + b"SEFT", metadata)
