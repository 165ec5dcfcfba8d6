"""How long things take: a step of the funnel, of the team or of a source, beside the plan."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.charts.curve import CurveChart
from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.question import Question
from cockpit.presenters.curves import DEALS, LEADS, CurvesPresenter, CurvesResult, load_curves

_TITLE = "How long things take"
_SIZE = (820, 560)
_STEPS = (
    (LEADS, "Lead → opportunity", "From the day a lead is assigned to its opportunity"),
    (DEALS, "Opportunity → win", "From the day an opportunity is opened to the day it is won"),
)


class LearnedCurvesDialog(QDialog):
    """Shows one learned curve at a time, with its data and the plan's."""

    def __init__(self, theme: Theme, result: CurvesResult, parent: QWidget) -> None:
        super().__init__(parent)
        self.presenter = CurvesPresenter(result)
        self.setWindowTitle(_TITLE)
        self.steps = SegmentedControl("Step", _STEPS)
        self.sources = QComboBox()
        self.sources.setAccessibleName("Source")
        self.story = Headline(theme, "body")
        self.chart = CurveChart(theme)
        self.facts = build_label("", "body", "muted", wrap=True)
        self.note = build_label("", "caption", "faint", wrap=True)
        self._lay_out()
        self.steps.chosen.connect(self._on_step)
        self.sources.activated.connect(lambda _: self._choose(self.sources.currentData()))
        self._on_step(LEADS)
        self.resize(*_SIZE)

    def _on_step(self, step: str) -> None:
        """Show another step, of the same source where it has a curve for that too."""
        before = self.presenter.source
        self.steps.choose(step)
        view = self.presenter.choose(step, before)
        self.sources.clear()
        for key, name in self.presenter.sources():
            self.sources.addItem(name, key)
        self.sources.setEnabled(self.sources.count() > 1)
        self.sources.setCurrentIndex(self.sources.findData(self.presenter.source))
        self._choose(self.presenter.source)
        self.setAccessibleDescription(view.description)

    def _choose(self, source: str) -> None:
        view = self.presenter.choose(self.steps.choice, source)
        self.story.show_spans(view.story)
        self.chart.show_view(view)
        self.facts.setText(view.facts)
        self.facts.setVisible(bool(view.facts))
        self.note.setText(self.presenter.note())

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.steps)
        bar.addWidget(self.sources)
        bar.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(build_label(_TITLE, "title"))
        layout.addLayout(bar)
        layout.addWidget(self.story)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.facts)
        layout.addWidget(self.note)
        layout.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()


def ask_learned_curves(context: ScreenContext, question: Question, parent: QWidget) -> None:
    """Learn the curves as of a question's day in the worker, then open them."""
    workspace = context.workspace

    def on_done(result: CurvesResult) -> None:
        dialog = LearnedCurvesDialog(context.theme, result, parent)
        dialog.open()

    context.tasks.ask("learned curves", lambda _: load_curves(workspace, question), on_done)
