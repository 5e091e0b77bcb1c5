"""Text for terminals."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.terminal.progress import Progress
from contacts.terminal.text import count, cut, plain, table, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("text", "shown"), [
    ("Ada\x1b[31m Example\x07", "Ada?[31m Example?"),
    ("two\nlines\tand a tab", "two lines and a tab"),
    ("turned \u202eround", "turned ?round"),
    ("Zoë Ґалаґан 王伟 👩‍💻", "Zoë Ґалаґан 王伟 👩‍💻"),
])  # fmt: skip
def test_nothing_in_a_name_steers_the_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_no_text_has_control_characters_left(text: str) -> None:
    assert all(unicodedata.category(one) not in {"Cc", "Cs"} for one in plain(text))


@pytest.mark.parametrize(("text", "columns"), [("Ada", 3), ("王伟", 4), ("Zoe\u0308", 3), ("", 0)])
def test_wide_letters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text(max_size=30), st.integers(1, 10))
def test_a_text_is_cut_to_the_columns_there_are(text: str, columns: int) -> None:
    assert width(cut(text, columns)) <= columns
    assert cut(text, columns) == text or cut(text, columns).endswith("…")


def test_columns_of_a_table_are_aligned() -> None:
    lines = table([("王伟", "1"), ("Ada Example", "2")], header=("NAME", "ROW"))
    assert lines == ["NAME         ROW", "王伟         1", "Ada Example  2"]


@pytest.mark.parametrize(("number", "said"), [(1, "1 contact"), (0, "0 contacts"), (12345, "12,345 contacts")])
def test_numbers_come_with_their_nouns(number: int, said: str) -> None:
    assert count(number, "contact") == said


def test_progress_is_shown_at_a_terminal_and_removed_at_the_end() -> None:
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress.of("importing")(1, 4)
        assert "importing  [███████" in terminal.getvalue()
        assert " 25%  1 of 4" in terminal.getvalue()
        progress.of("exporting")(7, None)
    assert "exporting  7" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_progress_writes_nothing_into_a_file() -> None:
    file = io.StringIO()
    with Progress(file) as progress:
        progress.of("importing")(1, 4)
    assert file.getvalue() == ""
