"""What an accelerator brings is what an artifact lacks without it."""

from __future__ import annotations

from bench.accelerators import gain, row


def test_a_gain_is_what_more_it_takes_without() -> None:
    assert gain([700.0, 800.0, 1.75, 5600.0], [600.0, 790.0, 1.5, 5650.0]) == [100.0, 10.0, 0.25, -50.0]


def test_a_row_has_a_cell_for_each_figure() -> None:
    assert row("`methods`", [180.04, 175.96, 0.0004, -110.4]) == "| `methods` | 180.0 | 176.0 | 0.000 | -110 |"
