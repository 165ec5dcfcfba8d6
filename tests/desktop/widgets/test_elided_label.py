"""Whether a line that is too long ends in …, and can still be read in full."""

from pytestqt.qtbot import QtBot

from cockpit.desktop.widgets.elided_label import ElidedLabel

NAME = "hubspot-crm-exports-all-deals-2026-09-14.csv"


def test_a_line_is_shown_as_far_as_there_is_room_and_told_in_full(qtbot: QtBot) -> None:
    label = ElidedLabel(NAME, "strong")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.shown_text == NAME
    label.resize(label.sizeHint().width() // 2, label.height())
    assert label.shown_text.endswith("…")
    assert NAME.startswith(label.shown_text[:-1])
    assert label.toolTip() == NAME
    assert label.minimumSizeHint().width() < label.width()
    assert not label.grab().isNull()
