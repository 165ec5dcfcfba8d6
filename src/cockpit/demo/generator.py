"""Draws the demo team's history: plain files like those that a user would import.

Everything follows the plan's rates times the story's factors. Each rep has a random stream of his
own, so that one rep's story can change without moving another's.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from cockpit.demo.customers import draw_company, draw_segment
from cockpit.demo.story import DemoRep, DemoSource, Story
from cockpit.domain.fiscal import FiscalCalendar, Grain, Period

Row = dict[str, object]

_CALENDAR = FiscalCalendar()
_AMOUNT_SPREAD = 0.42  # standard deviation of log amount
_DISQUALIFIED = 0.6  # share of the leads without an opportunity that are closed as unfit
_SELF_SOURCED_A_QUARTER = 3
_STAGES = ((12, "Discovery"), (28, "Demo"), (50, "Proposal"), (10_000, "Negotiation"))
_COMPETITORS = ("Northwind", "Contoso", "Fabrikam")
_RATES = ("lead_to_opp", "win_rate", "deal_size")
_OWN_WORK = DemoSource("", "sales", share=0.0, lead_to_opp=0.38, win_rate=0.26, deal_size=9500)
_REASONS_UNFIT = ("No budget", "Wrong size", "Student", "Duplicate", "Not reachable")


def write_demo_files(story: Story, folder: Path) -> tuple[Path, ...]:
    """Write the demo team's plain files into a folder and return their paths."""
    leads, opportunities = _draw_records(story)
    tables = {
        "targets": list(_targets(story)),
        "commitments": list(_commitments(story)),
        "assumptions": list(_assumptions(story)),
        "leads": leads,
        "opportunities": opportunities,
    }
    return tuple(_write(folder / f"{name}.csv", rows) for name, rows in tables.items())


def _write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _months(story: Story) -> tuple[Period, ...]:
    months = [_CALENDAR.period_of(story.first_day, Grain.MONTH)]
    last = _CALENDAR.period_of(story.today, Grain.QUARTER).end
    while months[-1].end < last:
        months.append(_CALENDAR.next(months[-1]))
    return tuple(months)


def _promised(story: Story, rep: DemoRep, month: Period) -> dict[str, int]:
    """Return the leads promised to a rep in a month, by source."""
    if month.end < rep.promised_from:
        return {}
    ramp = 1.0
    if _is_current(story, month):
        ramp = rep.ramp[(month.start.month - 1) % 3]
    summer = 0.92 if month.start.month == 8 else 1.0  # noqa: PLR2004 - August is quiet
    shares = rep.shares or {source.name: source.share for source in story.sources}
    promised = {name: round(rep.leads * share * ramp * summer) for name, share in shares.items()}
    return {name: leads for name, leads in promised.items() if leads}


def _is_current(story: Story, month: Period) -> bool:
    return month.start in _CALENDAR.period_of(story.today, Grain.QUARTER)


def _targets(story: Story) -> Iterator[Row]:
    quarters = dict.fromkeys(_CALENDAR.period_of(m.start, Grain.QUARTER) for m in _months(story))
    for rep in story.reps:
        for quarter in quarters:
            if quarter.end < rep.promised_from:
                continue
            current = story.today in quarter
            revenue = rep.target if current else rep.past_target
            yield {"rep": rep.name, "period": quarter.label, "revenue": revenue}


def _commitments(story: Story) -> Iterator[Row]:
    for rep in story.reps:
        for month in _months(story):
            for source, leads in _promised(story, rep, month).items():
                yield {"rep": rep.name, "period": month.label, "source": source, "leads": leads}


def _assumptions(story: Story) -> Iterator[Row]:
    rates = {name: getattr(_OWN_WORK, name) for name in _RATES}
    general = {**rates, **story.delays}
    yield {"rep": "", "source": "", "period": "", **general, "self_sourced_opps": ""}
    empty = dict.fromkeys(general, "")
    for source in story.sources:
        rates = {name: getattr(source, name) for name in _RATES}
        yield {"rep": "", "source": source.name, "period": "", **empty, **rates}
    for rep in story.reps:
        for month in _months(story)[::3]:
            if month.end < rep.promised_from:
                continue
            quarter = _CALENDAR.period_of(month.start, Grain.QUARTER).label
            own = {"self_sourced_opps": _SELF_SOURCED_A_QUARTER}
            yield {"rep": rep.name, "source": "", "period": quarter, **empty, **own}


def _draw_records(story: Story) -> tuple[list[Row], list[Row]]:
    leads: list[Row] = []
    opportunities: list[Row] = []
    for index, rep in enumerate(story.reps):
        draw = _RepDraw(story, rep, index)
        for month in _months(story):
            draw.draw_month(month)
        leads += draw.leads
        opportunities += draw.opportunities
    leads += _draw_without_owner(story)
    leads.sort(key=lambda row: str(row["assigned_at"]))
    opportunities.sort(key=lambda row: str(row["created_at"]))
    return leads, opportunities


def _draw_without_owner(story: Story) -> list[Row]:
    """Return a few new leads that nobody has been given yet."""
    nobody = DemoRep(name="", seed=(0, 14), leads=0, target=0, past_target=0)
    draw = _RepDraw(story, nobody, len(story.reps))
    newest = story.today - timedelta(days=8)
    for source in story.sources[:3]:
        for _ in range(4):
            draw.draw_lead(source, draw.draw_workday(newest, story.today))
    worked = {row["lead_id"] for row in draw.opportunities}
    waiting = [row for row in draw.leads if row["lead_id"] not in worked]
    for row in waiting:
        row.update(first_response_at="", status="New")
    return waiting


def _stage(age: int) -> str:
    return next(stage for limit, stage in _STAGES if age < limit)


class _RepDraw:
    """The records of one rep, drawn month by month from the rep's own random stream."""

    def __init__(self, story: Story, rep: DemoRep, index: int) -> None:
        self.story, self.rep, self.index = story, rep, index
        self.random = np.random.default_rng(rep.seed)
        self.sources = {source.name: source for source in story.sources}
        self.leads: list[Row] = []
        self.opportunities: list[Row] = []

    def draw_month(self, month: Period) -> None:
        """Draw the leads of a month with what became of them, and the self-sourced deals."""
        now = _is_current(self.story, month)
        for name, promised in _promised(self.story, self.rep, month).items():
            delivered = promised * (self._now("leads") * self._mix(name) if now else 1.0)
            for _ in range(self._count(delivered)):
                day = self._arrival(month, name if now else "")
                if day is not None and day <= self.story.today:
                    self.draw_lead(self.sources[name], day)
        for _ in range(self._count(_SELF_SOURCED_A_QUARTER / 3)):
            day = self.draw_workday(month.start, month.end)
            if max(self.rep.starts_on, month.start) <= day <= self.story.today:
                self._draw_opportunity(_OWN_WORK, day, lead=None)

    def _count(self, expected: float) -> int:
        """Return a whole number near what is expected; marketing delivers most of a promise."""
        steady = int(expected * 0.8)
        return steady + int(self.random.poisson(expected - steady))

    def _now(self, name: str) -> float:
        return float(self.rep.now.get(name, 1.0))

    def _mix(self, source: str) -> float:
        return float(self.rep.now.get("mix", {}).get(source, 1.0))

    def _factor(self, name: str, day: date) -> float:
        factor = float(self.rep.always.get(name, 1.0))
        if day in _CALENDAR.period_of(self.story.today, Grain.QUARTER):
            factor *= self._now(name)
        return factor

    def _arrival(self, month: Period, source: str) -> date | None:
        """Return the day on which a lead is assigned; `None` before the rep is there."""
        late: str = self.rep.now.get("late", {}).get(source, "")
        if late and date.fromisoformat(late) > month.end:
            day = self.draw_workday(date.fromisoformat(late), self.story.today)
        elif late:
            day = self.draw_workday(max(month.start, date.fromisoformat(late)), month.end)
        else:
            day = self.draw_workday(month.start, month.end)
        return day if day >= self.rep.starts_on else None

    def draw_workday(self, first: date, last: date) -> date:
        """Return a weekday of a span of days."""
        days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
        working = [day for day in days if day.weekday() < 5] or days  # noqa: PLR2004 - weekdays
        return working[int(self.random.integers(len(working)))]

    def _at(self, day: date) -> datetime:
        minute = int(self.random.integers(8 * 60, 18 * 60))
        return datetime.combine(day, time(minute // 60, minute % 60))

    def _delay(self, median: float) -> int:
        """Return whole days such that P(delay ≤ d) = 1 − 2^(−(d+1)/median), as the plan says."""
        return int(-np.log2(1.0 - self.random.random()) * median)

    def draw_lead(self, source: DemoSource, day: date) -> None:
        """Draw a lead of a source that is assigned on a day, with what became of it."""
        number = f"L-{self.index + 1:02}{len(self.leads) + 1:04}"
        account, segment = draw_company(self.random), draw_segment(self.random)
        assigned = self._at(day)
        lead: Row = {
            "lead_id": number,
            "rep": self.rep.name,
            "source": source.name,
            "assigned_at": assigned.isoformat(sep=" "),
            "created_at": (assigned - timedelta(minutes=self._delay(90))).isoformat(sep=" "),
            "qualified_at": "",
            "first_response_at": self._response(assigned),
            "disqualified_at": "",
            "disqualified_reason": "",
            "status": "Working",
            "segment": segment,
            "campaign": f"{source.name} {day:%Y-%m}",
            "tier": str(self.random.choice(["hot", "warm", "cold"], p=[0.2, 0.5, 0.3])),
            "account": account,
        }
        self.leads.append(lead)
        rate = source.lead_to_opp * source.quality * self._factor("lead_to_opp", day)
        becomes_opportunity = self.random.random() < rate
        reached = day + timedelta(days=self._delay(self.story.delays["lead_to_opp_days"]))
        if becomes_opportunity and reached <= self.story.today:
            lead.update(qualified_at=reached.isoformat(), status="Converted")
            self._draw_opportunity(source, reached, lead)
        elif not becomes_opportunity and self.random.random() < _DISQUALIFIED:
            self._disqualify(lead, day + timedelta(days=4 + self._delay(18)))

    def _response(self, assigned: datetime) -> str:
        answered = assigned + timedelta(minutes=float(self.random.lognormal(4.2, 1.4)))
        if answered.date() > self.story.today or self.random.random() < 0.04:  # noqa: PLR2004
            return ""
        return answered.isoformat(sep=" ", timespec="minutes")

    def _disqualify(self, lead: Row, day: date) -> None:
        if day <= self.story.today:
            reason = str(self.random.choice(_REASONS_UNFIT))
            lead.update(
                disqualified_at=day.isoformat(), disqualified_reason=reason, status="Disqualified"
            )

    def _draw_opportunity(self, source: DemoSource, day: date, lead: Row | None) -> None:
        won = self.random.random() < source.win_rate * self._factor("win_rate", day)
        days = self.story.delays["opp_to_win_days" if won else "opp_to_loss_days"]
        if day > self.story.today - timedelta(days=120):
            days *= self._now("days")
        closed = day + timedelta(days=self._delay(days))
        mean = source.deal_size * self._factor("deal_size", day)
        amount = self.random.lognormal(np.log(mean) - _AMOUNT_SPREAD**2 / 2, _AMOUNT_SPREAD)
        is_open = closed > self.story.today
        age = (self.story.today - day).days
        row: Row = {
            "opportunity_id": f"O-{self.index + 1:02}{len(self.opportunities) + 1:04}",
            "created_at": day.isoformat(),
            "outcome": "open" if is_open else "won" if won else "lost",
            "rep": self.rep.name,
            "lead_id": lead["lead_id"] if lead else "",
            "source": source.name,
            "origin": "marketing" if lead else "sales",
            "kind": str(self.random.choice(["new", "upsell", "cross_sell"], p=[0.8, 0.13, 0.07])),
            "account": lead["account"] if lead else draw_company(self.random),
            "stage": _stage(age) if is_open else "Closed",
            "amount": round(amount, -1),
            "expected_close_at": (day + timedelta(days=30 + self._delay(30))).isoformat(),
            "closed_at": "" if is_open else closed.isoformat(),
            "loss_reason": "",
            "competitor": "",
        }
        if row["outcome"] == "lost":
            row["loss_reason"] = str(self.random.choice(self.rep.loss_reasons))
            if row["loss_reason"] == "Competitor":
                row["competitor"] = str(self.random.choice(_COMPETITORS))
        self.opportunities.append(row)
