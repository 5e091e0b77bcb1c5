"""The list of common passwords that ships: what it catches, and that it is what the tool makes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from shared.adapters.common_passwords import LIST, CommonPasswords
from shared.domain.accounts.password_digests import digest_of
from tools.common_passwords import encoded, main

KEPT_BACK = Path(__file__).with_name("leaked_passwords.txt")
"""Every fifteenth of those passwords of a leak that are long enough today, as they leaked: 650 of 9,747."""
MIN_CAUGHT = 0.95


def test_the_leaked_passwords_that_are_kept_back_are_caught() -> None:
    passwords = KEPT_BACK.read_text(encoding="utf-8").splitlines()
    common = CommonPasswords()
    caught = sum(map(common.include, passwords))
    assert len(passwords) == 650
    assert caught / len(passwords) >= MIN_CAUGHT


@pytest.mark.parametrize("form", [str, str.upper, str.title])
def test_case_does_not_hide_a_common_password(form: type[str]) -> None:
    assert CommonPasswords().include(form("1q2w3e4r5t6y7u8i"))


def test_the_list_is_sorted_and_has_no_entry_twice() -> None:
    digests = LIST.read_bytes()
    entries = [digests[at : at + 5] for at in range(0, len(digests), 5)]
    assert len(digests) % 5 == 0
    assert len(entries) > 44_000
    assert all(first < second for first, second in pairwise(entries))


@pytest.mark.parametrize("count", range(6))
def test_every_entry_of_a_short_list_is_found(tmp_path: Path, count: int) -> None:
    passwords = [f"a password, number {number}" for number in range(count)]
    (tmp_path / "list").write_bytes(encoded(passwords))
    common = CommonPasswords(tmp_path / "list")
    assert [common.include(each) for each in passwords] == [True] * count
    assert not common.include("another password")


def test_the_list_is_made_of_files_of_lines_and_of_arrays(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.txt").write_text("Long enough, 1\nshort\nlong enough, 1\n", encoding="utf-8")
    (tmp_path / "b.json").write_text('["long enough, 2"]', encoding="utf-8")
    main(str(tmp_path / "a.txt"), str(tmp_path / "b.json"))
    assert capfdbinary.readouterr().out == b"".join(sorted(map(digest_of, ["long enough, 1", "long enough, 2"])))
