"""docs/faults.md: the findings, fault by fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tests.faults.experiment import NO_FAULT, Finding
from tools.docs.markdown import table

_PAGE = """\
# What happens when something fails

Written by `python -m tests.faults`. It runs every use case against the real handlers and adapters, and lets every call
to DynamoDB, SES, Cloudinary and SSM fail in every way, one at a time: {count} faults. The tests do the same, and fail
when an answer is wrong, when the data does not fit together, when trying again does harm, or when this page is out of
date.

- **Fault**: what a call comes to after the retries of its client. *Once done*: it was carried out, and its answer is
  lost. *From here on*, *timeouts*: all later calls to that service fail alike. *Cancelled by throttling* and *conflict*
  are DynamoDB's reasons for cancelling a transaction. *Server error* is a 5xx. *Access denied* stands for all faults of
  a deployment, which no retry mends.
- **Answer**: 502 and 503 carry `Retry-After`, but for `outcome_unknown`; all failures are problem details (RFC 9457).
- **Data**: what the tables and Cloudinary say right after: *as before* the request, or *done*. A request that takes
  several writes may have stopped *in between*. Requests that change nothing have nothing here.
- **Again**: the same request three minutes later, with nothing failing, and what the data says then. *Done twice* is
  what two requests come to without any fault: one more mail, or one more contact where no `Idempotency-Key` was sent.

After the fault and at the end, always: the revisions of a book have no gap and one entry each in its history; its
count is that of its live contacts; a receipt has its operation, label or view; an address has one claim and one
account; the token of a claim exists and no other is live; a verified account has its book, with the same time zone.

While the Ephemeral table fails, limits per caller are counted in memory, so that such faults are not noticed; where all
of DynamoDB fails from there on, another call is the one that fails. The first call for keys comes before any write but
those of the limits.

"""
_SECTION = """\
## {name}

{table}
"""
_MIN_OTHERS = 3

Group = tuple[str, str, str]


def faults_page(findings: Sequence[Finding]) -> str:
    """Return the text of the page."""
    sections = [section(list(found)) for _, found in groupby(findings, lambda finding: finding.use_case)]
    return introduction(sum(finding.kind != NO_FAULT for finding in findings)) + "\n".join(sections)


def introduction(count: int) -> str:
    """Return the text before the sections, which tells the number of faults."""
    return _PAGE.format(count=f"{count:,}")


def section(findings: Sequence[Finding]) -> str:
    """Return the section of a use case."""
    return _SECTION.format(name=heading(findings[0].use_case), table=_table(findings))


def heading(use_case: str) -> str:
    """Return the heading of a use case's section."""
    return use_case.capitalize()


def _table(findings: Sequence[Finding]) -> str:
    clean, *faulty = findings
    of_calls = [(found[0], _groups(found)) for found in (list(of_call) for _, of_call in groupby(faulty, _position))]
    rows = [["", "none", *_group(clean)]]
    for groups, alike in groupby(of_calls, lambda each: each[1]):
        label = _label([call for call, _ in alike])
        rows += [[label if not index else "", kinds, *group] for index, (kinds, group) in enumerate(groups)]
    return table(["Call", "Fault", "Answer", "Data", "Again"], rows)


def _position(finding: Finding) -> int:
    return finding.position


def _label(calls: Sequence[Finding]) -> str:
    """Return the numbers and names of calls in a row, such as ``1-3. PutItem (Ephemeral)``."""
    lines = []
    for name, named in groupby(calls, lambda call: call.call):
        first, *more = [call.position for call in named]
        lines.append(f"{first}-{more[-1]}. {name}" if more else f"{first}. {name}")
    return "<br>".join(lines)


def _groups(findings: Iterable[Finding]) -> list[tuple[str, Group]]:
    """Return the kinds of fault grouped by what they lead to; the largest group is last."""
    by_group: dict[Group, list[str]] = {}
    for finding in findings:
        by_group.setdefault(_group(finding), []).append(finding.kind)
    return list(_named(by_group))


def _named(by_group: dict[Group, list[str]]) -> Iterator[tuple[str, Group]]:
    ordered = sorted(by_group.items(), key=lambda each: len(each[1]))
    for group, kinds in ordered[:-1]:
        yield ", ".join(kinds), group
    group, kinds = ordered[-1]
    others = "any" if len(ordered) == 1 else "any other"
    yield others if len(kinds) >= _MIN_OTHERS else ", ".join(kinds), group


def _group(finding: Finding) -> Group:
    mails = f", {finding.mails} mail{'s' if finding.mails > 1 else ''}" if finding.mails else ""
    again = f"{finding.again}, {finding.state_again}" if finding.state_again != finding.again else finding.again
    return finding.answer, finding.state, again.rstrip(", ") + mails
