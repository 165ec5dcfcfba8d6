"""The bridge once more, written straight from design/diagnosis.md: one record, one day at a time.

Slow, and shares no code with `cockpit.analysis` beyond the calendar; every figure in minor units.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Grain, to_date, to_day
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import ASSUMPTION_FIELDS, LEARNED, Assumption
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, Outcome

UNKNOWN_LEAD = -2
Effects = dict[str, float]
Delay = float | tuple[float, ...]


@dataclass(frozen=True)
class Rates:
    """The rates of one rep, source and day."""

    q: float
    w: float
    a: float
    q_days: Delay
    w_days: Delay
    l_days: Delay

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


def _by(delay: Delay, d: int) -> float:
    """F(d) of a median in days, or of a table by day that stays at its last."""
    if d < 0:
        return 0.0
    if isinstance(delay, tuple):
        return delay[min(d, len(delay) - 1)]
    return float(1 - 2 ** (-(d + 1) / delay)) if delay else 1.0


@cache
def _landed(q_days: Delay, w_days: Delay, first: int, d: int) -> float:
    return sum(
        (_by(q_days, k) - _by(q_days, k - 1)) * _by(w_days, d - k) for k in range(first, d + 1)
    )


def _shares(delay: Any, *, lost: bool = False) -> Delay:
    if isinstance(delay, LearnedDelay):
        return delay.otherwise_by if lost else delay.happened_by
    return delay or 0.0


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

    def _rows_of(self, day: int) -> tuple[tuple[Assumption, ...], LearnedDelays | None]:
        """Return what holds on a day: the rows and curves of a lock, else those of now."""
        plan = self.facts.plan
        for lock in plan.locks:
            if to_date(day) in self.facts.team.calendar.parse(lock.period):
                return lock.assumptions, lock.learned
        return plan.assumptions, plan.learned

    @staticmethod
    def _pick(rows: Iterable[Assumption], field: str, *names: str | None) -> Any:
        """Return a field of the most specific row; what says learned comes before any number."""
        rep, source, label = names
        order = [
            (rep, source, label), (rep, source, None), (rep, None, label), (None, source, label),
            (rep, None, None), (None, source, None), (None, None, label), (None, None, None),
        ]  # fmt: skip
        given = {(row.rep, row.source, row.period): getattr(row, field) for row in rows}
        return [given[key] for key in order if given.get(key) is not None]

    def _delay(self, picked: list[Any], step: Step, source: str | None, day: int) -> Any:
        """Return the delay that the rows of a field come to; nothing learned: the next median."""
        learned = self._rows_of(day)[1]
        if picked and picked[0] is LEARNED and learned is not None:
            delay = learned.find(step, source)
            if delay is not None:
                return delay
        return next((value for value in picked if value is not LEARNED), None)

    def rates(self, rep: int, source: int, day: int) -> Rates:
        calendar = self.facts.team.calendar
        rows, _ = self._rows_of(day)
        named = {row.period for row in rows}
        labels = [
            calendar.period_of(to_date(day), grain).label
            for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
        ]
        label = next((label for label in labels if label in named), None)
        key = (rep, source, label, id(rows))
        if key not in self._rates:
            names = (self.rep_names[rep], self.source_names[source], label)
            q, w, a, q_days, w_days, l_days, _ = (
                self._pick(rows, field, *names) for field in ASSUMPTION_FIELDS
            )
            to_opp = self._delay(q_days, Step.LEAD_TO_OPP, names[1], day)
            to_win, to_loss = (
                self._delay(picked, Step.OPP_TO_END, names[1], day)
                for picked in (w_days, [*l_days, *w_days])
            )
            self._rates[key] = Rates(
                q[0], w[0], a[0], _shares(to_opp), _shares(to_win), _shares(to_loss, lost=True)
            )
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
                for row in self._rows_of(day)[0]:
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
