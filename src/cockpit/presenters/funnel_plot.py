"""The funnel plot: each rep's rate against its number of records, in the limits of chance."""

from dataclasses import dataclass, replace

from cockpit.presenters.explanation import MathLine, MathView
from cockpit.presenters.formatting import format_count, format_percent
from cockpit.presenters.lever_map import shorten_names
from cockpit.services.history import FunnelPlotResult, RatePoint, Stage


@dataclass(frozen=True, slots=True)
class FunnelPointView:
    """One rep: number of records, rate for the same leads, and what it says.

    Args:
        size: Records that have had their time.
        rate: The rate, 0 to 1, as it would be on the team's mix of leads.
        tone: Colour token: muted unless it is rare that even one of all reps, were they equals,
            is so far out.
        is_outside: Whether an equal would be there less than one time in twenty.
        is_thin: Whether too few records have had their time to tell anything.
    """

    name: str
    label: str
    size: float
    rate: float
    tone: str
    is_outside: bool
    is_thin: bool
    tip: str


@dataclass(frozen=True, slots=True)
class FunnelPlotView:
    """The plot of one stage.

    Args:
        stage: Its name in the switch: `lead_to_opp` or `win_rate`.
        records: What is counted, for the axis: "leads", "closed deals".
        rate: The team's rate, the middle of the funnel.
        rate_text: The same in words.
        sizes: Numbers of records at which the limits are given.
        low, high: Limits of 80% and of 95%, one rate for each of `sizes`.
        points: The reps, by name.
        sentence: The chance that one of so many equals looks as bad as the worst.
        reason: Why there is nothing to see; empty where there is.
        math: Where the sentence comes from; `None` where there is none.
    """

    stage: str
    records: str
    rate: float
    rate_text: str
    sizes: tuple[float, ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    points: tuple[FunnelPointView, ...]
    sentence: str
    reason: str
    description: str
    math: MathView | None


NO_PLOT = FunnelPlotView("lead_to_opp", "leads", 0.0, "", (), (), (), (), "", "", "", None)

_STAGE_WORDS = {
    Stage.LEAD_TO_OPP: ("lead", "leads", "became opportunities", "converted"),
    Stage.WIN_RATE: ("deal", "closed deals", "were won", "been won"),
}
_OUTER = 0.025
_RARE = 0.05
_COMMON = 0.2
_FEWEST_REPS = 2
FEWEST_RECORDS = 10
"""Fewer records that have had their time are too few to tell."""


def build_funnel_plots(results: tuple[FunnelPlotResult, ...]) -> tuple[FunnelPlotView, ...]:
    """Return the plot of each stage."""
    return tuple(_build_plot(result) for result in results)


def _build_plot(result: FunnelPlotResult) -> FunnelPlotView:
    one, records, _, done = _STAGE_WORDS[result.stage]
    if result.rate is None or result.limits is None:
        reason = f"No {one} of the last 12 months has {done} yet: nothing to compare."
        return replace(NO_PLOT, stage=result.stage.value, records=records, reason=reason)
    labels = shorten_names([point.name for point in result.points])
    points = tuple(_build_point(point, result, labels[point.name]) for point in result.points)
    sentence = _format_chance(result)
    return FunnelPlotView(
        stage=result.stage.value,
        records=records,
        rate=result.rate,
        rate_text=f"team {format_percent(result.rate)}",
        sizes=tuple(result.limits.sizes.tolist()),
        low=tuple(tuple(row) for row in result.limits.low.tolist()),
        high=tuple(tuple(row) for row in result.limits.high.tolist()),
        points=points,
        sentence=sentence,
        reason="",
        description=" ".join([sentence, *(point.tip.replace("\n", ". ") for point in points)]),
        math=_build_math(result, result.rate),
    )


def _build_point(point: RatePoint, result: FunnelPlotResult, label: str) -> FunnelPointView:
    _, records, verb, _ = _STAGE_WORDS[result.stage]
    chance, is_low = min((point.at_most, True), (point.at_least, False))
    one = point.one_so_low if is_low else point.one_so_high
    is_outside = chance < _OUTER and point.matured >= FEWEST_RECORDS
    counts = f"{format_count(point.converted)} of {format_count(point.records)} {records} {verb}"
    expected = format_count(round(point.expected, 1))
    own, team = format_percent(point.rate), format_percent(result.rate)
    lines = (
        f"{point.name}: {counts}",
        f"{expected} would have at the team's rates, source by source: {own} beside {team}",
        _format_equal(point, chance, one, is_low=is_low),
    )
    return FunnelPointView(
        name=point.name,
        label=label,
        size=point.size,
        rate=point.rate,
        tone="waiting" if one >= _RARE or not is_outside else "sales" if is_low else "good",
        is_outside=is_outside,
        is_thin=point.matured < FEWEST_RECORDS,
        tip="\n".join(lines),
    )


def _format_equal(point: RatePoint, chance: float, one: float, *, is_low: bool) -> str:
    """Return how often a rep like all others looks like this one."""
    if point.matured < FEWEST_RECORDS:
        return f"{format_count(round(point.matured))} have had their time: too few to tell"
    so = "so low" if is_low else "so high"
    told = f"An equal looks {so} {format_chance(chance)} of the time"
    return f"{told}, one of all these reps {format_chance(one)}" if chance < _OUTER else told


def format_chance(chance: float) -> str:
    """Return a chance as `34%`, and never as nothing or certain: `under 1%`, `over 99%`."""
    if chance < 0.01:  # noqa: PLR2004 - what would be rounded to 0 %
        return "under 1%"
    return "over 99%" if chance > 0.99 else format_percent(chance)  # noqa: PLR2004 - likewise


def _format_chance(result: FunnelPlotResult) -> str:
    """Return the chance that somebody among equals looks as low as the lowest, and what it says."""
    count, lowest = len(result.points), result.lowest
    if lowest is None or count < _FEWEST_REPS:
        return "One rep alone has nobody to be compared with."
    chance = format_chance(result.chance_of_one)
    told = f"Of {count} equal reps, the lowest looks as low as {lowest.name} {chance} of the time"
    if result.chance_of_one < _RARE:
        return f"{told}: chance hardly explains it."
    if result.chance_of_one > _COMMON:
        return f"{told}: chance alone explains it."
    return f"{told}: chance may explain it."


def _build_math(result: FunnelPlotResult, rate: float) -> MathView | None:
    """Return where the chance that one of many equals looks so low comes from."""
    lowest, count = result.lowest, len(result.points)
    if lowest is None or count < _FEWEST_REPS:
        return None
    _, records, verb, _ = _STAGE_WORDS[result.stage]
    own, one = format_percent(lowest.at_most, 2), format_percent(result.chance_of_one, 1)
    size, converted = format_count(round(lowest.size, 1)), format_count(lowest.converted)
    values = (
        ("k", f"{records} of {lowest.name} that {verb}", converted),
        ("n", f"{records} that have had their time, at the team's mix of sources", size),
        ("p", "the team's rate", format_percent(rate, 1)),
        ("P", "chance that an equal has at most k of n (binomial)", own),
        ("N", "reps compared", format_count(count)),
    )
    return MathView(
        title=f"Among equals · {lowest.name}",
        question="If all reps were equally good, how often would somebody look this low?",
        formula="1 − (1 − P)^N, with P = P(at most k of n at rate p)",
        figures=f"1 − (1 − {own})^{count} = {one}",
        lines=(
            *(MathLine(*value) for value in values),
            MathLine("=", "Chance that one of N equals looks this low", one, is_result=True),
        ),
        note="The bands hold 80% and 95% of equals. A rep's rate is the team's rate × converted ÷ "
        "expected, where expected is what the team makes of each source: a poor source is not "
        "held against its rep. Reps are not ranked.",
    )
