"""What the cells of a row must say together: dates in order, wins with a date, rates at all."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.domain.plan import ASSUMPTION_FIELDS
from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.cells import MISSING
from cockpit.intake.findings import Finding, find
from cockpit.intake.layouts import Layout

Columns = dict[str, Any]
_DAY = 86_400
_TOTALS = frozenset(
    "total|totals|grand total|sum|summe|gesamt|gesamtsumme|totaux|total général|somme|suma|"
    "total general|total geral|soma|totaal|eindtotaal|som".split("|")
)
"""Words where a rep is expected, in a row that adds up the others."""


def check_rows(layout: Layout, columns: Columns, today: int) -> list[Finding]:
    """Return what is wrong between the cells of rows.

    Args:
        layout: How the table is read.
        columns: The values by column. A close date of an open opportunity is taken out, and what
            was spent without a word on the reserve was not from it. Where one column holds the
            close date of closed opportunities and the expected one of others, each goes its way.
        today: Day number; what is won or lost later is a finding.
    """
    kind = layout.kind
    if kind is FileKind.OPPORTUNITIES:
        close = layout.columns.get("closed_at")
        is_shared = close is not None and close == layout.columns.get("expected_close_at")
        return _check_opportunities(columns, today, is_shared=is_shared)
    if kind is FileKind.LEADS:
        return _check_leads(columns)
    if kind in (FileKind.TARGETS, FileKind.COMMITMENTS):
        return _check_promises(columns)
    if kind is FileKind.ASSUMPTIONS:
        return _check_assumptions(columns)
    if kind is FileKind.SPEND:
        return _check_spend(columns)
    return []


def _check_opportunities(columns: Columns, today: int, *, is_shared: bool) -> list[Finding]:
    outcome = columns["outcome"]
    is_won, is_lost = outcome == Outcome.WON, outcome == Outcome.LOST
    created, closed = columns["created_at"], _numbers(columns, "closed_at")
    amount = _numbers(columns, "amount")
    is_closed = closed != MISSING
    found = [
        *find(
            _is_before(closed, created) & ~(outcome == Outcome.OPEN),
            "closed_at",
            "closed before it was created",
            rejects=True,
        ),
        *find(
            is_won & ~is_closed,
            "closed_at",
            "won without a close date; counted in no period",
            rejects=False,
        ),
        *find(is_lost & ~is_closed, "closed_at", "lost without a close date", rejects=False),
        *find(
            (outcome == Outcome.OPEN) & is_closed & (not is_shared),
            "closed_at",
            "open, so the close date is not used",
            rejects=False,
        ),
        *find(
            ~(outcome == Outcome.OPEN) & is_closed & (closed // _DAY > today),
            "closed_at",
            "closed in the future",
            rejects=False,
        ),
        *find(is_won & (amount == MISSING), "amount", "won without an amount", rejects=False),
        *find((amount < 0) & (amount != MISSING), "amount", "negative amount", rejects=False),
    ]
    if "closed_at" in columns:
        columns["closed_at"] = np.where(outcome == Outcome.OPEN, MISSING, closed)
    if is_shared:
        columns["expected_close_at"] = np.where(outcome == Outcome.OPEN, closed, MISSING)
    return found


def _check_leads(columns: Columns) -> list[Finding]:
    assigned = columns["assigned_at"]
    return [
        *find(
            _is_before(assigned, _numbers(columns, "created_at")),
            "assigned_at",
            "assigned before it was created",
            rejects=False,
        ),
        *find(
            _is_before(_numbers(columns, "disqualified_at"), assigned),
            "disqualified_at",
            "disqualified before it was assigned",
            rejects=False,
        ),
    ]


def _check_promises(columns: Columns) -> list[Finding]:
    reps = columns["rep"]
    names = enumerate(reps.categories)
    totals = [code for code, name in names if str(name).rstrip(" :").casefold() in _TOTALS]
    return find(np.isin(reps.codes, totals), "rep", "a total, and no rep", rejects=True)


def _check_assumptions(columns: Columns) -> list[Finding]:
    count = len(next(iter(columns.values())))
    is_empty = np.ones(count, dtype=np.bool_)
    for name in ASSUMPTION_FIELDS:
        if name in columns:
            values = columns[name]
            is_empty &= np.isnan(values) if values.dtype == np.float64 else values == MISSING
    return find(is_empty, None, "gives no rate, size or number of days", rejects=True)


def _check_spend(columns: Columns) -> list[Finding]:
    reserve, amount = _numbers(columns, "reserve"), columns["amount"]
    columns["reserve"] = np.where(reserve == MISSING, 0, reserve)
    return find((amount < 0) & (amount != MISSING), "amount", "negative amount", rejects=False)


def _is_before(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> Any:
    """Return where the first lies on an earlier day than the second, both given."""
    return (first != MISSING) & (second != MISSING) & (first // _DAY < second // _DAY)


def _numbers(columns: Mapping[str, Any], name: str) -> npt.NDArray[np.int64]:
    """Return a column of times or amounts, `MISSING` throughout when the file has none."""
    if name in columns:
        return np.asarray(columns[name])
    return np.full(len(next(iter(columns.values()))), MISSING, dtype=np.int64)
