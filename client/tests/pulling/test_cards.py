"""What is read of cards, and what is said of two of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.pulling.cards import count_cards, name_of, properties
from contacts.pulling.differences import differences
from tests.support.dav_servers import card


def one(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@pytest.mark.parametrize(("lines", "name"), [
    (["FN:Ada Example", "N:Other;Name;;;"], "Ada Example"),
    (["N:Example;Ada;King;Dr.;Jr."], "Dr. Ada King Example Jr."),
    (["ORG:Example Bakery;Sales"], "Example Bakery, Sales"),
    (["item1.EMAIL;TYPE=INTERNET:ada@example.com"], "ada@example.com"),
    (["TEL:+1 202 555 0143"], "+1 202 555 0143"),
    (["FN:", "N:;;;;", "NOTE:x"], "somebody without a name"),
    (["FN:Ada \\, Countess", " of Lovelace"], "Ada , Countessof Lovelace"),
    (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=AB=", " Example"], "Zoë Example"),
    (["FN;ENCODING=QUOTED-PRINTABLE:A very long=20=", "name"], "A very long name"),
    (['FN;X-A="a:b":Ada'], "Ada"),
    (["fn:lower case"], "lower case"),
])  # fmt: skip
def test_a_card_says_whose_it_is(lines: list[str], name: str) -> None:
    assert name_of(one(*lines)) == name


@pytest.mark.parametrize(("before", "after", "said"), [
    (["TEL:1"], ["TEL:2"], ["phone: 1 → 2"]),
    (["TEL:1"], ["TEL:1", "TEL;TYPE=CELL:2"], ["phone: + 2 (cell)"]),
    (["TEL:1", "TEL:2"], ["TEL:1"], ["phone: - 2"]),
    (["TEL;TYPE=home:1"], ["TEL;TYPE=work:1"], ["phone: 1 (home) → 1 (work)"]),
    (["TEL;HOME:1"], ["TEL;TYPE=home:1"], []),
    (["TEL:1", "TEL:2"], ["TEL:2", "TEL:1"], []),
    (["REV:1", "PRODID:a", "UID:x"], ["REV:2", "PRODID:b", "UID:x"], []),
    (["PHOTO:a"], ["PHOTO:b"], ["photo: changed"]),
    ([], ["PHOTO:b"], ["photo: new"]),
    (["PHOTO:a"], [], ["photo: removed"]),
    (["ADR:;;1 Main St;Town;;;"], ["ADR:;;2 Main St;Town;;;"], ["address: 1 Main St, Town → 2 Main St, Town"]),
    (["NOTE:a\\nb"], ["NOTE:c"], ["notes: a b → c"]),
    (["X-SPOUSE:Sam"], ["X-SPOUSE:Kim"], ["spouse: Sam → Kim"]),
    (["BDAY:--0229"], ["BDAY:20000229"], ["birthday: --0229 → 20000229"]),
    (["NOTE:"], [], []),
])  # fmt: skip
def test_differences_are_said_in_short_lines(before: list[str], after: list[str], said: list[str]) -> None:
    assert differences(one(*before), one(*after)) == said


def test_long_texts_are_cut_and_do_not_hide_a_change() -> None:
    (line,) = differences(one(f"NOTE:{'a' * 500}"), one(f"NOTE:{'a' * 499}b"))
    assert len(line) < 140


def test_folding_is_no_difference() -> None:
    assert differences(one("NOTE:abcdef"), one("NOTE:abc", " def")) == []
    assert differences(one("NOTE:abcdef"), one("NOTE:abcdef").replace("\r\n", "\n")) == []


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_cards_are_counted_whatever_their_line_endings(ending: str) -> None:
    text = (card("Ada Example") + card("Grace Example", "NOTE:BEGIN:VCARD")).replace("\r\n", ending)
    assert count_cards(text) == 2
    assert count_cards("") == 0
    assert count_cards(card("Ada Example", "AGENT:", "BEGIN:VCARD", "FN:Grace", "END:VCARD")) == 1


@given(st.text())
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert name_of(text)
    assert list(properties(text)) == list(properties(text))
    assert differences(text, text) == []


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(str.strip), max_size=5
    )
)
def test_every_change_of_a_value_is_said(notes: list[str]) -> None:
    lines = [f"NOTE:x{note}".replace("\\", "/") for note in notes]
    assert len(differences(one(), one(*lines))) == len(lines)
