"""Can the data be trusted? What every check found, what it means, and what to do about it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from cockpit.domain.fiscal import Period
from cockpit.domain.quality import (
    WEIGHT_OF,
    Check,
    CheckPoint,
    CheckResult,
    QualityResult,
    Weight,
)
from cockpit.presenters.data_quality_words import WORDS, CheckWords, fill_words, format_share
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_list,
    format_money_exact,
    format_money_short,
    format_period,
    format_plural,
)
from cockpit.presenters.record_rows import RecordsView, build_record_list
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import choose_question
from cockpit.services.quality import RECORD_CHECKS, describe_quality, list_found

_NAMED = 2
"""Findings that the first sentence tells in full."""
_NAMES_SHOWN = 12

_PRESENT = (Check.LEADS_WITHOUT_REP, Check.DEALS_WITHOUT_REP)
"""The checks that look at every lead and every opportunity."""

WEIGHT_LABELS = {
    Weight.NUMBERS: "Numbers",
    Weight.EXPLANATION: "Reasons",
    Weight.WATCH: "Watch",
}
"""What a finding touches, in a word."""
WEIGHT_TIPS = {
    Weight.NUMBERS: "Revenue, targets or rates are other than they should be.",
    Weight.EXPLANATION: "The numbers stand, but who or what they came from cannot be told.",
    Weight.WATCH: "Nothing is wrong yet; somebody should look.",
}
"""The same in a sentence."""
WEIGHT_TONES = {Weight.NUMBERS: "bad", Weight.EXPLANATION: "planning", Weight.WATCH: "waiting"}
_ORDER = tuple(Weight)

_PLACES = {
    Check.REPS_WITHOUT_TARGET: ("plan", "Open the plan"),
    Check.TARGETS_WITHOUT_RECORDS: ("reps", "Look at the reps"),
    Check.SILENT_REPS: ("reps", "Look at the reps"),
    Check.SIMILAR_REPS: ("reps", "Look at the reps"),
    Check.SIMILAR_SOURCES: ("sources", "Look at the sources"),
    Check.REJECTED_ROWS: ("problems", "Look at the rows"),
    Check.FRESHNESS: ("import", "Import files…"),
    Check.NO_LOST_DEALS: ("import", "Import files…"),
}
"""Where a finding that is not about records is put right, and the title of the way there."""

_TILES = (
    (Check.WON_WITHOUT_CLOSE, "Won deals that count in a period"),
    (Check.REPS_WITHOUT_TARGET, "Reps with a target in {period}"),
    (Check.LEADS_WITHOUT_SOURCE, "Leads with a source"),
    (Check.DEALS_WITHOUT_LEAD, "Opportunities with a lead"),
)
"""The checks whose good part is shown as a bar, with its name."""


@dataclass(frozen=True, slots=True)
class TrendView:
    """How a finding went from import to import.

    Args:
        shares: What was found after each import, as a share of what was looked at.
        text: Which way it goes, in a word; empty before there are two imports.
        tone: Tone of that word.
        tip: Every import with its count.
    """

    shares: tuple[float, ...] = ()
    text: str = ""
    tone: str = "faint"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class QualityLine:
    """A finding.

    Args:
        check: What was checked.
        weight: What it does to the answers.
        title: What is wrong.
        count: How many it is about.
        share: How many of how many, in percent.
        in_period: How many of them the period depends on.
        stake: Revenue in question, in minor units; `None` where it is not about money.
        stake_text, stake_tip: That, short and exact.
        trend: How it went from import to import.
        found: What was found, as part of a sentence.
        consequence: What that does to the answers.
        advice: What to do.
        rule: What exactly was counted.
        names: Whom or what it is about.
        place: Where it can be looked at: "records", a section, a screen.
        place_title: What the button says that leads there.
    """

    check: Check
    weight: Weight
    title: str
    count: int
    share: str
    in_period: int
    stake: int | None
    stake_text: str
    stake_tip: str
    trend: TrendView
    found: str
    consequence: str
    advice: str
    rule: str
    names: tuple[str, ...]
    place: str
    place_title: str


@dataclass(frozen=True, slots=True)
class TileView:
    """The part of some records that is as it should be.

    Args:
        check: The check that finds the rest.
        label: What the good part is.
        share: How much of all it is, 0 to 1; `None` where there is nothing to look at.
        text: The share in words.
        note: The counts.
    """

    check: Check
    label: str
    share: float | None
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """All that the quality section shows.

    Args:
        result: What the checks said.
        period: The period that is asked about, in words.
        headline: Whether the data can be trusted.
        caption: How many checks found something, and by which day.
        tiles: The good parts.
        lines: The findings, the one with the heaviest consequence first.
        fine: What holds, one sentence per check that found nothing.
        missing: What could not be checked, and why.
        has_records: Whether there is a lead or an opportunity to check.
    """

    result: QualityResult
    period: str
    headline: tuple[Span, ...]
    caption: str
    tiles: tuple[TileView, ...]
    lines: tuple[QualityLine, ...]
    fine: tuple[str, ...]
    missing: tuple[str, ...]
    has_records: bool


def ask_quality(workspace: Workspace, period: Period | None) -> QualityView:
    """Return what the checks say; runs in the worker.

    Args:
        workspace: The open store.
        period: The period to be trusted; the one that answers begin with where not given.
    """
    today = workspace.today
    asked = period or choose_question(workspace.store, today).period
    return build_quality(describe_quality(workspace.store, asked, today))


def ask_found(workspace: Workspace, line: QualityLine, currency: str) -> RecordsView:
    """Return the records that a check found; runs in the worker."""
    records = list_found(workspace.store, line.check, workspace.today)
    return build_record_list(records, line.title, line.rule, currency)


def build_quality(result: QualityResult) -> QualityView:
    """Return what the section shows, from what the checks said."""
    facts = _collect_facts(result)
    found = [each for each in result.checks if each.count]
    lines = sorted((_build_line(each, result, facts) for each in found), key=_order)
    fine = [each for each in result.checks if not each.count and not each.missing]
    missing = [each for each in result.checks if each.missing]
    return QualityView(
        result=result,
        period=facts["period"],
        headline=_build_headline(lines, facts["period"]),
        caption=_build_caption(lines, result),
        tiles=tuple(
            tile
            for check, label in _TILES
            if (tile := _build_tile(_find(result, check), label.format_map(facts)))
        ),
        lines=tuple(lines),
        fine=tuple(
            fill_words(WORDS[each.check].fine, each, facts, result.currency) for each in fine
        ),
        missing=tuple(
            f"{fill_words(WORDS[each.check].title, each, facts, result.currency)}: {each.missing}"
            for each in missing
        ),
        has_records=any(_find(result, check).of for check in _PRESENT),
    )


def _collect_facts(result: QualityResult) -> dict[str, str]:
    """Return the words that are the same for all checks."""
    quiet = _find(result, Check.FRESHNESS).days
    last = None if quiet is None else result.today - timedelta(days=quiet)
    return {
        "period": format_period(result.period),
        "today": format_date(result.today),
        "last_day": format_date(last),
    }


def _find(result: QualityResult, check: Check) -> CheckResult:
    return next(each for each in result.checks if each.check is check)


def _build_line(each: CheckResult, result: QualityResult, facts: dict[str, str]) -> QualityLine:
    words: CheckWords = WORDS[each.check]
    fill = partial(fill_words, result=each, facts=facts, currency=result.currency)
    place, place_title = _PLACES.get(each.check, ("records", "Show the records…"))
    is_all = each.count == each.of
    more = len(each.names) - _NAMES_SHOWN
    names = (*each.names[:_NAMES_SHOWN], f"and {more} more") if more > 0 else each.names
    return QualityLine(
        check=each.check,
        weight=WEIGHT_OF[each.check],
        title=fill(words.title),
        count=each.count,
        share=format_share(each.count, each.of),
        in_period=each.in_period,
        stake=each.amount,
        stake_text=format_money_short(each.amount, result.currency) if each.amount else UNKNOWN,
        stake_tip=format_money_exact(each.amount, result.currency) if each.amount else "",
        trend=build_trend(each.points),
        found=fill(words.found_all if is_all and words.found_all else words.found),
        consequence=fill(words.consequence),
        advice=words.advice,
        rule=fill(words.rule),
        names=names,
        place="records" if each.check in RECORD_CHECKS else place,
        place_title=place_title,
    )


def _order(line: QualityLine) -> tuple[int, bool, int, int, str]:
    """Return what sorts findings: weight, whether the period is concerned, money, count."""
    return (
        _ORDER.index(line.weight),
        not line.in_period,
        -abs(line.stake or 0),
        -line.count,
        line.title,
    )


def build_trend(points: tuple[CheckPoint, ...]) -> TrendView:
    """Return how a finding went: the last import against the one before."""
    if not points:
        return TrendView()
    shares = tuple(point.count / point.of if point.of else 0.0 for point in points)
    lines = [
        f"{format_date(point.at.date())}: {format_count(point.count)} of {format_count(point.of)}"
        for point in points
    ]
    tip = "\n".join(("After each import:", *lines))
    if len(points) == 1:
        return TrendView(shares, "", "faint", tip)
    change = points[-1].count - points[-2].count
    if not change:
        return TrendView(shares, "as before", "faint", tip)
    word, tone = ("more", "bad") if change > 0 else ("fewer", "good")
    return TrendView(shares, f"{format_count(abs(change))} {word}", tone, tip)


def _build_headline(lines: list[QualityLine], period: str) -> tuple[Span, ...]:
    """Return whether the period's numbers can be trusted, and what stands against it."""
    against = [line for line in lines if line.weight is Weight.NUMBERS and line.in_period]
    if not against:
        return (Span(f"Your data can be trusted for {period}.", "good", strong=True),)
    named = [line.found for line in against[:_NAMED]]
    if len(against) > _NAMED:
        named.append(format_plural(len(against) - _NAMED, "more finding"))
    return (
        Span(f"Your data can be trusted for {period}, except: ", strong=True),
        Span(f"{format_list(named)}.", "bad"),
    )


def _build_caption(lines: list[QualityLine], result: QualityResult) -> str:
    """Return how much was found, by how many checks, as of which day."""
    checked = sum(not each.missing for each in result.checks)
    changing = sum(line.weight is Weight.NUMBERS for line in lines)
    if not lines:
        return f"None of {checked} checks found anything, as of {format_date(result.today)}."
    numbers = f"{changing} of them can change a number" if changing else "none changes a number"
    return (
        f"{len(lines)} of {checked} checks found something, {numbers}; "
        f"as of {format_date(result.today)}."
    )


def _build_tile(each: CheckResult, label: str) -> TileView:
    if each.missing or not each.of:
        return TileView(each.check, label, None, UNKNOWN, each.missing)
    good = each.of - each.count
    note = f"{format_count(good)} of {format_count(each.of)}"
    return TileView(each.check, label, good / each.of, format_share(good, each.of), note)
