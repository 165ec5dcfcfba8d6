"""The bridge once more, written straight from design/diagnosis.md: one record, one day at a time.

Slow, and shares no code with `cockpit.analysis` beyond the calendar; every figure in minor units.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Grain, to_date, to_day
from cockpit.domain.plan import ASSUMPTION_FIELDS
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, Outcome

UNKNOWN_LEAD = -2
Effects = dict[str, float]


@dataclass(frozen=True)
class Rates:
    """The rates of one rep, source and day."""

    q: float
    w: float
    a: float
    q_days: float
    w_days: float
    l_days: float

    @property
    def v(self) -> float:
        return self.q * self.w * self.a

    def to_opportunity(self, d: int) -> float:
        return _by(self.q_days, d)

    def to_win(self, d: int) -> float:
        return _by(self.w_days, d)

    def still_open(self, x: int) -> float:
        return 1 - self.w * self.to_win(x) - (1 - self.w) * _by(self.l_days, x)

    def won_between(self, a0: int, a1: int) -> float:
        """P(won at an age in [a0, a1] | open at the start of age a0)."""
        still_open = self.still_open(a0 - 1)
        if still_open < 1e-9:
            return 0.0
        return self.w * (self.to_win(a1) - self.to_win(a0 - 1)) / still_open

    def won_later(self, age: int) -> float:
        """P(won at any age above this one | open at its end)."""
        still_open = self.still_open(age)
        return 0.0 if still_open < 1e-9 else self.w * (1 - self.to_win(age)) / still_open

    def landed(self, d: int, first: int = 0) -> float:
        """Σ_{k=first..d} f_q(k)·F_w(d−k): G(d) when it starts at 0."""
        return _landed(self.q_days, self.w_days, first, d)


def _by(median: float, d: int) -> float:
    if d < 0:
        return 0.0
    return float(1 - 2 ** (-(d + 1) / median)) if median else 1.0


@cache
def _landed(q_days: float, w_days: float, first: int, d: int) -> float:
    return sum(
        (_by(q_days, k) - _by(q_days, k - 1)) * _by(w_days, d - k) for k in range(first, d + 1)
    )


class SlowBridge:
    """Effects per rep name (`None`: nobody) for one question."""

    def __init__(self, facts: Facts, question: Question) -> None:
        self.facts, self.question = facts, question
        self.start, self.end = to_day(question.period.start), to_day(question.period.end)
        self.t = to_day(question.as_of)
        self.cohort = question.basis is Basis.COHORT
        self.u = max(self.t if self.cohort else min(self.t, self.end), self.start - 1)
        self.rep_names = {-1: None} | {rep.id: rep.name for rep in facts.reps}
        self.source_names = {-1: None} | {source.id: source.name for source in facts.sources}
        self.leads = list(_records(facts.leads))
        self.deals = [self._dated(deal) for deal in _records(facts.opportunities)]
        self.deals = [d for d in self.deals if d["outcome"] != Outcome.WON or d["closed"] != NEVER]
        self._rates: dict[Any, Rates] = {}

    def effects(self) -> dict[str | None, Effects]:
        return {name: self._effects_of(id_) for id_, name in self.rep_names.items()}

    def _dated(self, deal: dict[str, int]) -> dict[str, int]:
        if deal["outcome"] == Outcome.LOST and deal["closed"] == NEVER:
            return deal | {"closed": deal["created"]}
        return deal

    def _pick(self, field: str, rep: str | None, source: str | None, label: str | None) -> Any:
        order = [
            (rep, source, label), (rep, source, None), (rep, None, label), (None, source, label),
            (rep, None, None), (None, source, None), (None, None, label), (None, None, None),
        ]  # fmt: skip
        for key in order:
            for row in self.facts.plan.assumptions:
                if (row.rep, row.source, row.period) == key and getattr(row, field) is not None:
                    return getattr(row, field)
        return None

    def rates(self, rep: int, source: int, day: int) -> Rates:
        calendar = self.facts.team.calendar
        named = {row.period for row in self.facts.plan.assumptions}
        labels = [
            calendar.period_of(to_date(day), grain).label
            for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
        ]
        label = next((label for label in labels if label in named), None)
        key = (rep, source, label)
        if key not in self._rates:
            names = (self.rep_names[rep], self.source_names[source], label)
            q, w, a, q_days, w_days, l_days, _ = (
                self._pick(field, *names) for field in ASSUMPTION_FIELDS
            )
            l_days = w_days if l_days is None else l_days
            self._rates[key] = Rates(q, w, a, q_days or 0, w_days or 0, l_days or 0)
        return self._rates[key]

    def _promised(self, rep: int) -> Iterator[tuple[int, float, Rates]]:
        """Yield every promised lead-day of a rep: day, leads, rates."""
        sources = {name: id_ for id_, name in self.source_names.items()}
        for row in self.facts.plan.commitments:
            if row.rep == self.rep_names[rep]:
                period = self.facts.team.calendar.parse(row.period)
                for day in range(to_day(period.start), to_day(period.end) + 1):
                    yield day, row.leads / period.days, self.rates(rep, sources[row.source], day)

    def _self_sourced_per_day(self, rep: int, day: int) -> float:
        calendar = self.facts.team.calendar
        month, quarter, year = (
            calendar.period_of(to_date(day), grain)
            for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
        )
        for name in (self.rep_names[rep], None):
            for label, days in (
                (month.label, month.days), (quarter.label, quarter.days),
                (year.label, year.days), (None, self.question.period.days),
            ):  # fmt: skip
                for row in self.facts.plan.assumptions:
                    is_meant = (row.rep, row.source, row.period) == (name, None, label)
                    if is_meant and row.self_sourced_opps is not None:
                        return row.self_sourced_opps / days
        return 0.0

    def _is_fresh(self, deal: dict[str, int]) -> bool:
        if self.cohort:
            is_member = self.start <= deal["lead_assigned"] <= min(self.u, self.end)
            return is_member and deal["created"] <= self.u
        return self.start <= deal["created"] <= self.u

    def _is_carried(self, deal: dict[str, int]) -> bool:
        began = deal["created"] < self.start and deal["created"] <= self.t
        return not self.cohort and began and deal["closed"] >= self.start

    def _worth(self, deal: dict[str, int], until: int) -> float:
        """Return what the plan expects of an opportunity in the window up to a day."""
        r = self.rates(deal["rep"], deal["source"], deal["created"])
        first = 0 if self._is_fresh(deal) else self.start - deal["created"]
        return r.a * r.won_between(first, until - deal["created"])

    def _carried_leads(self, rep: int, until: int) -> float:
        total = 0.0
        for lead in self.leads:
            if self.cohort or lead["rep"] != rep or lead["assigned"] >= self.start:
                continue
            if (
                lead["assigned"] > self.t
                or min(lead["converted"], lead["disqualified"]) < self.start
            ):
                continue
            r = self.rates(rep, lead["source"], lead["assigned"])
            a0, a1 = self.start - lead["assigned"], until - lead["assigned"]
            left = 1 - r.q * r.to_opportunity(a0 - 1)
            total += r.v * r.landed(a1, a0) / left if left >= 1e-9 else 0.0
        return total

    def _carried_deals(self, rep: int, until: int) -> float:
        mine = (d for d in self.deals if d["rep"] == rep and self._is_carried(d))
        return sum(self._worth(deal, until) for deal in mine)

    def _later(self, r: Rates, day: int) -> float:
        """Return the share of a lead's value that lands after u."""
        end = 1.0 if self.cohort else r.landed(self.end - day)
        return end - r.landed(self.u - day)

    def _effects_of(self, rep: int) -> Effects:
        begin, end, u = self.start, self.end, self.u
        promised = list(self._promised(rep))
        now = [(d, n, r) for d, n, r in promised if begin <= d <= end]
        before = [(d, n, r) for d, n, r in promised if d < begin and not self.cohort]
        received = [
            (lead["assigned"], self.rates(rep, lead["source"], lead["assigned"]))
            for lead in self.leads
            if lead["rep"] == rep and begin <= lead["assigned"] <= min(u, end)
        ]
        a1 = sum(r.v * r.landed(u - d) for d, r in received)
        c1_leads = self._carried_leads(rep, u)
        c1 = c1_leads + self._carried_deals(rep, u)
        due = [(d, n, r) for d, n, r in now if d <= u]
        if now:
            a0 = sum(n * r.v * r.landed(u - d) for d, n, r in due)
            later = sum(n * r.v * self._later(r, d) for d, n, r in now)
        else:
            a0, later = a1, sum(r.v * self._later(r, d) for d, r in received)
        if before:
            c0 = sum(n * r.v * (r.landed(u - d) - r.landed(begin - 1 - d)) for d, n, r in before)
            later += sum(n * r.v * (r.landed(end - d) - r.landed(u - d)) for d, n, r in before)
        else:
            c0 = c1
            later += self._carried_leads(rep, end) + self._carried_deals(rep, end) - c1
        own, own_later = self._self_sourced_plan(rep)
        target = sum(
            row.revenue
            for row in self.facts.plan.targets
            if row.rep == self.rep_names[rep] and row.period == self.question.period.label
        )
        leads, mix = _leads_and_mix(due, received, a0, a1) if now else (0.0, 0.0)
        return {
            "unfunded_plan": a0 + c0 + own + later + own_later - target,
            "not_yet_due": -later - own_later,
            "carry_in": c1 - c0,
            "leads": leads,
            "mix": mix,
            "arrival": a1 - a0 - leads - mix,
        } | self._sales_effects(rep, a1 + c1_leads, own)

    def _self_sourced_plan(self, rep: int) -> tuple[float, float]:
        if self.cohort or self.rep_names[rep] is None:
            return 0.0, 0.0
        now = later = 0.0
        for day in range(self.start, self.end + 1):
            per_day = self._self_sourced_per_day(rep, day)
            r = self.rates(rep, -1, day)
            now += per_day * r.w * r.a * r.to_win(self.u - day)
            later += per_day * r.w * r.a * (r.to_win(self.end - day) - r.to_win(self.u - day))
        return now, later

    def _sales_effects(self, rep: int, from_leads_expected: float, own_plan: float) -> Effects:
        u = self.u
        fresh = [d for d in self.deals if self._is_fresh(d)]
        mine = [d for d in self.deals if d["rep"] == rep and (d in fresh or self._is_carried(d))]

        def value(chosen: Callable[[dict[str, int]], bool]) -> float:
            return sum(self._worth(deal, u) for deal in fresh if chosen(deal))

        def has_lead(deal: dict[str, int]) -> bool:
            return deal["lead_rep"] != UNKNOWN_LEAD

        own = value(lambda d: d["rep"] == rep and not has_lead(d))
        received = value(lambda d: has_lead(d) and d["rep"] == rep != d["lead_rep"])
        passed = value(lambda d: has_lead(d) and d["lead_rep"] == rep != d["rep"])
        step2 = sum(self._worth(deal, u) for deal in mine)
        step3 = step4 = to_come = should_come = 0.0
        for deal in mine:
            r = self.rates(rep, deal["source"], deal["created"])
            age = u - deal["created"]
            first = 0 if deal in fresh else self.start - deal["created"]
            if deal["closed"] > u:
                to_come += r.a * r.won_later(age)
            elif deal["outcome"] == Outcome.WON:
                step3 += r.a
                step4 += deal["amount"]
            should_come += r.a * (r.won_between(first, 10**9) - r.won_between(first, age))
        cycle = should_come - to_come
        return {
            "lead_to_opp": value(lambda d: d["lead_rep"] == rep and has_lead(d))
            - from_leads_expected,
            "handover": received - passed,
            "self_sourced": own - own_plan,
            "win_rate": step3 - step2 - cycle,
            "cycle": cycle,
            "deal_size": step4 - step3,
        }


def _leads_and_mix(
    due: list[tuple[int, float, Rates]], received: list[tuple[int, Rates]], a0: float, a1: float
) -> tuple[float, float]:
    n, n_plan = len(received), sum(leads for _, leads, _ in due)
    if not n_plan:
        return a1, 0.0
    x = a0 / n_plan
    v_plan = sum(leads * r.v for _, leads, r in due) / n_plan
    v = sum(r.v for _, r in received) / n if n else 0.0
    return (n - n_plan) * x, n * x * (v / v_plan - 1) if n and v_plan else 0.0


def _records(frame: Any) -> Iterator[dict[str, int]]:
    for row in frame.to_dict("records"):
        yield {name: int(value) for name, value in row.items()}
