from __future__ import annotations

import pytest

from bench.cachegrind import ValgrindMissingError, instructions_in, require_valgrind

OUTPUT = """desc: I1 cache:         32768 B, 64 B, 8-way associative
cmd: /usr/bin/python3.11 -S
events: Ir
fl=???
fn=(summary: 7)
0 12
summary: 967661234
"""


def test_the_total_is_read() -> None:
    assert instructions_in(OUTPUT) == 967_661_234


def test_a_file_without_a_total_is_an_error() -> None:
    with pytest.raises(ValueError, match="no summary"):
        instructions_in(OUTPUT.partition("summary: 9")[0])


def test_who_lacks_valgrind_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValgrindMissingError, match="apt-get install valgrind"):
        require_valgrind()
