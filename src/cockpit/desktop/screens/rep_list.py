"""The team: reps among equals, how each month's leads mature, and all reps to pick one from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cockpit.desktop.charts.cohort_heat import CohortHeatChart
from cockpit.desktop.charts.funnel_plot import FunnelPlotChart
from cockpit.desktop.models import rep_list_table as columns
from cockpit.desktop.models.rep_list_table import RepListTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.explained_card import ExplainedCard
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.funnel_plot import NO_PLOT, FunnelPlotView
from cockpit.presenters.rep_list import RosterView

_WIDEST_NAME = 260
_STAGES = (
    ("lead_to_opp", "Lead → opp", "Leads that became opportunities"),
    ("win_rate", "Win rate", "Opportunities that were won"),
)


class RosterPage(QWidget):
    """The team's pictures, and below them all reps with their verdicts.

    `picked` carries the name of a rep whose point was clicked; `math_wanted` asks for the math of
    the plot.
    """

    picked = Signal(str)
    math_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = build_label("Reps", "title")
        self.summary = build_label("", "body", "muted")
        self.plot = FunnelPlotChart(theme)
        self.stages = SegmentedControl("Stage", _STAGES)
        self.cohorts = CohortHeatChart(theme)
        self.model = RepListTableModel(self)
        self.table = DataTable(theme, "All reps")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(columns.VERDICT, PillDelegate(theme, self.table))
        self.table.sort_by(columns.NAME)
        self._plots: Sequence[FunnelPlotView] = (NO_PLOT,)
        self._lay_out()
        self.stages.chosen.connect(self._show_stage)
        self.plot.chosen.connect(lambda at: self.picked.emit(self.plot.view.points[at].name))

    def show_view(self, view: RosterView) -> None:
        """Show the team; whoever was selected stays so."""
        selected = self.table.currentIndex().row()
        self.summary.setText(view.summary)
        self._plots = view.plots
        self._show_stage(self.stages.choice)
        self.cohorts.show_view(view.cohorts)
        self.cohort_card.show_reason(view.cohorts.reason)
        self.model.show_rows(view.rows)
        self.table.fit_columns()
        header = self.table.horizontalHeader()
        header.resizeSection(columns.NAME, min(header.sectionSize(columns.NAME), _WIDEST_NAME))
        self.table.selectRow(max(selected, 0))

    def _show_stage(self, stage: str) -> None:
        """Show the funnel plot of a stage, the first where there is none of that name."""
        plot = next((plot for plot in self._plots if plot.stage == stage), self._plots[0])
        self.plot.show_view(plot)
        self.plot_card.show_reason(plot.reason)
        self.chance.setText(plot.sentence)
        self.math.setVisible(plot.math is not None)

    def _lay_out(self) -> None:
        self.chance = build_label("", "caption", "muted", wrap=True)
        self.math = QToolButton()
        self.math.setText("See the math")
        self.math.setProperty("look", "plain")
        self.math.setToolTip("How the chance comes about (Ctrl+M)")
        self.math.clicked.connect(self.math_wanted)
        below = QHBoxLayout()
        below.addWidget(self.chance, 1)
        below.addWidget(self.math)
        self.plot_card = ExplainedCard("Among equals", "limits of chance", self.plot)
        self.plot_card.heading.addSpacing(10)
        self.plot_card.heading.addWidget(self.stages)
        self.plot_card.body.addLayout(below)
        self.cohort_card = ExplainedCard(
            "Lead → opp by month and age in weeks", "hatched: expected", self.cohorts
        )
        pictures = QHBoxLayout()
        pictures.setSpacing(12)
        pictures.addWidget(self.plot_card, 1)
        pictures.addWidget(self.cohort_card, 1)
        card = Card("Pick a rep", "Enter or double click opens")
        card.make_flush()
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addSpacing(6)
        layout.addLayout(pictures, 10)
        layout.addSpacing(6)
        layout.addWidget(card, 11)
