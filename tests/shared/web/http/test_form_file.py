"""Forms, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.errors import MalformedRequestError
from shared.web.http.form_file import MAX_FORM_BYTES, MAX_PARTS, read_parts
from tests.support.bounded_work import bounded_work

TYPE = 'multipart/form-data; boundary="x y"'
START = b'--x y\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
END = b"\r\n--x y--\r\n"


@given(st.binary(max_size=300).filter(lambda content: b"\r\n--x y" not in content))
def test_a_file_arrives_as_it_was_sent(content: bytes) -> None:
    assert read_parts(START + content + END, TYPE) == {"file": [content]}


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_a_form_or_refused(body: bytes) -> None:
    for data in (body, START + body, START + body + END):
        try:
            read_parts(data, TYPE)
        except MalformedRequestError:
            continue


@pytest.mark.parametrize("content_type", [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=other",
    f"multipart/form-data; boundary={'x' * 300}",
])  # fmt: skip
def test_a_form_without_its_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(MalformedRequestError):
        read_parts(START + END, content_type)


@pytest.mark.parametrize("body", [b"--x y-x\r\n", START[:3] + b"x" + START[4:], b"--x y\r\na@b: c\r\n\r\n" + END])
def test_a_damaged_form_is_refused_without_the_words_of_the_parser(body: bytes) -> None:
    with pytest.raises(MalformedRequestError) as refused:
        read_parts(body, TYPE)
    assert str(refused.value) == "the form is damaged, or its boundary is not the one in Content-Type"


@pytest.mark.parametrize("head", [
    b"Content-Disposition: form-data\r\n",
    b'Content-Disposition: attachment; name="file"\r\n',
    b"Content-Type: image/png\r\n",
    b"",
    b"A: b\r\n" * 100,
    b"A: " + b"b" * 100_000 + b"\r\n",
])  # fmt: skip
def test_a_field_needs_a_name_and_few_headers(head: bytes) -> None:
    with pytest.raises(MalformedRequestError):
        read_parts(b"--x y\r\n" + head + b"\r\ncontent" + END, TYPE)


def test_a_form_has_few_fields() -> None:
    field = START + b"\r\n"
    assert len(read_parts(field * MAX_PARTS + END[2:], TYPE)["file"]) == MAX_PARTS
    with pytest.raises(MalformedRequestError):
        read_parts(field * (MAX_PARTS + 1) + END[2:], TYPE)


def test_what_surrounds_the_fields_is_passed_over() -> None:
    assert read_parts(START + b"content" + END + b"epilogue", TYPE) == {"file": [b"content"]}


@pytest.mark.parametrize("content", [b"\r", b"\n", b"\r\n", b"\r\n-", b"\r\n--x ", b"-", b"\0"])
def test_no_file_keeps_the_reader_busy(content: bytes) -> None:
    content *= MAX_FORM_BYTES // len(content)
    with bounded_work(max_calls=MAX_FORM_BYTES):
        assert read_parts(START + content + END, TYPE) == {"file": [content]}
