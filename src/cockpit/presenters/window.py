"""What the frame around the screens says: the period, the day, the newest import."""

from dataclasses import dataclass
from datetime import date, datetime

from cockpit.domain.fiscal import Grain, Period
from cockpit.domain.imports import ImportBatch
from cockpit.domain.knowledge import EMPTY_TIMELINE, Timeline
from cockpit.domain.question import Basis, Question
from cockpit.presenters.formatting import format_date, format_period, format_plural
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import choose_question, list_periods
from cockpit.services.knowledge import load_timeline
from cockpit.services.opening import summarise_store

GRAIN_TITLES = {Grain.QUARTER: "Quarters", Grain.YEAR: "Years", Grain.MONTH: "Months"}
"""Headings in the menu of periods, in its order."""


@dataclass(frozen=True, slots=True)
class WindowView:
    """What the frame of the window shows.

    Args:
        question: What is asked unless the user asks otherwise.
        periods: Periods that can be asked about, in order of time.
        reps: Names of the reps, for Ctrl+K.
        last_import: Lines about the newest import; none when nothing was imported.
        is_empty: Whether the store holds nothing to ask about.
        week_start: First day of the team's week, 0 for Monday.
        changes: Change count of the store at the time.
        today: The user's own day.
        timeline: What was imported when.
    """

    question: Question
    periods: tuple[Period, ...]
    reps: tuple[str, ...]
    last_import: tuple[str, ...]
    is_empty: bool
    week_start: int
    changes: int
    today: date = date.max
    timeline: Timeline = EMPTY_TIMELINE


def load_window(workspace: Workspace) -> WindowView:
    """Return what the frame of the window shows."""
    changes = workspace.store.change_count()
    summary = summarise_store(workspace.store)
    question = choose_question(workspace.store, workspace.today)
    periods = {period.label: period for period in list_periods(workspace.store)}
    periods.setdefault(question.period.label, question.period)
    now = datetime.now()  # noqa: DTZ005 - batches are kept in wall-clock time too
    return WindowView(
        question,
        tuple(sorted(periods.values())),
        summary.reps,
        format_last_import(summary.newest, now),
        summary.is_empty,
        summary.team.calendar.week_start,
        changes,
        workspace.today,
        load_timeline(workspace.store),
    )


def choose_kept(view: WindowView, period: str, basis: str) -> Question:
    """Return the question to open with: as the user left it, where that still makes sense.

    Args:
        view: The frame, with the default question.
        period: Label of the period that was kept, or empty.
        basis: Name of the basis that was kept, or empty.
    """
    kept = {each.label: each for each in view.periods}.get(period, view.question.period)
    is_known = basis in set(Basis)
    return Question(kept, view.question.as_of, Basis(basis) if is_known else view.question.basis)


def find_neighbour(periods: tuple[Period, ...], period: Period, step: int) -> Period | None:
    """Return the next period of the same grain that can be asked about, or the one before.

    Args:
        periods: What can be asked about.
        period: Where to start.
        step: 1 for later, -1 for earlier.
    """
    alike = [each for each in periods if each.grain is period.grain]
    beyond = [
        each for each in alike if (each.start > period.start) == (step > 0) and each != period
    ]
    return min(beyond, key=lambda each: abs(each.start - period.start), default=None)


def format_day_line(question: Question) -> str:
    """Return where the as-of day lies: `day 76 of 92 · as of 14 Sep 2026`."""
    period, as_of = question.period, question.as_of
    if as_of in period:
        where = f"day {(as_of - period.start).days + 1} of {period.days}"
    elif as_of < period.start:
        where = f"starts in {format_plural((period.start - as_of).days, 'day')}"
    else:
        where = f"ended {format_date(period.end)}"
    return f"{where} · as of {format_date(as_of)}"


def format_period_range(period: Period) -> str:
    """Return a period with its days: `Q3 FY26: 1 Jul 2026 to 30 Sep 2026`."""
    first, last = format_date(period.start), format_date(period.end)
    return f"{format_period(period)}: {first} to {last}"


def format_last_import(batch: ImportBatch | None, now: datetime) -> tuple[str, ...]:
    """Return the lines about an import: its files, when it was, how many rows were rejected."""
    if batch is None:
        return ()
    names = [account.file.replace("\\", "/").rpartition("/")[2] for account in batch.accounts]
    what = names[0] if names else f"{batch.command[:1].upper()}{batch.command[1:]}"
    if len(names) > 1:
        what = f"{what} and {format_plural(len(names) - 1, 'more file', 'more files')}"
    when = f"imported {format_ago(batch.at, now)}" if names else format_ago(batch.at, now)
    rejected = sum(account.rejected for account in batch.accounts)
    if batch.undone_at is not None:
        when = f"import undone {format_ago(batch.undone_at, now)}"
    elif names:
        when = f"{when} · {format_plural(rejected, 'row')} rejected"
    return (what, when)


def format_ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was: `2 h ago`, `3 days ago`; a date beyond two weeks."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} min ago"
    if minutes < 24 * 60:
        return f"{minutes // 60} h ago"
    days = _days_between(at.date(), now.date())
    return f"{format_plural(days, 'day')} ago" if days <= 14 else format_date(at.date())  # noqa: PLR2004 - two weeks


def _days_between(first: date, last: date) -> int:
    """Return whole days from one date to another, at least one."""
    return max((last - first).days, 1)
