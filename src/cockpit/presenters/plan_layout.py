"""Lay a plan out as three sheets for a period: which columns and rows they have."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cockpit.domain.fiscal import FiscalCalendar, Grain, Period
from cockpit.domain.plan import ASSUMPTION_FIELDS, Assumption, Commitment, Plan, Target
from cockpit.presenters.formatting import format_period
from cockpit.presenters.plan_cells import EMPTY, Cell, Column, Kind
from cockpit.presenters.plan_sheets import Part, Row, Sheet
from cockpit.services.plan import select_plan

_REP = Column("rep", "Rep", Kind.REP, "Rep")
_ANY_REP = Column("rep", "Rep", Kind.REP, "Rep", "Empty: for every rep.", "any")
_SOURCE = Column("source", "Source", Kind.SOURCE, "Source", "Empty: from any source.", "any")
_PERIOD = Column(
    "period",
    "Period",
    Kind.PERIOD,
    "Period",
    "In which the lead or opportunity began: 2026, 2026-Q3 or 2026-07. Empty: at any time.",
    "any",
)


_GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
"""From short to long."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a plan that one period shows.

    Args:
        period: The chosen period.
        calendar: The fiscal calendar.
        currency: ISO 4217 code, for headers.
        reps: Names of the team's reps, in order; each has a row even without a number.
    """

    period: Period
    calendar: FiscalCalendar
    currency: str
    reps: Sequence[str] = ()

    def covers(self, label: str) -> bool:
        """Tell whether a period shares a day with the chosen one."""
        other = self.calendar.parse(label)
        return other.start <= self.period.end and self.period.start <= other.end

    def contains(self, label: str) -> bool:
        """Tell whether a period lies within the chosen one."""
        other = self.calendar.parse(label)
        return self.period.start <= other.start and other.end <= self.period.end

    def select(self, plan: Plan) -> Plan:
        """Return the records of a plan that the chosen period shows."""
        return select_plan(plan, self.calendar, self.period)

    def periods(self, used: Iterable[str]) -> tuple[Period, ...]:
        """Return the periods that deserve a column: the chosen one first, then by day.

        Args:
            used: Labels of periods that the plan names; of the periods longer than the chosen
                one only those have a column.
        """
        named = {self.calendar.parse(label) for label in used if self.covers(label)}
        finer: set[Period] = set(self.calendar.months(self.period))
        if self.period.grain is Grain.YEAR:
            quarters = (self.calendar.period_of(m.start, Grain.QUARTER) for m in finer.copy())
            finer.update(quarters)
        others = (named | finer) - {self.period}
        return (self.period, *sorted(others, key=lambda p: (-_GRAINS.index(p.grain), p.start)))


def build_targets_sheet(plan: Plan, scope: Scope, *, detailed: bool = False) -> Sheet:
    """Return the targets: one row per rep, the chosen period first.

    Args:
        plan: The plan, already cut to the scope.
        scope: The chosen period and its team.
        detailed: Whether the parts of the period have columns even when the plan has none there.
    """
    used = {target.period for target in plan.targets}
    periods = [p for p in scope.periods(used) if detailed or p == scope.period or p.label in used]
    columns = (_REP, *(_target_column(p, scope) for p in periods))
    values = {(t.rep, t.period): Cell(t.revenue) for t in plan.targets}
    reps = dict.fromkeys((*scope.reps, *sorted(t.rep for t in plan.targets)))
    rows = tuple(
        (Cell(rep), *(values.get((rep, period.label), EMPTY) for period in periods)) for rep in reps
    )
    return Sheet(Part.TARGETS, columns, rows)


def build_commitments_sheet(plan: Plan, scope: Scope) -> Sheet:
    """Return the commitments: one row per rep and source, a column per month and longer period.

    A rep with a target but no commitment has a row without a source, ready to be filled.
    """
    used = {commitment.period for commitment in plan.commitments}
    periods = sorted(scope.periods(used), key=lambda p: (_GRAINS.index(p.grain), p.start))
    columns = (_REP, _SOURCE, *(_leads_column(p, scope) for p in periods))
    values = {(c.rep, c.source, c.period): Cell(c.leads) for c in plan.commitments}
    reps = dict.fromkeys((*scope.reps, *sorted(c.rep for c in plan.commitments)))
    sources: dict[str, list[str | None]] = {}
    for commitment in sorted(plan.commitments, key=lambda c: (c.source is None, c.source or "")):
        known = sources.setdefault(commitment.rep, [])
        if commitment.source not in known:
            known.append(commitment.source)
    rows = tuple(
        (Cell(rep), Cell(source), *(values.get((rep, source, p.label), EMPTY) for p in periods))
        for rep in reps
        for source in sources.get(rep, [None])
    )
    return Sheet(Part.COMMITMENTS, columns, rows)


def build_assumptions_sheet(plan: Plan, scope: Scope) -> Sheet:
    """Return the assumptions that speak of the period, the most general first."""
    ordered = sorted(
        plan.assumptions,
        key=lambda a: (
            sum(name is not None for name in (a.rep, a.source, a.period)),
            (a.rep or "", a.source or "", a.period or ""),
        ),
    )
    columns = (_ANY_REP, _SOURCE, _PERIOD, *_rate_columns(scope.currency))
    return Sheet(Part.ASSUMPTIONS, columns, tuple(_assumption_row(row) for row in ordered))


def shift_plan(plan: Plan, scope: Scope) -> Plan:
    """Return the previous period's plan as one for the chosen period, month for month.

    Assumptions that hold at any time already hold here; those of the previous period are repeated.
    """
    calendar, chosen = scope.calendar, scope.period
    before = calendar.previous(chosen)
    moved = {before.label: chosen.label}
    for grain in (Grain.QUARTER, Grain.MONTH):
        pairs = zip(_parts(calendar, before, grain), _parts(calendar, chosen, grain), strict=True)
        moved |= {old.label: new.label for old, new in pairs if old.days < before.days}
    return Plan(
        tuple(Target(t.rep, moved[t.period], t.revenue) for t in plan.targets if t.period in moved),
        tuple(
            Commitment(c.rep, moved[c.period], c.source, c.leads)
            for c in plan.commitments
            if c.period in moved
        ),
        tuple(
            Assumption(
                a.rep, a.source, moved[a.period], *(getattr(a, f) for f in ASSUMPTION_FIELDS)
            )
            for a in plan.assumptions
            if a.period in moved
        ),
    )


def _parts(calendar: FiscalCalendar, period: Period, grain: Grain) -> Iterator[Period]:
    """Yield the quarters or months of a period, in order."""
    seen = dict.fromkeys(calendar.period_of(m.start, grain) for m in calendar.months(period))
    yield from (part for part in seen if part.start >= period.start and part.end <= period.end)


def _target_column(period: Period, scope: Scope) -> Column:
    name = format_period(period)
    noun = f"Target for {name}"
    title = f"{_short(period, scope)}, {scope.currency}"
    if period == scope.period:
        title = f"Target {name}, {scope.currency}"
    return Column(period.label, title, Kind.MONEY, noun)


def _leads_column(period: Period, scope: Scope) -> Column:
    name = format_period(period)
    whole = period.grain is not Grain.MONTH
    hint = f"Leads promised for {name}"
    if whole:
        hint += " as a whole, beside those promised by month; spread evenly over its days"
    title = f"{_short(period, scope)}{' whole' if whole else ''}, leads"
    return Column(period.label, title, Kind.COUNT, f"Leads for {name}", f"{hint}.")


def _short(period: Period, scope: Scope) -> str:
    """Return `Jul` rather than `Jul 2026` where the chosen period says the year."""
    if period.grain is Grain.MONTH and scope.period.grain is not Grain.MONTH:
        return f"{period.start:%b}"
    return format_period(period)


def _rate_columns(currency: str) -> tuple[Column, ...]:
    """Return the value columns of the assumptions, in the order of the plain file."""
    return (
        Column("lead_to_opp", "Lead → opp, %", Kind.RATE, "Lead → opportunity",
               "Share of leads that become opportunities."),
        Column("win_rate", "Win rate, %", Kind.RATE, "Win rate",
               "Share of opportunities that are won."),
        Column("deal_size", f"Deal size, {currency}", Kind.MONEY, "Deal size",
               "Amount of a won opportunity."),
        Column("lead_to_opp_days", "Lead → opp, days", Kind.DAYS, "Days lead → opportunity",
               "Median days until a lead becomes an opportunity; or “learned”: by your own history."
               " 0, or nowhere given: at once."),
        Column("opp_to_win_days", "Opp → win, days", Kind.DAYS, "Days to win",
               "Median days until an opportunity is won; or “learned”: by your own history."
               " 0, or nowhere given: at once."),
        Column("opp_to_loss_days", "Opp → loss, days", Kind.DAYS, "Days to loss",
               "Median days until an opportunity is lost; or “learned”: by your own history."
               " Nowhere given: as for a win."),
        Column("self_sourced_opps", "Self-sourced, opps", Kind.COUNT, "Self-sourced opportunities",
               "Opportunities that the rep opens without a lead, for a rep and period."),
    )  # fmt: skip


def _assumption_row(row: Assumption) -> Row:
    values = (getattr(row, field) for field in ASSUMPTION_FIELDS)
    return (Cell(row.rep), Cell(row.source), Cell(row.period), *(Cell(value) for value in values))
