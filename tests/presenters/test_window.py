"""What the frame around the screens says."""

from datetime import date, datetime, timedelta

import pytest

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.imports import ImportBatch
from cockpit.domain.problems import FileAccount
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import FileKind
from cockpit.presenters.window import (
    WindowView,
    choose_kept,
    find_neighbour,
    format_ago,
    format_day_line,
    format_last_import,
    load_window,
)
from cockpit.presenters.workspace import Workspace
from cockpit.services import Store

CALENDAR = FiscalCalendar()
Q3 = CALENDAR.parse("2026-Q3")
PERIODS = tuple(map(CALENDAR.parse, ("2025", "2026-Q1", "2026-Q2", "2026-Q3", "2026-07")))
VIEW = WindowView(Question(Q3, date(2026, 9, 14)), PERIODS, (), (), False, 0, 7)
NOW = datetime(2026, 9, 14, 12, 0)  # noqa: DTZ001 - wall clock


@pytest.mark.parametrize(
    ("as_of", "line"),
    [
        (date(2026, 9, 14), "day 76 of 92 · as of 14 Sep 2026"),
        (date(2026, 7, 1), "day 1 of 92 · as of 1 Jul 2026"),
        (date(2026, 6, 30), "starts in 1 day · as of 30 Jun 2026"),
        (date(2026, 10, 2), "ended 30 Sep 2026 · as of 2 Oct 2026"),
    ],
)
def test_day_line(as_of: date, line: str) -> None:
    assert format_day_line(Question(Q3, as_of)) == line


def test_neighbours_are_of_the_same_length() -> None:
    second = CALENDAR.parse("2026-Q2")
    assert find_neighbour(PERIODS, Q3, -1) == second
    assert find_neighbour(PERIODS, second, 1) == Q3
    assert find_neighbour(PERIODS, Q3, 1) is None
    assert find_neighbour(PERIODS, CALENDAR.parse("2026-07"), -1) is None


def test_kept_question_is_asked_where_it_still_makes_sense() -> None:
    kept = choose_kept(VIEW, "2026-Q1", "cohort")
    assert (kept.period.label, kept.as_of, kept.basis) == (
        "2026-Q1",
        VIEW.question.as_of,
        Basis.COHORT,
    )
    assert choose_kept(VIEW, "1999-Q1", "no such basis") == VIEW.question


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 9, 14, 11, 59, 30), "just now"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 9, 14, 11, 15), "45 min ago"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 9, 14, 9, 30), "2 h ago"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 9, 13, 8, 0), "1 day ago"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 9, 1, 8, 0), "13 days ago"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 7, 1, 8, 0), "1 Jul 2026"),  # noqa: DTZ001 - wall clock
    ],
)
def test_how_long_ago(at: datetime, text: str) -> None:
    assert format_ago(at, NOW) == text


def test_last_import_names_its_files() -> None:
    leads = FileAccount("/tmp/x/leads.csv", FileKind.LEADS, "plain", rows=3, added=2, rejected=1)  # noqa: S108 - a name only
    deals = FileAccount("deals.csv", FileKind.OPPORTUNITIES, "plain")
    one = ImportBatch(1, NOW, "import leads.csv", (leads,))
    two = ImportBatch(2, NOW, "import leads.csv deals.csv", (leads, deals))
    assert format_last_import(one, NOW) == ("leads.csv", "imported just now · 1 row rejected")
    assert format_last_import(two, NOW)[0] == "leads.csv and 1 more file"
    assert format_last_import(ImportBatch(3, NOW, "edit plan"), NOW) == ("Edit plan", "just now")


def test_an_import_that_was_undone_is_said_to_be() -> None:
    account = FileAccount("leads.csv", FileKind.LEADS, "plain", rows=3, added=3)
    batch = ImportBatch(3, NOW - timedelta(hours=2), "import leads.csv", (account,), NOW)
    assert format_last_import(batch, NOW) == ("leads.csv", "import undone just now")
    assert format_last_import(None, NOW) == ()


def test_new_store_is_empty_but_can_be_asked(store: Store) -> None:
    view = load_window(Workspace(store, date(2026, 9, 14)))
    assert view.is_empty
    assert view.question == Question(Q3, date(2026, 9, 14))
    assert Q3 in view.periods
    assert view.changes == store.change_count()
