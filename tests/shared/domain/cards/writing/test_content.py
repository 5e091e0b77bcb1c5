"""The text of properties: escaped, folded and encoded."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.content_lines import Property
from shared.domain.cards.texts import escaped
from shared.domain.cards.writing.content import content_line, content_lines, folded
from tests.support.bounded_work import bounded_work


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a,b", "a\\,b"),
        ("a;b", "a\\;b"),
        ("C:\\new", "C:\\\\new"),
        ("a\nb", "a\\nb"),
        ("a\r\nb\rc", "a\\nb\\nc"),
        ("\\n", "\\\\n"),
    ],
)
def test_texts_are_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


def test_version_2_1_has_no_lists_to_escape_commas_for() -> None:
    assert escaped("a,b;c\\", "2.1") == "a,b\\;c\\\\"


@given(st.text())
def test_lines_are_folded_to_75_octets_and_unfold_to_themselves(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "").encode(errors="ignore").decode()
    lines = folded(line)
    assert lines.endswith("\r\n")
    assert all(len(each.encode()) <= 75 for each in lines.split("\r\n"))
    assert lines[:-2].replace("\r\n ", "") == line


@pytest.mark.parametrize("text", ["x" * 75, "x" * 76, "x" * 149, "x" * 150, "ä" * 37 + "x", "ä" * 38, "𝒳" * 40])
def test_lines_are_as_long_as_they_may_be(text: str) -> None:
    first, *_ = folded(text).split("\r\n")
    assert len(first.encode()) > 71
    assert (folded(text).count("\r\n") == 1) == (len(text.encode()) <= 75)


def test_a_long_line_is_folded_in_linear_work() -> None:
    with bounded_work(max_calls=100):
        assert len(folded("x" * 1_000_000)) > 1_000_000
    with bounded_work(max_calls=50_000):
        folded("ä" * 500_000)


def test_parameters_are_quoted_and_encoded_where_they_have_to_be() -> None:
    prop = Property(name="ADR", value=";", parameters={"LABEL": ('1 "A" St,\nRome^',), "TYPE": ("home", "x:y")})
    assert content_line(prop) == 'ADR;LABEL="1 ^\'A^\' St,^nRome^^";TYPE=home,"x:y":;\r\n'


def test_pointers_are_always_quoted() -> None:
    assert (
        content_line(Property(name="JSPROP", value="1", parameters={"JSPTR": ("a/b",)})) == 'JSPROP;JSPTR="a/b":1\r\n'
    )


def test_groups_stand_before_the_name_and_apples_names_have_their_spelling() -> None:
    assert content_line(Property(name="X-ABLABEL", value="x", group="item1")) == "item1.X-ABLabel:x\r\n"


@pytest.mark.parametrize("text", ["a\nEND:VCARD", "a\x00b", "a\x0bb", "a\ud800b", "a\x85b\u2028c"])
def test_nothing_in_a_value_ends_its_line(text: str) -> None:
    for version in ("2.1", "4.0"):
        line = content_lines([Property(name="X-A", value=text, parameters={"X-B": (text,)})], version)
        assert "\n" not in line.replace("=\r\n", "").removesuffix("\r\n")
        assert line.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_quoted_printable_is_read_back(text: str) -> None:
    line = content_lines([Property(name="NOTE", value=f"ä{text}")], "2.1")
    assert all(len(each) <= 76 for each in line.split("\r\n"))
    head, _, value = line.partition(":")
    assert head == "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    assert quopri.decodestring(value.replace("=\r\n", "").removesuffix("\r\n")).decode() == f"ä{text}"


def test_old_phones_get_bare_types_and_an_empty_line_after_base64() -> None:
    phone = Property(name="TEL", value="1", parameters={"TYPE": ("cell", "x-Zelle")})
    photo = Property(name="PHOTO", value="A" * 80, parameters={"ENCODING": ("BASE64",), "TYPE": ("jpeg",)})
    lines = content_lines([phone, photo], "2.1").split("\r\n")
    assert lines == ["TEL;CELL;TYPE=x-Zelle:1", "PHOTO;ENCODING=BASE64;JPEG:" + "A" * 48, " " + "A" * 32, "", ""]
