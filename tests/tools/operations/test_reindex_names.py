"""make reindex-names says how much it did."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tools.operations import reindex_names


def test_it_says_how_many_steps_it_took(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    index = SimpleNamespace(bring_all=lambda: 3)
    monkeypatch.setattr(reindex_names, "wiring", lambda: SimpleNamespace(name_orders=index))
    reindex_names.main()
    assert capsys.readouterr().out == "Done, in 3 steps of at most 49 contacts\n"
