"""The evidence on the reps screen: skill or luck, past verdicts, and the team's pictures."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests import rep_builders as made
from tests.desktop.cockpit_context import Heard, build_context
from tests.diagnosis_builders import build_result, build_row
from tests.evidence_builders import build_believed_row, build_cohorts_result, build_plot_result
from tests.rep_store import QUESTION, fill_store

from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.screens.rep_evidence import EFFECTS, PAST, SKILL
from cockpit.desktop.screens.reps import RepsScreen
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.presenters.cohort_heat import NO_COHORTS, build_cohort_heat
from cockpit.presenters.funnel_plot import build_funnel_plots
from cockpit.presenters.rep_list import RosterView, build_roster
from cockpit.presenters.rep_page import RepView, build_rep
from cockpit.presenters.reps import RepsAnswer
from cockpit.presenters.workspace import Workspace
from cockpit.store.connection import Store

Grab = Callable[..., None]


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, store: Store) -> Iterator[RepsScreen]:
    """The reps screen on a small real team, with the list shown."""
    fill_store(store)
    tasks = Tasks()
    screen = RepsScreen(build_context(theme, Workspace(store, QUESTION.as_of), tasks, Heard()))
    qtbot.addWidget(screen)
    screen.resize(1096, 668)
    screen.show()
    screen.show_question(QUESTION)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    yield screen
    tasks.close()


def _show_ben(screen: RepsScreen) -> RepView:
    """Show a rep of whom the evidence is known."""
    roster = made.build_roster(build_result(build_believed_row(), build_row("Ana Reis")))
    view = build_rep(made.build_rep_result("Ben Lindqvist", roster=roster))
    assert isinstance(view, RepView)
    screen.presenter.choose(view.name)
    screen._show(screen.presenter.show(RepsAnswer(view.names, view)))
    QApplication.processEvents()
    return view


def test_skill_or_luck_comes_first_and_the_effects_beside_it(
    screen: RepsScreen, grab: Grab
) -> None:
    view = _show_ben(screen)
    evidence = screen.page.evidence
    assert evidence.skill.isVisible()
    assert not evidence.bridge.isVisible()
    grab(screen)
    evidence.choices.chosen.emit(EFFECTS)
    assert evidence.bridge.isVisible()
    assert evidence.hint.text() == "click a bar to open it"
    assert view.verdict == "Coach: closing · 93%"
    assert screen.page.header.verdict.text == "Coach: closing · 93%"


def test_the_choice_stays_from_rep_to_rep(screen: RepsScreen, qtbot: QtBot) -> None:
    _show_ben(screen)
    screen.page.evidence.choices.chosen.emit(PAST)
    screen.show_rep("Bo Ek")
    qtbot.waitUntil(lambda: screen.view is not None and not screen.context.tasks.is_busy)
    assert screen.page.evidence.choices.choice == PAST


def test_a_stage_of_skill_or_luck_opens_its_math(screen: RepsScreen) -> None:
    _show_ben(screen)
    skill = screen.page.evidence.skill
    QTest.mouseClick(skill, Qt.MouseButton.LeftButton, pos=skill.places()[1].center().toPoint())
    assert isinstance(screen.dialog, MathDialog)
    assert "Win rate" in screen.dialog.windowTitle()


def test_without_evidence_there_is_a_sentence_in_its_place(screen: RepsScreen) -> None:
    roster = made.build_roster(build_result(build_row("Ana Reis")))
    view = build_rep(made.build_rep_result("Ana Reis", roster=roster))
    assert isinstance(view, RepView)
    screen._show(screen.presenter.show(RepsAnswer(view.names, view)))
    evidence = screen.page.evidence
    assert not evidence.skill.isVisible()
    evidence.choose(SKILL)
    assert evidence.shown_reason.startswith("Nothing of Ana Reis")


def test_past_verdicts_are_looked_up_when_they_are_looked_at(
    screen: RepsScreen, qtbot: QtBot
) -> None:
    screen.show_rep("Ana Reis")
    qtbot.waitUntil(lambda: isinstance(screen.view, RepView))
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy)
    screen.page.evidence.choose(PAST)
    assert screen.page.evidence.shown_reason == "Looking back…"
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy)
    assert screen.page.evidence.shown_reason.startswith("Nothing is known about Ana Reis")


def test_a_past_that_arrives_late_is_not_shown_for_another_rep(
    screen: RepsScreen, qtbot: QtBot
) -> None:
    screen.show_rep("Ana Reis")
    qtbot.waitUntil(lambda: isinstance(screen.view, RepView))
    screen.page.evidence.choose(PAST)
    _show_ben(screen)
    screen.page.evidence.choose(SKILL)
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy)
    assert screen.page.evidence.past.tips() == []
    assert "Ana" not in screen.page.evidence.shown_reason


def test_the_team_has_its_pictures_above_the_list(screen: RepsScreen, grab: Grab) -> None:
    view = build_roster(
        made.build_roster(),
        build_funnel_plots((build_plot_result(),)),
        build_cohort_heat(build_cohorts_result()),
    )
    assert isinstance(view, RosterView)
    screen._show(view)
    QApplication.processEvents()
    grab(screen)
    page = screen.roster
    assert page.chance.text().startswith("Of 4 equal reps, the lowest looks as low as Ben")
    QTest.mouseClick(
        page.plot, Qt.MouseButton.LeftButton, pos=page.plot.places()[1].center().toPoint()
    )
    chosen = page.model.rows[
        page.table.model().mapToSource(page.table.currentIndex()).row()  # type: ignore[attr-defined]
    ]
    assert chosen.name == "Ben Lindqvist"
    assert page.cohorts.isVisible()
    page.math.click()
    assert isinstance(screen.dialog, MathDialog)
    assert screen.dialog.windowTitle().endswith("Among equals · Ben Lindqvist")


def test_the_stage_of_the_plot_can_be_switched(screen: RepsScreen) -> None:
    page = screen.roster
    assert page.plot.view.stage == "lead_to_opp"
    page.stages.choose("win_rate")
    page.stages.chosen.emit("win_rate")
    assert page.plot.view.stage == "win_rate"


def test_a_team_without_leads_is_told_why_there_is_no_picture(screen: RepsScreen) -> None:
    view = build_roster(made.build_roster(), cohorts=NO_COHORTS)
    assert isinstance(view, RosterView)
    screen._show(view)
    assert not screen.roster.cohorts.isVisible()
    assert screen.roster.cohort_card.reason.text() == NO_COHORTS.reason
