from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.rep_builders import ANSWERED, TEAM_ANSWERED

from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.fact_list import FactList
from cockpit.presenters.rep_cards import FactView, build_follow_up


def visible_texts(facts: FactList) -> list[str]:
    return [label.text() for label in facts.findChildren(QLabel) if not label.isHidden()]


def test_facts_are_rows_of_label_value_and_team(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001 - worn by the application
    facts = FactList("Follow-up")
    qtbot.addWidget(facts)
    facts.show_facts(build_follow_up(ANSWERED, TEAM_ANSWERED))
    assert visible_texts(facts)[:3] == ["Answered within 1 h", "71%", "team 88%"]
    assert "Not answered yet 4 leads, 7% team 3%" in facts.accessibleDescription()


def test_other_facts_replace_those_before(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001 - worn by the application
    facts = FactList("Follow-up")
    qtbot.addWidget(facts)
    facts.show_facts(build_follow_up(ANSWERED, TEAM_ANSWERED))
    facts.show_facts((FactView("Not answered yet", "1 lead", "", "bad"),))
    assert visible_texts(facts) == ["Not answered yet", "1 lead", ""]
    assert facts.accessibleDescription() == "Not answered yet 1 lead"
