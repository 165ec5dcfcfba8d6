"""What the window says while it looks back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.knowledge_builders import FIRST, Delivery, ask, deliver, find_days, plan_of
from tests.presenters.test_knowledge import TIMELINE

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Question
from cockpit.presenters.past import (
    NOW,
    THEN,
    ask_about,
    build_past,
    describe_day,
    load_comparison,
)
from cockpit.presenters.text import format_plain
from cockpit.presenters.workspace import Workspace

TODAY = date(2026, 9, 14)
QUESTION = Question(FiscalCalendar().parse("2026-Q3"), TODAY)


def test_an_earlier_day_is_asked_with_what_was_known_then() -> None:
    day = date(2026, 7, 1)
    then = ask_about(QUESTION, day, TODAY, with_all=False)
    assert (then.as_of, then.known_on) == (day, day)
    assert ask_about(QUESTION, day, TODAY, with_all=True).known_on is None
    assert ask_about(QUESTION, date(2026, 9, 30), TODAY, with_all=False).known_on is None


def test_the_bar_shows_while_looking_back() -> None:
    day = date(2026, 7, 1)
    then = ask_about(QUESTION, day, TODAY, with_all=False)
    view = build_past(then, TODAY, TODAY, TIMELINE)
    assert view is not None
    assert view.title == "Looking back at 1 Jul 2026"
    assert view.text.startswith("Last import by then: 28 Jun 2026.")
    assert (view.knowledge, view.has_choice) == (THEN, True)
    now = build_past(replace(then, known_on=None), TODAY, TODAY, TIMELINE)
    assert now is not None
    assert (now.knowledge, now.has_choice) == (NOW, True)
    assert now.text == "Later imports, corrections and today's plan count as well."
    assert build_past(QUESTION, TODAY, TODAY, TIMELINE) is None


def test_there_is_no_choice_where_nothing_had_been_imported() -> None:
    day = date(2026, 6, 1)
    view = build_past(ask_about(QUESTION, day, TODAY, with_all=False), TODAY, TODAY, TIMELINE)
    assert view is not None
    assert not view.has_choice
    assert view.text.startswith("Nothing had been imported by then")
    assert describe_day(day, TODAY, TIMELINE) == view.text
    assert describe_day(TODAY, TODAY, TIMELINE) == "All that is known counts."


def test_then_is_compared_with_now(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "team.sqlite")
    deliveries = [
        Delivery(plan=plan_of(0, 6_000_000, 20)),
        Delivery(plan=plan_of(0, 5_000_000, 20)),
    ]
    for delivery, day in zip(deliveries, find_days(deliveries), strict=True):
        deliver(workspace.store, delivery, day)
    said = format_plain(load_comparison(workspace, ask(FIRST, known_on=FIRST)))
    assert said == "What we know now: −$50k instead of −$60k."
    assert load_comparison(workspace, ask(FIRST)) == ()
    workspace.close()
