"""Where the rows of a file went, as one bar and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.widgets.elided_label import ElidedLabel
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.presenters.formatting import format_count
from cockpit.presenters.import_change import build_file_change
from cockpit.presenters.import_counts import (
    COUNT_MEANINGS,
    COUNT_TONES,
    GONE,
    GONE_MEANING,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cockpit.desktop.theme import Theme
    from cockpit.domain.problems import FileAccount
    from cockpit.presenters.import_change import FileChange

_HEIGHT = 8
_LEAST_WIDTH = 3
_ALWAYS = ("added", "updated", "unchanged")
"""Fates that are shown even when no row shares them."""


class CountsBar(QWidget):
    """A bar with a part for each fate of a row; its tooltip says the counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show other counts, by fate."""
        self._counts = counts
        words = ", ".join(f"{count:,} {fate}" for fate, count in counts.items() if count)
        self.setToolTip(words)
        self.setAccessibleName(words or "No rows")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a bar's height; the width is given."""
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the parts side by side; a few rows among many stay visible."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), self._theme.colour("track"))
        parts = [(fate, count) for fate, count in self._counts.items() if count]
        total = sum(count for _, count in parts)
        room = self.width() - _LEAST_WIDTH * len(parts)
        left = 0.0
        for fate, count in parts:
            width = _LEAST_WIDTH + room * count / total
            part = QRectF(left, 0, width - 1, self.height())
            painter.fillRect(part, self._theme.colour(COUNT_TONES[fate]))
            left += width


class FileCountsRow(QWidget):
    """One file of an import: its name, what it holds, and where its rows went."""

    def __init__(self, theme: Theme, change: FileChange, tip: str = "") -> None:
        super().__init__()
        name = ElidedLabel(change.name, "strong")
        name.setToolTip(tip or change.name)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(name, 1)
        top.addWidget(Pill(theme, change.kind, "planning"))
        bar = CountsBar(theme)
        bar.show_counts(change.counts)
        said = Headline(theme, "caption", "muted")
        said.show_spans(change.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(5)
        layout.addLayout(top)
        layout.addWidget(bar)
        layout.addWidget(said)


class FatesGrid(QWidget):
    """Each fate of a row with its count and what it means."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 6, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(2, 1)
        self.counts: dict[str, QLabel] = {}
        self._lines: dict[str, tuple[QWidget, ...]] = {}
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, (fate, meaning) in enumerate({**COUNT_MEANINGS, GONE: GONE_MEANING}.items()):
            self.counts[fate] = build_label("0", "strong")
            pill = Pill(theme, fate, COUNT_TONES.get(fate, "both"))
            words = build_label(meaning, "body", "muted", wrap=True)
            self._lines[fate] = (self.counts[fate], pill, words)
            self._grid.addWidget(self.counts[fate], row, 0, right)
            self._grid.addWidget(pill, row, 1)
            self._grid.addWidget(words, row, 2)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show other counts, by fate; of what is not always there, only what is."""
        for fate, label in self.counts.items():
            count = counts.get(fate, 0)
            label.setText(format_count(count))
            for widget in self._lines[fate]:
                widget.setVisible(bool(count) or fate in _ALWAYS)


def build_scroller(page: QWidget, title: str) -> QScrollArea:
    """Return a page that scrolls on the surface it lies on; the title is for screen readers."""
    scroller = QScrollArea()
    scroller.setAccessibleName(title)
    scroller.setWidgetResizable(True)
    scroller.setWidget(page)
    page.setAutoFillBackground(False)
    scroller.viewport().setAutoFillBackground(False)
    return scroller


def build_accounts(theme: Theme, accounts: tuple[FileAccount, ...], layout: QVBoxLayout) -> None:
    """Replace what is in a layout by a row for each account, from the top."""
    empty_layout(layout)
    for account in accounts:
        tip = f"{account.file}, read as {account.recognised_as}"
        row = FileCountsRow(theme, build_file_change(account), tip)
        layout.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
    layout.addStretch(1)


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.deleteLater()
