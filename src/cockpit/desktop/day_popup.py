"""The calendar under the top bar: choose the as-of day, or go back to today."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.icons import build_icon
from cockpit.desktop.widgets.label import build_label

_ARROWS = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}
"""Qt's names of the calendar's arrows, which would stay black in a dark theme, and our icons."""


class DayPopup(QFrame):
    """A calendar that closes when a day is chosen.

    `chosen` carries the day as a `date`; `knowledge_chosen` whether all that is known now counts.
    """

    chosen = Signal(object)
    knowledge_chosen = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName("As-of date")
        self._days: dict[str, date] = {}
        self._tell: Callable[[date], str] = str
        self._imports: list[date] = []
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.English))
        self.calendar.setGridVisible(False)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        plain = QTextCharFormat()
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        for button in self.calendar.findChildren(QToolButton):
            if button.objectName() in _ARROWS:
                button.setIcon(build_icon(_ARROWS[button.objectName()]))
        self.calendar.activated.connect(self._on_activated)
        self.calendar.clicked.connect(self._on_activated)
        self.calendar.selectionChanged.connect(self._show_note)
        self.note = build_label("", "caption", "muted", wrap=True)
        self.with_all = QCheckBox("With what we know now")
        self.with_all.setToolTip("Count later imports, corrections and today's plan as well")
        self.with_all.clicked.connect(self.knowledge_chosen)
        self.today = QPushButton("Today")
        self.today.clicked.connect(lambda _=False: self._choose(self._days["today"]))
        self.end = QPushButton("End of period")
        self.end.clicked.connect(lambda _=False: self._choose(self._days["end"]))
        buttons = QHBoxLayout()
        buttons.addWidget(self.today)
        buttons.addWidget(self.end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addWidget(build_label("What did we know then?", "label", "muted"))
        layout.addWidget(self.calendar)
        layout.addWidget(self.note)
        layout.addWidget(self.with_all)
        layout.addLayout(buttons)

    def open_at(self, place: QPoint, shown: date, today: date, end: date, week_start: int) -> None:
        """Open the calendar.

        Args:
            place: Where its upper left corner goes, on the screen.
            shown: The as-of day now.
            today: What "today" goes back to.
            end: Last day of the period.
            week_start: First day of the week, 0 for Monday.
        """
        self._days = {"today": today, "end": end}
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek(week_start + 1))
        self.calendar.setSelectedDate(_to_qt(shown))
        self.adjustSize()
        self.move(place)
        self.show()
        self.calendar.setFocus()

    def show_knowledge(
        self, tell: Callable[[date], str], imports: Sequence[date], *, with_all: bool
    ) -> None:
        """Mark the days of imports, and say what was known on the day that is selected.

        Args:
            tell: Says it.
            imports: Days on which something was imported.
            with_all: Whether all that is known now counts whatever the day.
        """
        for day in self._imports:
            self.calendar.setDateTextFormat(_to_qt(day), QTextCharFormat())
        self._tell, self._imports = tell, list(imports)
        marked = QTextCharFormat()
        marked.setFontUnderline(True)
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setToolTip("Imported on this day")
        for day in self._imports:
            self.calendar.setDateTextFormat(_to_qt(day), marked)
        self.with_all.setChecked(with_all)
        self._show_note()

    def _show_note(self) -> None:
        day = self.calendar.selectedDate()
        self.note.setText(self._tell(date(day.year(), day.month(), day.day())))

    def _on_activated(self, day: QDate) -> None:
        """Take the day that was clicked or entered."""
        self._choose(date(day.year(), day.month(), day.day()))

    def _choose(self, day: date) -> None:
        """Tell the day and close."""
        self.hide()
        self.chosen.emit(day)


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
