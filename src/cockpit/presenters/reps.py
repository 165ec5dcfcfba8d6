"""The reps screen: all reps to pick from, or one of them in full."""

from dataclasses import dataclass

from cockpit.domain.errors import CockpitError, MissingRateError
from cockpit.domain.question import Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.bridge import (
    BridgeView,
    build_bridge,
    effects_of_bar,
    format_bar,
    group_of,
)
from cockpit.presenters.cockpit import IMPORT, PLAN, EmptyView, RecordsWanted
from cockpit.presenters.cohort_heat import build_cohort_heat
from cockpit.presenters.deal_details import build_deal_math, build_fields
from cockpit.presenters.explanation import MathView, build_math
from cockpit.presenters.funnel_plot import build_funnel_plots
from cockpit.presenters.rep_list import RosterView, build_roster
from cockpit.presenters.rep_page import ALL_REPS, RepView, build_rep
from cockpit.presenters.skill import build_skill_math
from cockpit.presenters.verdict_history import VerdictHistoryView, build_verdict_history
from cockpit.presenters.workspace import Workspace
from cockpit.services.history import describe_cohorts, describe_funnel_plots, describe_history
from cockpit.services.reps import describe_rep, describe_roster


@dataclass(frozen=True)
class RepsAnswer:
    """What the screen shows, and the names of all reps in the order of the switcher."""

    names: tuple[str, ...]
    view: RosterView | RepView | EmptyView


def load_reps_answer(workspace: Workspace, question: Question, name: str | None) -> RepsAnswer:
    """Return what the screen shows for a rep, or for all with `None`; runs in the worker.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    store = workspace.store
    if name is None:
        roster = describe_roster(store, question)
        plots = build_funnel_plots(describe_funnel_plots(store, question))
        cohorts = build_cohort_heat(describe_cohorts(store, question))
        return RepsAnswer(roster.names, build_roster(roster, plots, cohorts))
    result = describe_rep(store, question, name)
    if result is None:
        return RepsAnswer(describe_roster(store, question).names, _build_unknown(name))
    return RepsAnswer(result.roster.names, build_rep(result))


def load_verdict_history(workspace: Workspace, question: Question, name: str) -> VerdictHistoryView:
    """Return the verdicts of a rep's last periods; runs in the worker."""
    return build_verdict_history(describe_history(workspace.store, question, name))


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

    def show(self, answer: RepsAnswer) -> RosterView | RepView | EmptyView:
        """Remember what is shown, and the names for the switcher."""
        self.names = answer.names
        self.view = answer.view if isinstance(answer.view, RepView) else None
        self._open_bar = None
        return answer.view

    def opens(self, key: str) -> bool:
        """Return whether a bar stands for several effects."""
        return len(effects_of_bar(key)) > 1

    def is_open(self, key: str) -> bool:
        """Return whether a bar is one effect of a group that is open."""
        return self._open_bar is not None and group_of(effects_of_bar(key)[0]) == self._open_bar

    def open_bar(self, key: str) -> BridgeView | None:
        """Open a group of the bridge into its effects; a bar of an open group closes it."""
        if self.view is None:
            return None
        group = group_of(effects_of_bar(key)[0])
        self._open_bar = None if group == self._open_bar else group
        return build_bridge(self.view.row, self.view.currency, self._open_bar)

    def explain(self, effects: tuple[Effect, ...]) -> MathView | None:
        """Return the math of some effects of the rep, or with none of the whole gap."""
        if self.view is None:
            return None
        return build_math(self.view.result.roster.diagnosis, self.view.row, effects)

    def explain_skill(self, number: int) -> MathView | None:
        """Return how the effect of a stage splits into source, team, rep and luck."""
        if self.view is None:
            return None
        effect = self.view.skill.stages[number].effect
        return build_skill_math(self.view.row, effect, self.view.currency)

    def want_records(self, key: str) -> RecordsWanted | None:
        """Return which records are behind a bar of the bridge, by its key."""
        if self.view is None:
            return None
        effects = effects_of_bar(key)
        return RecordsWanted(
            question=self.view.result.roster.diagnosis.question,
            row=self.view.name,
            effects=effects,
            amount=sum(self.view.row.effects[effect] for effect in effects),
            title=f"{format_bar(key, self.view.row)[0]} · {self.view.name}",
            currency=self.view.currency,
        )

    def explain_deal(self, key: int) -> MathView | None:
        """Return how the win chance of an open deal comes about."""
        if self.view is None:
            return None
        deal = next(deal for deal in self.view.deals if deal.key == key)
        return build_deal_math(deal, self.view.result.roster.diagnosis.question.period.end)

    def describe_deal(self, key: int) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Return the title of an open deal and the fields of its record."""
        if self.view is None:
            return None
        at = next(at for at, deal in enumerate(self.view.deals) if deal.key == key)
        deal = self.view.deals[at]
        record = self.view.result.records.iloc[at]
        title = f"{deal.opportunity} · {deal.account}" if deal.account else deal.opportunity
        return title, build_fields(record, deal.currency)

    def fail(self, error: CockpitError) -> EmptyView:
        """Show why there is no answer, and where the way out is."""
        self.view = None
        if isinstance(error, MissingRateError):
            return EmptyView("The plan is missing a rate", str(error), (PLAN, IMPORT))
        return EmptyView("No answer to this question", str(error), (PLAN, IMPORT))


def _build_unknown(name: str) -> EmptyView:
    return EmptyView(
        f"There is no rep called {name}",
        "The name may have been changed or merged with another since. Pick one from the list.",
        (ALL_REPS,),
    )
