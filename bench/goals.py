"""The performance goals, and whether they are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

EVERY = "*"
Results = Mapping[str, Any]
"""The content of bench/results.json: the figures of each function by name, and some of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The greatest acceptable value of a figure.

    ``subject`` is a function, empty for a figure of the whole, or ``*`` for the greatest value of all functions.
    """

    what: str
    subject: str
    figure: str
    limit: float
    unit: str = ""

    def measured(self, results: Results) -> float | None:
        """Return the figure, or None if it was not measured."""
        if self.subject == EVERY:
            values = [
                each[self.figure] for each in results.values() if isinstance(each, Mapping) and self.figure in each
            ]
            return max(values, default=None)
        found = (results.get(self.subject) or {}) if self.subject else results
        return found.get(self.figure)


BARE = "x bare"
GET, LIST, CREATE = "contacts.get", "contacts.list", "contacts.create"
GOALS = (
    Goal(what="cold start, show a contact", subject=GET, figure="cold_ratio", limit=1.25, unit=BARE),
    Goal(what="cold start, create a contact", subject=CREATE, figure="cold_ratio", limit=1.25, unit=BARE),
    Goal(what="later request, show a contact", subject=GET, figure="warm_ratio", limit=0.40, unit=BARE),
    Goal(what="later request, list 50 contacts", subject=LIST, figure="warm_ratio", limit=3.3, unit=BARE),
    Goal(what="CPU of the first request, over TLS", subject=GET, figure="first_invoke_cpu_ms", limit=3, unit="ms"),
    Goal(what="memory after the first answer, show a contact", subject=GET, figure="rss_mb", limit=45, unit="MB"),
    Goal(what="the same, the largest function", subject=EVERY, figure="rss_mb", limit=45, unit="MB"),
    Goal(what="artifact, zipped", subject="", figure="artifact_zip_mb", limit=6, unit="MB"),
    Goal(what="requests to DynamoDB, show a contact", subject=GET, figure="dynamodb_requests", limit=1),
    Goal(what="CPU of logging in", subject="", figure="login_bcrypt_ratio", limit=1.1, unit="x one bcrypt"),
)


def goal_rows(results: Results) -> Iterator[tuple[str, str, str, str]]:
    """Yield the figure's name, the goal, the measurement, and whether it meets the goal."""
    for goal in GOALS:
        measured = goal.measured(results)
        unit = f" {goal.unit}" if goal.unit else ""
        limit = f"at most {goal.limit:g}{unit}"
        if measured is None:
            yield goal.what, limit, "not measured", ""
        else:
            yield goal.what, limit, f"{measured:.3g}{unit}", verdict(measured, goal.limit)


def verdict(measured: float, limit: float) -> str:
    """Return whether a figure meets its goal; only the digits that the page shows count."""
    return "met" if float(f"{measured:.3g}") <= limit else f"**missed** by {measured / limit - 1:.0%}"
