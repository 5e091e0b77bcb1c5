from __future__ import annotations

from datetime import date

import pytest

from tests.budgets.ledger import Budget, Entry, Ledger, LedgerError

DAY, LATER = date(2026, 11, 24), date(2026, 12, 1)
ENTRY = '{ value = 1.0, on = 2026-11-24, why = "first measured" }'
FILE = f"""\
# What it may cost.

# Cold starts.
[cold]
"contacts.get" = [
    {ENTRY},
]
"contacts.list" = [
    {{ value = 2.0, on = 2026-11-24, why = "first measured" }},
]

# Counts.
["of things, in number"]
routes = [
    {{ value = 22, on = 2026-11-24, why = "those of the template" }},
]
"""


def budget(value: float) -> Budget:
    return Budget(group="cold", name="contacts.get", history=(Entry(value=value, on=DAY, why="first measured"),))


@pytest.mark.parametrize("measured", [1.02, 1.0, 0.97])
def test_a_figure_within_two_percent_above_and_three_below_fits(measured: float) -> None:
    assert budget(1.0).complaint(measured) == ""


def test_a_figure_above_says_what_grew_by_how_much_and_how_to_raise_the_budget() -> None:
    assert budget(1.2).complaint(1.26) == (
        "cold, contacts.get: 1.26, and the budget is 1.2 (+5.0%). "
        'Make it leaner, or raise the budget and say why: make budgets-set WHY="..."'
    )


def test_a_figure_far_below_asks_to_keep_it_there() -> None:
    assert "0.95, and the budget is 1 (-5.0%). It got leaner; lower the budget" in budget(1.0).complaint(0.95)


def test_a_count_must_not_grow_at_all() -> None:
    assert budget(100).complaint(100) == ""
    assert "101" in budget(100).complaint(101)


def test_where_nothing_is_allowed_one_is_too_much() -> None:
    assert budget(0).complaint(0) == ""
    assert "1, and the budget is 0. Make it leaner" in budget(0).complaint(1)


def test_the_last_entry_is_in_force() -> None:
    raised = FILE.replace(f"{ENTRY},", f'{ENTRY},\n{{ value = 3.0, on = 2026-12-01, why = "does more" }},')
    assert Ledger(raised).groups["cold"]["contacts.get"].value == 3.0


def test_every_figure_needs_a_budget_and_every_budget_a_figure() -> None:
    ledger = Ledger(FILE)
    assert ledger.complaints("cold", {"contacts.get": 1.0, "contacts.new": 0.5}) == [
        'cold, contacts.list: has a budget but is no more: make budgets-set WHY="..."',
        'cold, contacts.new: 0.5, without a budget: make budgets-set WHY="..."',
    ]
    assert len(ledger.complaints("unheard of", {"contacts.get": 1.0})) == 1


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("1.0", "a budget is a list"),
        ("[]", "a budget is a list"),
        ("[1.0]", "an entry has value, on and why"),
        ("[{ value = 1.0, on = 2026-11-24 }]", "an entry has value, on and why"),
        ('[{ value = 1.0, on = 2026-11-24, why = "" }]', "why cannot be ''"),
        ('[{ value = 1.0, on = 2026-11-24, why = "because" }]', "why cannot be 'because'"),
        ('[{ value = 1.0, on = "today", why = "first measured" }]', "on cannot be 'today'"),
        ('[{ value = true, on = 2026-11-24, why = "first measured" }]', "value cannot be True"),
        ('[{ value = -1, on = 2026-11-24, why = "first measured" }]', "value cannot be -1"),
        (f'[{{ value = 1.0, on = 2026-12-01, why = "does more" }}, {ENTRY}]', "must be the latest"),
    ],
)
def test_a_budget_without_its_reason_and_day_is_none(entry: str, complaint: str) -> None:
    with pytest.raises(LedgerError, match=complaint):
        Ledger(f'[cold]\n"contacts.get" = {entry}\n')


def test_what_does_not_fit_gets_another_line_and_nothing_else_changes() -> None:
    amended = Ledger(FILE).amended("cold", {"contacts.get": 1.5, "contacts.list": 2.01}, on=LATER, why="does more")
    added = '    { value = 1.5, on = 2026-12-01, why = "does more" },\n'
    assert amended.text.replace(added, "") == FILE
    assert [entry.value for entry in amended.groups["cold"]["contacts.get"].history] == [1.0, 1.5]


def test_what_hardly_fits_gets_another_line_when_budgets_are_set() -> None:
    measured = {"contacts.get": 1.015, "contacts.list": 2.015}
    assert Ledger(FILE).complaints("cold", measured) == []
    amended = Ledger(FILE).amended("cold", measured, on=LATER, why="does more")
    assert {name: budget.value for name, budget in amended.groups["cold"].items()} == {
        "contacts.get": 1.015,
        "contacts.list": 2.0,
    }


def test_what_is_spared_this_time_keeps_its_budget() -> None:
    ledger = Ledger(FILE)
    assert ledger.complaints("cold", {"contacts.get": 1.0}, spared={"contacts.list"}) == []
    assert (
        ledger.amended("cold", {"contacts.get": 1.0}, on=LATER, why="does more", spared={"contacts.list"}).text == FILE
    )


def test_the_budget_of_what_is_no_more_goes_and_nothing_else_changes() -> None:
    amended = Ledger(FILE).amended("cold", {"contacts.get": 1.0}, on=LATER, why="one function less")
    assert list(amended.groups["cold"]) == ["contacts.get"]
    gone = '"contacts.list" = [\n    { value = 2.0, on = 2026-11-24, why = "first measured" },\n]\n'
    assert amended.text == FILE.replace(gone, "")


def test_a_new_budget_is_put_at_the_end_of_its_group() -> None:
    spared = {"contacts.get", "contacts.list"}
    amended = Ledger(FILE).amended("cold", {"contacts.new": 0.5}, on=LATER, why='of a "new" function', spared=spared)
    assert list(amended.groups["cold"]) == ["contacts.get", "contacts.list", "contacts.new"]
    assert amended.groups["cold"]["contacts.new"].history[-1].why == 'of a "new" function'
    assert "]\n\n# Counts." in amended.text


def test_a_new_group_is_put_at_the_end_of_the_file() -> None:
    amended = Ledger(FILE).amended("warm, now", {"contacts.get": 0.4}, on=LATER, why="first measured")
    assert amended.text.startswith(FILE)
    assert amended.groups["warm, now"]["contacts.get"].value == 0.4


def test_a_group_may_have_any_name() -> None:
    amended = Ledger(FILE).amended("of things, in number", {"routes": 25}, on=LATER, why="three more")
    assert amended.groups["of things, in number"]["routes"].value == 25
