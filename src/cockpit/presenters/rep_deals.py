"""A rep's open deals as rows, and what they are worth together."""

from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from cockpit.domain.fiscal import to_date
from cockpit.domain.question import Question
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_day_short,
    format_days,
    format_money_exact,
    format_percent,
    format_plural,
)
from cockpit.services.reps import OpenDealsResult

_NO_RATE = "The plan gives no win rate for this source and rep."
_CLOSED_SINCE = "It has been {} since; the stage it was in on this day is not known."
_STALE = "Open for longer than any deal takes by the plan's curves: worth nothing until it moves."


@dataclass(frozen=True, slots=True)
class DealCurves:
    """The values that a deal's chances follow from, named as in the method."""

    win_rate: float
    won_by_now: float
    lost_by_now: float
    won_by_end: float
    still_open: float


@dataclass(frozen=True, slots=True)
class DealView:
    """One open deal; days as dates, money in minor units, chances as shares.

    Args:
        key: Its key in the store.
        stage: As the CRM has it today; empty for a deal that was closed after the as-of day.
        expected_close: Day on which the CRM expects it to close, or `None`.
        is_overdue: Whether that day has passed.
        chance, chance_by_end: Chance of a win ever and by the end of the period; `None` where
            the plan gives no win rate.
        is_stale: Whether it has outlived every curve.
        chance_tip: What the chance rests on.
        curves: The values it follows from.
    """

    key: int
    opportunity: str
    account: str
    source: str
    opened: date
    age: int
    stage: str
    stage_tip: str
    amount: int | None
    currency: str
    expected_close: date | None
    is_overdue: bool
    chance: float | None
    chance_by_end: float | None
    is_stale: bool
    chance_tip: str
    curves: DealCurves

    @property
    def amount_text(self) -> str:
        """Return the amount to the minor unit, without cents where there are none."""
        return format_money_exact(self.amount, self.currency).removesuffix(".00")

    @property
    def close_text(self) -> str:
        """Return the expected close; a day that has passed says so."""
        if self.expected_close is None:
            return UNKNOWN
        shown = format_day_short(self.expected_close)
        return f"{shown} · passed" if self.is_overdue else shown

    @property
    def chance_text(self) -> str:
        """Return the chance now; a stale deal says so."""
        return "stale" if self.is_stale else format_percent(self.chance)


def build_deals(
    deals: OpenDealsResult, records: pd.DataFrame, question: Question, currency: str
) -> tuple[DealView, ...]:
    """Return the rows in the order given.

    Args:
        deals: Age and chances.
        records: All that is known of each, in the same order.
        question: Gives the as-of day and the period.
        currency: The team's, for a deal that names none.
    """
    details = records.to_dict("records")
    return tuple(
        _build_deal(deals, at, record, question, currency) for at, record in enumerate(details)
    )


def format_deals_hint(deals: tuple[DealView, ...], question: Question) -> str:
    """Return how many deals there are and how many wins the plan's rates make of them."""
    if not deals:
        return ""
    ever = sum(deal.chance or 0 for deal in deals)
    by_end = sum(deal.chance_by_end or 0 for deal in deals)
    stale = sum(deal.is_stale for deal in deals)
    text = f"{format_plural(len(deals), 'deal')} · about {_wins(ever)} to come at plan rates"
    if question.as_of < question.period.end:
        text += f", {format_count(round(by_end, 1))} by {format_day_short(question.period.end)}"
    if stale:
        text += f" · {format_count(stale)} stale: outlived every curve"
    return text


def _wins(expected: float) -> str:
    count = round(expected, 1)
    return f"{format_count(count)} {'win' if count == 1 else 'wins'}"


def _build_deal(
    deals: OpenDealsResult, at: int, record: dict[Any, Any], question: Question, currency: str
) -> DealView:
    chance, by_end = (
        _known(float(values[at])) for values in (deals.chances.ever, deals.chances.by_end)
    )
    expected_close = _day(record["expected_close_at"])
    is_still_open = record["outcome"] == "open"
    is_stale = bool(deals.chances.is_stale[at])
    return DealView(
        key=int(deals.keys[at]),
        opportunity=_text(record["opportunity_id"]),
        account=_text(record["account"]),
        source=_text(record["source"]),
        opened=to_date(int(deals.created[at])),
        age=int(deals.age[at]),
        stage=_text(record["stage"]) if is_still_open else "",
        stage_tip="" if is_still_open else _CLOSED_SINCE.format(record["outcome"]),
        amount=None if pd.isna(record["amount"]) else int(record["amount"]),
        currency=_text(record["currency"]) or currency,
        expected_close=expected_close,
        is_overdue=expected_close is not None and expected_close <= question.as_of,
        chance=chance,
        chance_by_end=by_end,
        is_stale=is_stale,
        chance_tip=_tell_chance(chance, by_end, is_stale, float(deals.win_rate[at]), question),
        curves=DealCurves(
            win_rate=float(deals.win_rate[at]),
            won_by_now=float(deals.won_by_now[at]),
            lost_by_now=float(deals.lost_by_now[at]),
            won_by_end=float(deals.won_by_end[at]),
            still_open=float(deals.chances.still_open[at]),
        ),
    )


def _tell_chance(
    chance: float | None, by_end: float | None, is_stale: bool, new: float, question: Question
) -> str:
    """Return what a chance rests on."""
    if is_stale:
        return _STALE
    if chance is None:
        return _NO_RATE
    text = (
        f"{format_percent(chance, 1)} chance of a win at any time, given that it is still open; "
        f"a new deal of this kind has {format_percent(new, 1)} by the plan."
    )
    if question.as_of < question.period.end:
        text += f"\n{format_percent(by_end, 1)} by {format_date(question.period.end)}."
    return text


def format_age(deal: DealView) -> str:
    """Return how long a deal has been open: `94 d`."""
    return format_days(deal.age)


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
