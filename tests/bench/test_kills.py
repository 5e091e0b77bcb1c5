from __future__ import annotations

from pathlib import Path

from bench.kills import run


def test_no_answered_transaction_is_lost_by_some_kills_and_none_is_half_there(tmp_path: Path) -> None:
    answered, lost, half = run(tmp_path / "data.sqlite3", kills=3, seed=1)
    assert answered
    assert (lost, half) == (0, 0)
