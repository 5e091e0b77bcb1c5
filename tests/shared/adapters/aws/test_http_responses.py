"""Answers are read as http.client reads them, whatever the pieces are in which they come."""

from __future__ import annotations

from http.client import HTTPResponse, IncompleteRead
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws.http_responses import MAX_HEAD_BYTES, BrokenOffError, HttpResponse, NotHttpError, read_response


class Pieces:
    """What a socket receives: a text in pieces, then the end."""

    def __init__(self, text: bytes, *cuts: int) -> None:
        ends = [*sorted({min(cut, len(text)) for cut in cuts}), len(text)]
        starts = [0, *ends]
        self._pieces = [text[start:end] for start, end in zip(starts, ends, strict=False) if start < end]

    def receive(self, _: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""

    def read(self) -> HttpResponse:
        return read_response(self.receive(1), self.receive)


def read(text: bytes) -> HttpResponse:
    return Pieces(text).read()


class Socket:
    """What http.client needs of a socket."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def makefile(self, *_: object) -> BytesIO:
        return BytesIO(self._text)


def standard(text: bytes) -> tuple[int, dict[str, str], bytes]:
    answer: Any = HTTPResponse(Socket(text), method="POST")  # type: ignore[arg-type]
    answer.begin()
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


names = st.from_regex(r"X-[A-Za-z0-9-]{1,20}", fullmatch=True)
values = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
bodies = st.binary(max_size=300)
cuts = st.lists(st.integers(1, 500), max_size=6)


def head_of(status: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Any", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


@given(st.sampled_from([200, 201, 400, 500]), st.dictionaries(names.map(str.title), values, max_size=5), bodies, cuts)
def test_an_answer_of_known_length_is_read_as_by_http_client(
    status: int, headers: dict[str, str], body: bytes, cuts: list[int]
) -> None:
    text = head_of(status, {**headers, "Content-Length": str(len(body))}) + body
    answer = Pieces(text, *cuts).read()
    assert (answer.status, answer.headers, answer.body) == standard(text)
    assert not answer.is_last


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=4), st.booleans(), cuts)
def test_an_answer_in_chunks_is_read_as_by_http_client(parts: list[bytes], with_trailer: bool, cuts: list[int]) -> None:
    chunks = b"".join(b"%X;any=1\r\n%s\r\n" % (len(part), part) for part in parts)
    text = head_of(200, {"Transfer-Encoding": "chunked"}) + chunks + b"0\r\n" + b"X-T: 1\r\n" * with_trailer + b"\r\n"
    answer = Pieces(text, *cuts).read()
    assert (answer.status, answer.headers, answer.body) == standard(text)
    assert not answer.is_last


@given(bodies, cuts)
def test_an_answer_without_a_length_ends_with_its_connection(body: bytes, cuts: list[int]) -> None:
    answer = Pieces(head_of(200, {}) + body, *cuts).read()
    assert (answer.body, answer.is_last) == (body, True)


@given(st.integers(0, 400))
def test_an_answer_that_ends_early_has_broken_off(end: int) -> None:
    text = head_of(200, {"Content-Length": "200"}) + b"x" * 200
    if 0 < end < len(text):
        with pytest.raises(BrokenOffError):
            read(text[:end])


def test_chunks_that_end_early_have_broken_off() -> None:
    text = head_of(200, {"Transfer-Encoding": "chunked"}) + b"5\r\nab"
    with pytest.raises(BrokenOffError):
        read(text)
    with pytest.raises(IncompleteRead):
        standard(text)


def test_what_comes_ahead_of_an_answer_is_skipped() -> None:
    answer = read(b"HTTP/1.1 100 Continue\r\n\r\n" + head_of(200, {"Content-Length": "2"}) + b"{}")
    assert (answer.status, answer.body) == (200, b"{}")


@pytest.mark.parametrize(
    "text",
    [
        head_of(200, {"Content-Length": "0", "Connection": "close"}),
        head_of(200, {"Content-Length": "0", "Connection": "Close"}),
        head_of(200, {"Content-Length": "0", "Connection": "Keep-Alive, close"}),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\nConnection: x-other\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        head_of(200, {"Content-Length": "0"}) + b"more than was asked for",
    ],
)
def test_a_connection_that_ends_or_says_too_much_is_not_used_again(text: bytes) -> None:
    assert read(text).is_last


@pytest.mark.parametrize("connection", ["keep-alive", "x-close", "closed, keep-alive"])
def test_a_connection_that_does_not_say_so_does_not_end(connection: str) -> None:
    assert not read(head_of(200, {"Content-Length": "0", "Connection": connection})).is_last


def test_nothing_follows_an_answer_that_has_no_content() -> None:
    assert read(head_of(204, {})) == HttpResponse(204, {}, b"")


def test_headers_of_one_name_are_one_header() -> None:
    text = b"HTTP/1.1 204 None\r\nA: 1\r\na: 2\r\n\r\n"
    assert read(text).headers == {"a": "1, 2"}


@pytest.mark.parametrize(
    "text",
    [
        b"220 mail.example.com ESMTP\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n",
        head_of(200, {"Content-Length": "-1"}),
        head_of(200, {"Content-Length": "1_0"}) + b"x" * 10,
        head_of(200, {"Content-Length": "\u00b2"}) + b"xx",
        head_of(200, {"Content-Length": "9" * 17}),
        head_of(200, {"Content-Length": "9" * 5_000}),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        head_of(200, {"Transfer-Encoding": "gzip"}),
        head_of(200, {"Transfer-Encoding": "chunked", "Content-Length": "1"}) + b"0\r\n\r\n",
        head_of(200, {"Transfer-Encoding": "chunked"}) + b"\r\n",
        head_of(200, {"Transfer-Encoding": "chunked"}) + b"-1\r\n",
        head_of(200, {"Transfer-Encoding": "chunked"}) + b"F" * 17 + b"\r\n",
        head_of(200, {"Transfer-Encoding": "chunked"}) + b"1\r\nxyz\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * (MAX_HEAD_BYTES + 1),
    ],
)
def test_what_is_not_an_answer_in_http_is_refused(text: bytes) -> None:
    with pytest.raises(NotHttpError):
        read(text)
