"""How good were our forecasts: the past looked back on, one day at a time, while one looks on."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.charts.backtest import BacktestChart
from cockpit.desktop.charts.forecast_error import ForecastErrorChart
from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.errors import CockpitError
from cockpit.domain.question import Question
from cockpit.presenters.forecast_quality import (
    BacktestStep,
    QualityPresenter,
    QualityView,
    load_backtest,
)

_SLOT = "forecast quality"
_TITLE = "How good were our forecasts?"
_SIZE = (1000, 560)


class ForecastQualityDialog(QDialog):
    """Fills while past forecasts are made; closing it stops that.

    Each forecast is work of its own, so that whatever else is asked meanwhile comes in between.
    """

    def __init__(self, context: ScreenContext, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter = QualityPresenter(question.period.grain)
        self.view: QualityView | None = None
        self.setWindowTitle(_TITLE)
        self.story = Headline(context.theme, "body")
        self.progress = build_label("Looking back…", "body", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Past forecasts made")
        self.past = BacktestChart(context.theme)
        self.errors = ForecastErrorChart(context.theme)
        self.limits = build_label("", "caption", "faint", wrap=True)
        self._lay_out()
        self.resize(*_SIZE)
        workspace = context.workspace
        context.tasks.ask(
            _SLOT, lambda _: load_backtest(workspace, question), self._on_begun, self._on_failed
        )

    def done(self, result: int) -> None:
        """Close, and make no more forecasts."""
        self._context.tasks.forget(_SLOT)
        super().done(result)

    def _on_begun(self, begun: tuple[Iterator[BacktestStep], str]) -> None:
        steps, self.presenter.currency = begun
        self._ask_next(steps)

    def _ask_next(self, steps: Iterator[BacktestStep]) -> None:
        def on_done(step: BacktestStep | None) -> None:
            if step is not None:
                self._show(self.presenter.add(step))
                self._ask_next(steps)
            elif self.view is None:
                self._explain(self.presenter.why_none)

        self._context.tasks.ask(_SLOT, lambda _: next(steps, None), on_done, self._on_failed)

    def _on_failed(self, error: CockpitError) -> None:
        self._explain(str(error))

    def _explain(self, reason: str) -> None:
        """Say why there is nothing to look back on."""
        self.progress.setText(reason)
        self.bar.hide()
        self._charts.hide()

    def _show(self, view: QualityView) -> None:
        self.view = view
        self.story.show_spans(view.story)
        self.story.setVisible(bool(view.story))
        self.progress.setText(view.progress)
        self.progress.setVisible(bool(view.progress))
        self.bar.setValue(round(100 * view.done))
        self.bar.setVisible(bool(view.progress))
        self.past.show_view(view)
        self.errors.show_view(view)
        self.limits.setText(view.limits)

    def _lay_out(self) -> None:
        self._charts = QWidget()
        pictures = QHBoxLayout(self._charts)
        pictures.setContentsMargins(0, 4, 0, 4)
        pictures.setSpacing(14)
        for title, hint, chart, share in (
            ("What was forecast, and what came", "bar: 80% · line: what came", self.past, 60),
            ("How far off, on average", "of what came · at the right: all days", self.errors, 40),
        ):
            card = Card(title, hint)
            card.body.addWidget(chart)
            pictures.addWidget(card, share)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(build_label(_TITLE, "title"))
        layout.addWidget(self.story)
        layout.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.bar)
        layout.addWidget(self._charts, 1)
        layout.addWidget(self.limits)
        layout.addWidget(buttons)
        self.story.hide()
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
