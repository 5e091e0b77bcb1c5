from __future__ import annotations

import pytest

from bench.login_timing import Case, main, report


def timed(group: str, milliseconds: float) -> Case:
    return Case(group=group, name="something", act=lambda: None, milliseconds=[milliseconds] * 10)


def test_every_case_is_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["login_timing", "--times", "2", "--rounds", "4"])
    main()
    heading, *rows = capsys.readouterr().out.splitlines()
    assert "difference" in heading
    assert len(rows) == 8


@pytest.mark.parametrize(("other", "is_good"), [(104.0, True), (106.0, False), (96.0, True), (94.0, False)])
def test_cases_of_a_group_differ_by_a_twentieth_of_a_bcrypt_at_most(other: float, is_good: bool) -> None:
    assert (
        report([timed("", 100.0), timed("log in", 100.0), timed("log in", other), timed("register", 300.0)]) is is_good
    )
