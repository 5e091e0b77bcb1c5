"""make reindex-names says how much it did."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tools.operations import reindex_names


def test_it_says_how_many_keys_were_rewritten(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = SimpleNamespace(rebuild=lambda: 3)
    monkeypatch.setattr(reindex_names, "wiring", lambda: SimpleNamespace(name_index=index))
    reindex_names.main()
    assert capsys.readouterr().out == "3 name keys rewritten\n"
