"""How long things take: learned curves with their data, beside the plan's medians."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cockpit.domain.question import Question
from cockpit.presenters.axes import find_ticks
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_list,
    format_percent,
    format_plural,
)
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.curves import (
    ENOUGH,
    CurvesResult,
    DelayCurve,
    LearnedStage,
    StageTable,
    describe_curves,
    find_quantile,
    tabulate_stage,
)

__all__ = ["CurveMark", "CurveView", "CurvesPresenter", "CurvesResult", "load_curves"]

LEADS, DEALS = "leads", "deals"
TEAM = "team"
_LONGEST = 730
_SHOWN = 0.97
_MARKS = 14
_TICKS = 6


class _Words(NamedTuple):
    """How a step of the funnel is spoken of."""

    records: str
    happen: str
    events: str
    happened: str
    otherwise: str


_WORDS = {
    LEADS: _Words("leads", "convert", "conversions", "converted", "were disqualified"),
    DEALS: _Words("opportunities", "are won", "wins", "were won", "lost"),
}


@dataclass(frozen=True, slots=True)
class CurveMark:
    """An age at which the data can be looked at: its day, the share as counted, and words."""

    day: int
    share: float
    tip: str


@dataclass(frozen=True, slots=True)
class CurveView:
    """The curve of one step, of the team or of a source.

    Args:
        story: How long it takes, against the plan, in a sentence.
        days: Days of age that are shown.
        ticks: Days of the axis.
        learned, low, high, planned: Shares by day of age, from day 0; `learned` and its band are
            empty where there is too little history.
        marks: Ages with their data, in order.
        half: The day by which half have happened, or `None` where nothing is learned.
        half_text, planned_text: Names of the two curves.
        facts: What it rests on.
        description: All of it in words.
    """

    story: tuple[Span, ...]
    days: int
    ticks: tuple[int, ...]
    learned: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    planned: tuple[float, ...]
    marks: tuple[CurveMark, ...]
    half: int | None
    half_text: str
    planned_text: str
    facts: str
    description: str


def load_curves(workspace: Workspace, question: Question) -> CurvesResult:
    """Return the learned curves as of a question's day beside the plan's; runs in the worker."""
    return describe_curves(workspace.store, question.as_of, question.known_on)


class CurvesPresenter:
    """Keeps the curves, and which of them is shown: a step, of the team or of a source."""

    def __init__(self, result: CurvesResult) -> None:
        self._result = result
        self.step = LEADS
        self.source = TEAM

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return key and name of all that has a curve of its own for the step, the team first."""
        own = self._own_stages()
        names = sorted((self._name(key), str(key)) for key in own)
        return ((TEAM, "All sources"), *((key, name) for name, key in names))

    def choose(self, step: str, source: str) -> CurveView:
        """Show a step of a source; of the team where the source has no curve of its own."""
        self.step = step
        self.source = source if source in dict(self.sources()) else TEAM
        return self.view()

    def view(self) -> CurveView:
        """Return the curve that is chosen."""
        stages = self._result.learned
        team = stages.leads if self.step == LEADS else stages.deals
        key = None if self.source == TEAM else int(self.source)
        stage = team if key is None else self._own_stages()[key]
        plan = self._result.planned.get(key, self._result.planned[None])
        planned = plan.to_opportunity if self.step == LEADS else plan.to_win
        name = "" if key is None else self._name(key)
        return _build_view(stage, planned, _WORDS[self.step], name)

    def note(self) -> str:
        """Return how the curves were learned, and which sources have one of their own."""
        others = len(self._result.names) - sum(key in self._result.names for key in self._own())
        rest = (
            f" {format_plural(others, 'source')} with fewer than {ENOUGH} "
            f"{_WORDS[self.step].events} {'follows' if others == 1 else 'follow'} the team's curve."
            if others > 0
            else ""
        )
        return (
            f"Known on {format_date(self._result.as_of)}. Whatever ended otherwise is not taken "
            "for still waiting (Aalen–Johansen, by whole days); beyond the ages that were seen by "
            f"{ENOUGH} records or more, a smooth tail. Day 0 is the first day: a planned median of "
            "8 days is half by day 7." + rest
        )

    def _own(self) -> tuple[int, ...]:
        return tuple(self._own_stages())

    def _own_stages(self) -> dict[int, LearnedStage]:
        learned = self._result.learned
        own = learned.leads_by_source if self.step == LEADS else learned.deals_by_source
        return dict(own)

    def _name(self, key: int) -> str:
        return self._result.names.get(key, "No source")


def _build_view(stage: LearnedStage, planned: DelayCurve, words: _Words, name: str) -> CurveView:
    """Return the curve of a step with its data, or only the plan's where that holds."""
    plan_days = {share: find_quantile(planned, share, _LONGEST) for share in (0.5, 0.9, _SHOWN)}
    if not stage.is_enough:
        days = max(plan_days[_SHOWN], 6) + 1
        return _build_planned(stage, planned, words, days)
    learned_days = {share: stage.quantile(share) for share in (0.5, 0.9, _SHOWN)}
    days = min(max(learned_days[_SHOWN], plan_days[_SHOWN], 6), _LONGEST) + 1
    table = tabulate_stage(stage, planned, days)
    whose = f"{words.records} from {name}" if name else words.records
    story = tuple(_tell(whose, words, learned_days, plan_days[0.5]))
    return CurveView(
        story=story,
        days=days,
        ticks=_find_days(days),
        learned=tuple(table.learned.tolist()),
        low=tuple(table.low.tolist()),
        high=tuple(table.high.tolist()),
        planned=tuple(table.planned.tolist()),
        marks=tuple(_build_marks(table, words)),
        half=learned_days[0.5],
        half_text=f"half by day {learned_days[0.5]}",
        planned_text=_name_plan(plan_days[0.5]),
        facts=_tell_facts(stage, words),
        description="".join(span.text for span in story),
    )


def _build_planned(stage: LearnedStage, planned: DelayCurve, words: _Words, days: int) -> CurveView:
    """Return the plan's curve alone, and why nothing was learned."""
    if stage.happened < ENOUGH:
        why = (
            f"{format_plural(stage.happened, words.events[:-1])} so far: from {ENOUGH} on, this "
            "curve is learned. Until then the plan's median holds."
        )
    else:
        why = (
            f"{format_percent(stage.beyond)} of the {words.events} would come later than anything "
            "seen yet: the records do not reach back far enough. The plan's median holds."
        )
    return CurveView(
        story=(Span(why),),
        days=days,
        ticks=_find_days(days),
        learned=(),
        low=(),
        high=(),
        planned=tuple(planned.cumulative(days).tolist()),
        marks=(),
        half=None,
        half_text="",
        planned_text=_name_plan(find_quantile(planned, 0.5, _LONGEST)),
        facts="",
        description=why,
    )


def _tell(whose: str, words: _Words, learned: dict[float, int], plan_half: int) -> Iterator[Span]:
    """Yield "Of the leads that convert, half have by day 7 and nine in ten by day 26. …"."""
    verb = "have" if words is _WORDS[LEADS] else "are"
    yield Span(f"Of the {whose} that {words.happen}, half {verb} by ")
    yield Span(f"day {learned[0.5]}", strong=True)
    yield Span(f" and nine in ten by day {learned[0.9]}. ")
    later = learned[0.5] - plan_half
    if plan_half == 0:
        yield Span("The plan takes no time for it.")
    elif later == 0:
        yield Span(f"The plan says the same: half by day {plan_half}.")
    else:
        days = format_plural(abs(later), "day")
        yield Span(f"The plan says half by day {plan_half}: it takes ")
        yield Span(f"{days} {'longer' if later > 0 else 'less'}", strong=True)
        yield Span(".")


def _name_plan(half: int) -> str:
    return f"plan: half by day {half}" if half else "plan: at once"


def _tell_facts(stage: LearnedStage, words: _Words) -> str:
    """Return what a curve rests on, and what becomes of the rest."""
    happened, records, competing = (
        format_count(count) for count in (stage.happened, stage.records, stage.competing)
    )
    parts = [
        f"{happened} of {records} {words.records} {words.happened}, {competing} {words.otherwise}",
        f"{format_percent(stage.happens)} {words.happen} in the end",
    ]
    if round(stage.never, 2) > 0:
        parts.append(f"{format_percent(stage.never)} never do either: open in the books, but dead")
    if round(stage.beyond, 2) > 0:
        beyond = format_percent(stage.beyond)
        parts.append(f"{beyond} of the {words.events} come later than anything seen yet")
    return f"{format_list(parts)}."


def _build_marks(table: StageTable, words: _Words) -> Iterator[CurveMark]:
    """Yield evenly spaced ages with the data at each."""
    days = table.learned.size
    step = max(-(-days // _MARKS), 1)
    for day in range(0, days, step):
        share = float(table.learned[day])
        low, high = format_percent(float(table.low[day])), format_percent(float(table.high[day]))
        lines = [f"By day {day}: {format_percent(share)} (80%: {low} to {high})"]
        if day < table.counted.size:
            watched = format_count(int(table.at_risk[day]))
            counted = format_percent(float(table.counted[day]))
            lines.append(f"{counted} as counted, {watched} {words.records} still watched")
        lines.append(f"Plan: {format_percent(float(table.planned[day]))}")
        counted_share = float(table.counted[day]) if day < table.counted.size else share
        yield CurveMark(day, counted_share, "\n".join(lines))


def _find_days(days: int) -> tuple[int, ...]:
    """Return the days of the axis."""
    return tuple(sorted({round(tick) for tick in find_ticks(0.0, days - 1.0, _TICKS)}))
