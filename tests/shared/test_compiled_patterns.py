"""Regular expressions come from a table, if there is one that fits."""

from __future__ import annotations

import marshal
import re
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

import pytest

from shared.compiled_ahead import FOLDER, PATTERNS_MAGIC, use_compiled_patterns
from shared.compiled_ahead import PATTERNS as TABLE
from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching import patterns
from tools.bundle.patching.tree import Tree
from tools.bundle.patching.used_patterns import add_patterns, used_patterns

PATTERNS: list[tuple[str | bytes, int]] = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)?(x)?", 0),
    (r"caf\u00e9|stra\u00dfe", re.IGNORECASE),
    (rb"--\s*(\xff|a+?)", re.DOTALL),
    (r"(?x) ( a | b )* # either", re.VERBOSE),
]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What ``re`` compiles from its source, here and wherever else it does."""
    sources: list[Any] = []
    compile_pattern: Any = _compiler.compile

    def record(pattern: Any, flags: int = 0) -> Any:
        sources.append(pattern)
        return compile_pattern(pattern, flags)

    monkeypatch.setitem(vars(_compiler), "compile", record)
    re.purge()
    return sources


def compile_patterns(folder: Path) -> None:
    patterns.apply(Tree(path=folder, interpreter=sys.executable, folders=("shared",)))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table of these patterns."""
    used = tmp_path / "patterns.json"
    used.write_text("[]", encoding="utf-8")
    add_patterns(
        ((each.decode("latin-1") if isinstance(each, bytes) else each, int(flags), isinstance(each, bytes))
         for each, flags in PATTERNS),
        used,
    )  # fmt: skip
    monkeypatch.setattr("tools.bundle.patching.patterns.USED", used)
    compile_patterns(tmp_path)
    return str(tmp_path / TABLE)


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_pattern_in_the_table_is_what_it_would_be(
    compiled: list[Any], table: str, pattern: str | bytes, flags: int
) -> None:
    usual = re.compile(pattern, flags)
    re.purge()
    use_compiled_patterns(table)
    ahead: re.Pattern[Any] = re.compile(pattern, flags)
    assert compiled.count(pattern) == 1, "the usual one"
    assert ahead is not usual
    assert ahead == usual  # of the same source, flags and code
    assert (ahead.groups, dict(ahead.groupindex)) == (usual.groups, dict(usual.groupindex))


def test_groups_are_named_as_ever(table: str, compiled: list[Any]) -> None:
    use_compiled_patterns(table)
    dates, _ = PATTERNS[0]
    assert isinstance(dates, str)
    found = re.match(dates, "2026-11")
    assert found
    assert (found.groupdict(), found.lastgroup) == ({"year": "2026", "month": "11"}, "month")
    assert dates not in compiled


@pytest.mark.parametrize(("pattern", "flags"), [("not in (it)", 0), (PATTERNS[0][0], re.IGNORECASE), ("--", 0)])
def test_a_pattern_that_is_not_in_the_table_is_compiled(
    compiled: list[Any], table: str, pattern: str, flags: int
) -> None:
    use_compiled_patterns(table)
    assert re.compile(pattern, flags).pattern == pattern
    assert pattern in compiled


@pytest.mark.parametrize("magic", [b"", MAGIC_NUMBER, MAGIC_NUMBER + b"\0\0\0\0"])
def test_a_table_for_another_engine_is_left_alone(compiled: list[Any], tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / TABLE
    path.write_bytes(magic + marshal.dumps({("a", 0): b"never looked at"}))
    use_compiled_patterns(str(path))
    assert re.compile("a").match("a")
    assert "a" in compiled
    assert magic != PATTERNS_MAGIC


def test_without_an_artifact_there_is_no_table(compiled: list[Any]) -> None:
    assert not Path(FOLDER, TABLE).exists()
    use_compiled_patterns()
    re.compile("a")
    assert "a" in compiled


def test_what_is_no_pattern_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = tmp_path / "patterns.json"
    used.write_text('[{"pattern": "(", "flags": 0, "is_bytes": false}]', encoding="utf-8")
    monkeypatch.setattr("tools.bundle.patching.patterns.USED", used)
    with pytest.raises(BytecodeError, match="unterminated subpattern"):
        compile_patterns(tmp_path)


def test_the_list_is_written_in_an_order_of_its_own(tmp_path: Path) -> None:
    used = tmp_path / "patterns.json"
    used.write_text("[]", encoding="utf-8")
    for each in [("b", 0, False), ("a", 2, False), ("\xff", 0, True), ("a", 0, False), ("b", 0, False)]:
        add_patterns([each], used)
    assert used_patterns(used) == {("a", 0, False), ("a", 2, False), ("b", 0, False), ("\xff", 0, True)}
    assert [line[:17] for line in used.read_text(encoding="utf-8").splitlines()[1:-1]] == [
        '{"pattern": "a", ', '{"pattern": "a", ', '{"pattern": "b", ', '{"pattern": "\\u00'
    ]  # fmt: skip
