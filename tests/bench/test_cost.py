from __future__ import annotations

import pytest

from bench.cost import Assumptions, Load, bill, billed_ms
from bench.goals import GOALS, goal_rows, verdict

SHOWN = Load(
    cpu_ms=0.6,
    init_cpu_ms=100,
    database_requests=1,
    read_units=0.5,
    write_units=0,
    log_bytes=600,
    answer_bytes=800,
)
"""The request of the study that the goal comes from."""


def test_a_request_is_billed_by_whole_milliseconds_and_its_share_of_cold_starts() -> None:
    # 0.6 ms of a whole vCPU take 4.1 ms at 256 MB; DynamoDB takes 4.
    assert billed_ms(SHOWN, 256) == pytest.approx(9 + 0.01 * 100)
    assert billed_ms(SHOWN, 1769) == pytest.approx(5 + 1)


def test_more_memory_than_a_whole_processor_makes_nothing_faster() -> None:
    assert billed_ms(SHOWN, 3008) == billed_ms(SHOWN, 1769)


def test_a_bill_is_the_sum_of_its_parts() -> None:
    costs = bill(SHOWN, 256)
    assert costs.api + costs.invocations == pytest.approx(1.20)
    assert costs.compute == pytest.approx(0.25 * 10 / 1000 * 13.3334)
    assert costs.reads == pytest.approx(0.0625)
    assert costs.logs == pytest.approx(0.30)
    assert costs.egress == pytest.approx(0.072)
    assert costs.total == pytest.approx(1.668, abs=0.001)


def test_a_write_is_paid_for_by_its_units() -> None:
    written = Load(
        cpu_ms=1, init_cpu_ms=0, database_requests=2, read_units=1, write_units=6, log_bytes=0, answer_bytes=0
    )
    assert bill(written, 256).writes == pytest.approx(3.75)
    assert bill(written, 256).reads == pytest.approx(0.125)


def test_waiting_longer_costs_compute_and_nothing_else() -> None:
    slow = bill(SHOWN, 256, assumptions=Assumptions(database_wait_ms=14))
    usual = bill(SHOWN, 256)
    assert slow.compute > usual.compute
    assert slow.total - slow.compute == pytest.approx(usual.total - usual.compute)


def test_a_goal_is_met_missed_or_not_measured() -> None:
    rows = {what: (measured, met) for what, _, measured, met in goal_rows({"contacts.get": {"cold_ratio": 1.5}})}
    assert rows["cold start, show a contact"] == ("1.5 x bare", "**missed** by 20%")
    assert rows["artifact, zipped"] == ("not measured", "")
    assert len(rows) == len(GOALS)


def test_what_holds_for_every_function_is_told_of_the_largest() -> None:
    results = {"contacts.get": {"rss_mb": 40.0}, "auth.login": {"rss_mb": 47.0}, "artifact_zip_mb": 6.0}
    rows = {what: met for what, _, _, met in goal_rows(results)}
    assert rows["memory after the first answer, show a contact"] == "met"
    assert "missed" in rows["the same, the largest function"]


@pytest.mark.parametrize(("measured", "met"), [(1.25, True), (1.2549, True), (1.26, False)])
def test_as_many_digits_count_as_are_shown(measured: float, met: bool) -> None:
    assert (verdict(measured, 1.25) == "met") is met
