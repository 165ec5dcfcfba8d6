"""The quality section with its questions to the store, and what it says while that is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cockpit.desktop.dialogs.records import RecordsDialog
from cockpit.desktop.screens.data_quality import QualitySection
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.presenters.data_quality import QualityView, ask_found, ask_quality

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.desktop.screen import ScreenContext
    from cockpit.domain.fiscal import Period
    from cockpit.presenters.data_quality import QualityLine
    from cockpit.presenters.record_rows import RecordsView


class QualityPage(QStackedWidget):
    """Asks whether the data can be trusted, and shows the answer and the records behind it.

    `answered` tells that there is another answer, `place_wanted` carries a `QualityLine` that is
    put right elsewhere.

    Args:
        context: The window.
        choose_files: Begins an import.
    """

    answered = Signal()
    place_wanted = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        choose_files: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._period: Period | None = None
        self.view: QualityView | None = None
        self.dialog: RecordsDialog | None = None
        self.section = QualitySection(context.theme)
        self.section.records_wanted.connect(self._ask_records)
        self.section.place_wanted.connect(self.place_wanted)
        self.addWidget(self.section)
        self.addWidget(
            EmptyState(
                "Nothing to check yet",
                "Once leads or opportunities are here, this says whether their numbers can be "
                "trusted, and what to put right first.",
                [("Import files…", choose_files)],
                icon="shield-check",
            )
        )

    def ask(self, period: Period | None = None) -> None:
        """Ask anew, about another period if one is given."""
        self._period = period or self._period
        workspace, asked = self._context.workspace, self._period
        self._context.tasks.ask("data quality", lambda _: ask_quality(workspace, asked), self._show)

    def forget(self) -> None:
        """Drop what was answered before something changed."""
        self.view = None

    def _show(self, view: QualityView) -> None:
        self.view = view
        self.section.show_quality(view)
        self.setCurrentIndex(0 if view.has_records else 1)
        self.answered.emit()

    def _ask_records(self, line: QualityLine) -> None:
        """Ask for the records of a finding."""
        if self.view is None:
            return
        workspace, currency = self._context.workspace, self.view.result.currency
        self._context.tasks.ask(
            "data quality records",
            lambda _: ask_found(workspace, line, currency),
            self._show_records,
        )

    def _show_records(self, view: RecordsView) -> None:
        self.dialog = RecordsDialog(self._context, view, self)
        self.dialog.open()
