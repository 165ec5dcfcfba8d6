"""Cards, chips, sentences, choices and empty places."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cockpit.desktop.fonts import build_font
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.pill import Pill
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.text import Span, format_plain

SENTENCE = (
    Span("$173k short of the $618k target. ", strong=True),
    Span("$57k", "marketing", strong=True),
    Span(" came from too few leads & <late> ones", "marketing"),
)


def test_headline_shows_spans_in_the_theme_s_colours(theme: Theme, qtbot: QtBot) -> None:
    headline = Headline(theme)
    qtbot.addWidget(headline)
    headline.show_spans(SENTENCE)
    light = headline.text()
    assert headline.accessibleName() == format_plain(SENTENCE)
    assert theme.colour("marketing").name() in light
    assert "&amp; &lt;late&gt; ones" in light
    theme.choose("dark")
    dark = headline.text()
    theme.choose("light")
    assert dark != light
    assert headline.text() == light


def test_small_sentence_takes_the_colour_to_read_in(theme: Theme, qtbot: QtBot) -> None:
    line = Headline(theme, "body", "muted")
    qtbot.addWidget(line)
    line.show_spans((*SENTENCE[1:], Span("plain")))
    assert theme.colour("marketing_text").name() in line.text()
    assert theme.colour("text_muted").name() in line.text()


def test_pill_is_as_wide_as_its_word_and_gone_without_one(theme: Theme, qtbot: QtBot) -> None:
    pill = Pill(theme, "Both", "size")
    assert not pill.isVisible()  # a chip that is in no layout yet must not become a window
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.show_state("Coach: qualifying", "sales")
    assert pill.sizeHint().width() > narrow
    assert pill.accessibleName() == "Coach: qualifying"
    centre = pill.grab().toImage().pixelColor(pill.width() // 2, 2)
    assert centre == theme.colour("sales_soft")
    pill.show_state("", "sales")
    assert pill.sizeHint().width() == 0


def test_segments_tell_what_the_user_chooses_only(qtbot: QtBot) -> None:
    control = SegmentedControl("Basis", [("a", "Bookings", ""), ("b", "Cohort", "")])
    qtbot.addWidget(control)
    control.show()
    told: list[str] = []
    control.chosen.connect(told.append)
    control.choose("b")
    assert (control.choice, told) == ("b", [])
    width = control.sizeHint().width()
    first = control.findChildren(QToolButton)[0]
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert (control.choice, told) == ("a", ["a"])
    assert control.sizeHint().width() == width
    with pytest.raises(KeyError):
        control.choose("c")


def test_tab_stops_at_the_choice_and_arrows_go_on(qtbot: QtBot) -> None:
    control = SegmentedControl("Size", [(each, each, "") for each in "abc"])
    qtbot.addWidget(control)
    control.show()

    def stops() -> list[str]:
        buttons = control.findChildren(QToolButton)
        return [b.text() for b in buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["a"]
    control.choose("b")
    assert stops() == ["b"]
    told: list[str] = []
    control.chosen.connect(told.append)
    control.activateWindow()
    control.focus_choice()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(control.findChildren(QToolButton)[1], Qt.Key.Key_Right)
    assert (control.choice, told, stops()) == ("c", ["c"], ["c"])
    control.clear()
    assert stops() == ["a"]


def test_only_the_choice_is_bold_in_every_theme(theme: Theme, qtbot: QtBot) -> None:
    control = SegmentedControl("Basis", [("a", "Bookings", ""), ("b", "Cohort", "")])
    qtbot.addWidget(control)
    control.show()
    control.choose("b")
    for name in ("dark", "light"):
        theme.choose(name)
        bold = [button.text() for button in control.findChildren(QToolButton) if is_bold(button)]
        assert bold == ["Cohort"]


def is_bold(button: QToolButton) -> bool:
    return button.font().weight() > build_font("body").weight()


def test_empty_place_says_what_to_do_and_does_it(
    theme: Theme,  # noqa: ARG001 - loads the fonts
    qtbot: QtBot,
    grab: Callable[..., None],
) -> None:
    done: list[str] = []
    empty = EmptyState(
        "No targets for Q3 FY26 yet",
        "A cockpit needs something to compare with. Put in targets and lead commitments, "
        "or import them from a spreadsheet.",
        [("Open Plan", lambda: done.append("plan")), ("Import…", lambda: done.append("import"))],
        icon="target",
    )
    qtbot.addWidget(empty)
    empty.resize(700, 400)
    empty.show()
    grab(empty)
    assert empty.text.height() >= empty.text.heightForWidth(empty.text.width())
    empty.findChildren(QPushButton)[1].click()
    assert done == ["import"]
    empty.show_text("Nothing lost yet", "Good.")
    assert empty.accessibleName() == "Nothing lost yet"


def test_card_is_named_by_its_heading(qtbot: QtBot) -> None:
    card = Card("From target to actual", "click a bar")
    qtbot.addWidget(card)
    card.set_title("By month")
    card.set_hint("")
    assert (card.title.text(), card.hint.text(), card.accessibleName()) == (
        "By month",
        "",
        "By month",
    )


def test_a_long_hint_never_makes_a_card_wider(qtbot: QtBot) -> None:
    card = Card("Which lever", "short")
    qtbot.addWidget(card)
    least = card.minimumSizeHint().width()
    card.set_hint("a hint that is far too long for its card " * 20)
    assert card.minimumSizeHint().width() <= least + 1
