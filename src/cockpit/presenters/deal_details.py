"""One open deal in full: its record, field by field, and how its win chance comes about."""

from datetime import date
from typing import Any

import pandas as pd

from cockpit.presenters.explanation import MathLine, MathView
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_money_exact,
    format_percent,
)
from cockpit.presenters.rep_deals import DealView

_TITLES = {
    "opportunity_id": "Opportunity",
    "account": "Account",
    "rep": "Rep",
    "lead_id": "Lead",
    "source": "Source",
    "origin": "Brought in by",
    "kind": "Kind",
    "stage": "Stage",
    "created_at": "Opened",
    "expected_close_at": "Expected close",
    "amount": "Amount",
    "outcome": "Outcome in the store",
    "closed_at": "Closed",
    "contract_signed_at": "Contract signed",
    "loss_reason": "Loss reason",
    "competitor": "Competitor",
}
"""Field of the record and its name on screen, in the order of the dialog."""

_DECIMALS = 4


def build_fields(record: "pd.Series[Any]", currency: str) -> tuple[tuple[str, str], ...]:
    """Return name and value of each field of a record that says something.

    Args:
        record: The record in full, by column.
        currency: Of the amount.
    """
    shown = ((title, _format_field(name, record.get(name), currency))
             for name, title in _TITLES.items())  # fmt: skip
    return tuple((title, text) for title, text in shown if text)


def _format_field(name: str, value: Any, currency: str) -> str:
    if value is None or pd.isna(value):
        return ""
    if name == "amount":
        return format_money_exact(int(value), currency)
    if name.endswith("_at"):
        return format_date(pd.Timestamp(value).date())
    text = str(value)
    return text.replace("_", " ") if name in {"origin", "kind"} else text


def build_deal_math(deal: DealView, end: date) -> MathView | None:
    """Return how a deal's chances come about; nothing where the plan gives no win rate.

    Args:
        deal: The deal.
        end: The last day of the period.
    """
    chance, by_end = deal.chance, deal.chance_by_end
    if chance is None or by_end is None:
        return None
    age = format_count(deal.age)
    curves = deal.curves
    lines = [
        MathLine("w", "Win rate of a new deal of this kind, by the plan", _share(curves.win_rate)),
        MathLine("Fw", f"Share of wins that have come by day {age}", _share(curves.won_by_now)),
        MathLine("Fl", f"Share of losses that have come by day {age}", _share(curves.lost_by_now)),
        MathLine("S", "Share of such deals that are still open", _share(curves.still_open)),
        MathLine("Fe", f"Share of wins that have come by {format_date(end)}",
                 _share(curves.won_by_end)),
        MathLine("=", "Win chance now", format_percent(chance, 1), is_result=True),
        MathLine("=", f"Of which by {format_date(end)}", format_percent(by_end, 1),
                 is_result=True),
    ]  # fmt: skip
    note = (
        "The deal has outlived every curve (S is nil), so it is worth nothing: stale, not hopeful."
        if deal.is_stale
        else "Of all deals like this one, those that would have been won or lost by now are gone; "
        "the chance is that of the ones still open."
    )
    return MathView(
        title=f"Win chance · {deal.opportunity}",
        question=f"Open for {age} days: how likely is a win, given that it is still open?",
        formula="S = 1 − w × Fw − (1 − w) × Fl; chance = w × (1 − Fw) ÷ S; "
        "by the end w × (Fe − Fw) ÷ S",
        figures="",
        lines=tuple(lines),
        note=note,
    )


def _share(value: float) -> str:
    return f"{value:.{_DECIMALS}f}"
