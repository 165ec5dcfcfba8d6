"""The reps screen: all reps to pick from, or one of them in full."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.errors import CockpitError, MissingRateError
from cockpit.domain.question import Question
from cockpit.domain.team import Rep
from cockpit.presenters.bridge import BridgeView, build_bridge, effects_of_bar, group_of
from cockpit.presenters.cockpit import IMPORT, PLAN, EmptyAction, EmptyView
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_day_short,
    format_period,
    format_plural,
)
from cockpit.presenters.headline import build_headline
from cockpit.presenters.rep_cards import (
    FactView,
    PaceView,
    PairView,
    StageView,
    build_follow_up,
    build_funnel,
    build_losses,
    build_pace,
    format_losses_hint,
)
from cockpit.presenters.rep_deals import DealView, build_deals, format_deals_hint
from cockpit.presenters.text import Span
from cockpit.presenters.wording import format_action, format_because, format_verdict, tone_of
from cockpit.presenters.workspace import Workspace
from cockpit.services.reps import (
    DiagnosisRow,
    RepResult,
    RosterResult,
    describe_rep,
    describe_roster,
)

ALL_REPS = EmptyAction("All reps", "reps")


@dataclass(frozen=True, slots=True)
class RosterRowView:
    """One rep in the list; money in minor units.

    Args:
        note: What is special about the rep in this period: left, not started, no promise.
    """

    name: str
    currency: str
    verdict: str
    tone: str
    target: int
    actual: int
    gap: int
    attained: float | None
    leads: int
    leads_plan: float | None
    because: str
    note: str


@dataclass(frozen=True, slots=True)
class RosterView:
    """All reps, by name; never ranked by what they convert."""

    rows: tuple[RosterRowView, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class RepView:
    """One rep in full; an empty part is explained by its `no_…` sentence.

    Args:
        names: All reps, in the order of the switcher.
        row: The rep's row of the diagnosis, from which a bar of the bridge opens.
        verdict, tone: Label and colour token of the verdict; empty without a row.
        story: How far off, and why, in tones.
        facts: What came through the funnel, and the next step.
        notes: What is special about the rep: left, no commitment, no target.
    """

    name: str
    names: tuple[str, ...]
    row: DiagnosisRow
    currency: str
    verdict: str
    tone: str
    story: tuple[Span, ...]
    facts: tuple[Span, ...]
    notes: tuple[str, ...]
    bridge: BridgeView
    funnel: tuple[StageView, ...]
    pace: PaceView
    losses: tuple[PairView, ...]
    losses_hint: str
    no_losses: str
    follow_up: tuple[FactView, ...]
    no_follow_up: str
    deals: tuple[DealView, ...]
    deals_hint: str
    no_deals: str
    shows_by_end: bool
    end_text: str

    @property
    def place(self) -> int:
        """Return where the rep stands among `names`."""
        return self.names.index(self.name)


class RepsPresenter:
    """Keeps which rep is shown, in which order they follow, and which bar is open."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.names: tuple[str, ...] = ()
        self.view: RepView | None = None
        self._open_bar: str | None = None

    def choose(self, name: str | None) -> None:
        """Show a rep by name, or with `None` the list."""
        self.name = name or None

    def step(self, places: int) -> str | None:
        """Choose the rep so many places further in the alphabet and return the name."""
        if self.name not in self.names:
            return None
        self.name = self.names[(self.names.index(self.name) + places) % len(self.names)]
        return self.name

    def load(
        self, workspace: Workspace, question: Question, name: str | None
    ) -> RosterView | RepView | EmptyView:
        """Return what the screen shows for a rep, or for all with `None`; runs in the worker.

        Raises:
            MissingRateError: No assumption gives a rate that is needed.
        """
        if name is None:
            return build_roster(describe_roster(workspace.store, question))
        result = describe_rep(workspace.store, question, name)
        return _build_unknown(name) if result is None else build_rep(result)

    def show(self, view: RosterView | RepView | EmptyView) -> None:
        """Remember what is shown, and the names for the switcher."""
        self.view = view if isinstance(view, RepView) else None
        self._open_bar = None
        if isinstance(view, RepView):
            self.names = view.names
        elif isinstance(view, RosterView):
            self.names = tuple(row.name for row in view.rows)

    def open_bar(self, key: str) -> BridgeView | None:
        """Open a group of the bridge into its effects; a bar of an open group closes it."""
        if self.view is None:
            return None
        group = group_of(effects_of_bar(key)[0])
        self._open_bar = None if group == self._open_bar else group
        return build_bridge(self.view.row, self.view.currency, self._open_bar)

    def fail(self, error: CockpitError) -> EmptyView:
        """Show why there is no answer, and where the way out is."""
        if isinstance(error, MissingRateError):
            return EmptyView("The plan is missing a rate", str(error), (PLAN, IMPORT))
        return EmptyView("No answer to this question", str(error), (PLAN, IMPORT))


def build_roster(result: RosterResult) -> RosterView | EmptyView:
    """Return the list of all reps."""
    question = result.diagnosis.question
    if not result.names:
        return EmptyView(
            "No reps yet",
            "Reps come with your CRM export or with the targets you set: import a file, or write "
            "the team into the plan.",
            (IMPORT, PLAN),
        )
    rows = {row.name: row for row in result.diagnosis.rows}
    who = {rep.name: rep for rep in result.reps}
    views = tuple(
        _build_roster_row(name, rows.get(name), who.get(name), question, result.diagnosis.currency)
        for name in result.names
    )
    short = sum(view.gap < 0 for view in views)
    summary = (
        f"{format_plural(len(views), 'rep')} in {format_period(question.period)}, "
        f"{format_count(short)} short of target"
    )
    return RosterView(views, summary)


def _build_roster_row(
    name: str, row: DiagnosisRow | None, rep: Rep | None, question: Question, currency: str
) -> RosterRowView:
    notes = "; ".join(_tell_special(row, rep, question))
    if row is None or _is_idle(row):
        return RosterRowView(name, currency, "", "waiting", 0, 0, 0, None, 0, None, "", notes)
    return RosterRowView(
        name=name,
        currency=currency,
        verdict=format_verdict(row.verdict.verdict, row.verdict.levers),
        tone=tone_of(row.verdict.verdict),
        target=row.target,
        actual=row.actual,
        gap=row.gap,
        attained=row.attained,
        leads=row.funnel.leads_actual,
        leads_plan=row.funnel.leads_plan if row.has_commitment else None,
        because=format_because(row, currency),
        note=notes,
    )


def build_rep(result: RepResult) -> RepView | EmptyView:
    """Return one rep in full, or what to do when the period knows nothing of the rep."""
    row, diagnosis, question = result.row, result.roster.diagnosis, result.roster.diagnosis.question
    name, currency = result.rep.name, diagnosis.currency
    if row is None or (_is_idle(row) and not len(result.deals.keys)):
        return _build_idle(result.rep, question)
    deals = build_deals(result.deals, result.records, question, currency)
    return RepView(
        name=name,
        names=result.roster.names,
        row=row,
        currency=currency,
        verdict=format_verdict(row.verdict.verdict, row.verdict.levers),
        tone=tone_of(row.verdict.verdict),
        story=build_headline(row, question, currency),
        facts=tuple(_tell_facts(row, currency)),
        notes=tuple(_tell_special(row, result.rep, question)),
        bridge=build_bridge(row, currency, None),
        funnel=build_funnel(row, diagnosis.team, currency),
        pace=build_pace(result.pace, question.period),
        losses=build_losses(result.losses),
        losses_hint=format_losses_hint(result.losses),
        no_losses=_tell_no_losses(result),
        follow_up=build_follow_up(result.follow_up, result.team_follow_up),
        no_follow_up=_tell_no_follow_up(result),
        deals=deals,
        deals_hint=format_deals_hint(deals, question),
        no_deals=f"{name} has no open deal on {format_date(question.as_of)}.",
        shows_by_end=question.as_of < question.period.end,
        end_text=format_day_short(question.period.end),
    )


def _is_idle(row: DiagnosisRow) -> bool:
    """Return whether neither plan nor records of the period say anything about a rep."""
    chain = row.chain
    return not (row.target or row.actual or chain.n or chain.n_plan or any(row.effects.values()))


def _tell_facts(row: DiagnosisRow, currency: str) -> Iterator[Span]:
    """Yield what came through the funnel against what was due, then the next step."""
    funnel = row.funnel
    leads = format_plural(funnel.leads_actual, "lead")
    if row.has_commitment and funnel.leads_plan > 0:
        promised = format_count(round(funnel.leads_plan))
        yield Span(f"{format_count(funnel.leads_actual)} of {promised} promised leads arrived. ")
    else:
        yield Span(f"{leads} arrived, none were promised. ")
    opened, won = (
        format_count(funnel.opportunities_actual),
        format_plural(funnel.wins_actual, "win"),
    )
    due_opened = format_count(round(funnel.opportunities_expected, 1))
    due_won = format_count(round(funnel.wins_expected, 1))
    yield Span(
        f"{opened} became opportunities where {due_opened} were due by now; "
        f"{won} where {due_won} were due."
    )
    action = format_action(row, currency)
    if action:
        yield Span(" Next: ")
        yield Span(f"{action}.", strong=True)


def _tell_special(row: DiagnosisRow | None, rep: Rep | None, question: Question) -> Iterator[str]:
    """Yield what a reader must know before comparing this rep with others."""
    period = question.period
    if rep is not None and rep.ends_on is not None and rep.ends_on <= period.end:
        yield f"Left on {format_date(rep.ends_on)}"
    if rep is not None and rep.starts_on is not None and rep.starts_on > period.start:
        yield f"Started on {format_date(rep.starts_on)}"
    if row is None or _is_idle(row):
        yield f"Nothing planned or recorded in {format_period(period)}"
        return
    if not row.has_commitment:
        yield "No leads were promised, so leads, mix and timing are not judged"
    if not row.target:
        yield "No target is set"


def _tell_no_losses(result: RepResult) -> str:
    """Return why there are no loss reasons to show, and how to get them."""
    losses = result.losses
    if losses.without_reason:
        deals = format_plural(losses.without_reason, "deal")
        return (
            f"{deals} lost in 12 months, none with a reason. "
            "Import a loss_reason column to see why."
        )
    return f"{result.rep.name} lost no deal in the last 12 months."


def _tell_no_follow_up(result: RepResult) -> str:
    """Return why there are no response times to show, and how to get them."""
    if result.team_follow_up is not None:
        return f"No first response to a lead of {result.rep.name} is recorded in this period."
    return (
        "The leads carry no first_response_at. "
        "Import that column to see how soon they are answered."
    )


def _build_idle(rep: Rep, question: Question) -> EmptyView:
    """Return what to say of a rep of whom the period knows nothing."""
    period = format_period(question.period)
    if rep.ends_on is not None and rep.ends_on < question.period.start:
        return EmptyView(
            f"{rep.name} left on {format_date(rep.ends_on)}",
            f"Nothing is planned or recorded for {period}. Choose an earlier period to look back.",
            (ALL_REPS,),
        )
    return EmptyView(
        f"Nothing about {rep.name} in {period} yet",
        "There is no target, no promised lead, no lead received and no open deal. Set a target "
        "and a lead commitment in the plan, or import the leads that have arrived.",
        (PLAN, IMPORT),
    )


def _build_unknown(name: str) -> EmptyView:
    return EmptyView(
        f"There is no rep called {name}",
        "The name may have been changed or merged with another since. Pick one from the list.",
        (ALL_REPS,),
    )
