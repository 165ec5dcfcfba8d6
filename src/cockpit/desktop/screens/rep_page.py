"""One rep in full: header, funnel, evidence, pace, losses, follow-up, open deals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.charts.funnel_bars import FunnelBarsChart
from cockpit.desktop.charts.pace import PaceChart
from cockpit.desktop.charts.paired_bars import PairedBarsChart
from cockpit.desktop.models import deals_table as columns
from cockpit.desktop.models.deals_table import DealsTableModel
from cockpit.desktop.screens.rep_evidence import RepEvidence
from cockpit.desktop.screens.rep_header import RepHeader
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.explained_card import ExplainedCard
from cockpit.desktop.widgets.fact_list import FactList
from cockpit.presenters.rep_page import RepView

_LEAST_TABLE = 150
_TABLE_SHARE = 9
_GAP = 12
_WIDEST_WORD = 150
"""Room of a source or a stage; more of it shows in the tooltip."""


class RepPage(QScrollArea):
    """Shows a rep; on a small window it scrolls, and the table keeps rows to look at.

    `stage_chosen` carries the number of a funnel stage, `bar_chosen` the key of a bar of the
    bridge, `skill_chosen` the number of a stage of skill or luck, `deal_opened` the key of an open
    deal.
    """

    stage_chosen = Signal(int)
    skill_chosen = Signal(int)
    bar_chosen = Signal(str)
    deal_opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header = RepHeader(theme)
        self.funnel = FunnelBarsChart(theme)
        self.evidence = RepEvidence(theme)
        self.bridge = self.evidence.bridge
        self.pace = PaceChart(theme)
        self.losses = PairedBarsChart(theme, "Where deals are lost")
        self.follow_up = FactList("Follow-up")
        self.model = DealsTableModel(self)
        self.table = DataTable(theme, "Open deals")
        self.table.set_model(self.model)
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.losses_card = ExplainedCard("Where deals are lost", "", self.losses)
        self.follow_up_card = ExplainedCard("Follow-up", "this period's leads", self.follow_up)
        self.deals_card = ExplainedCard("Open deals", "", self.table)
        self.deals_card.make_flush()
        self.deals_card.reason.setContentsMargins(8, 4, 8, 8)
        for part in (self.funnel, self.pace, self.losses, self.table):
            # They take what there is, down to their least size: only below it the page scrolls.
            part.setMinimumHeight(max(part.minimumSizeHint().height(), part.minimumHeight()))
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setWidget(self._build_content())
        self.funnel.chosen.connect(self.stage_chosen)
        self.evidence.bar_chosen.connect(self.bar_chosen)
        self.evidence.stage_chosen.connect(self.skill_chosen)
        self.table.opened.connect(self.deal_opened)

    def show_view(self, view: RepView) -> None:
        """Show another rep, or the same after something changed."""
        self.setAccessibleName(view.name)
        self.header.show_view(view)
        self.funnel.show_stages(view.funnel)
        self.evidence.show_bridge(view.bridge)
        self.evidence.show_skill(view.skill)
        self.evidence.show_past(None)
        self.pace.show_view(view.pace)
        self.losses.show_pairs(view.losses)
        self.losses_card.set_hint(view.losses_hint if view.losses else "")
        self.losses_card.show_reason("" if view.losses else view.no_losses)
        self.follow_up.show_facts(view.follow_up)
        self.follow_up_card.show_reason("" if view.follow_up else view.no_follow_up)
        self._show_deals(view)
        # An explanation needs less room than a picture.
        self._second_row.setStretch(1, 36 if view.losses else 18)
        self._second_row.setStretch(2, 28 if view.follow_up else 18)

    def _show_deals(self, view: RepView) -> None:
        self.model.show_deals(view.deals, view.end_text)
        self.deals_card.set_hint(view.deals_hint)
        self.deals_card.show_reason("" if view.deals else view.no_deals)
        self.table.setColumnHidden(columns.BY_END, not view.shows_by_end)
        self.table.fit_columns(columns.ACCOUNT)
        for column in (columns.SOURCE, columns.STAGE):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), _WIDEST_WORD))
        # Without a table the pictures get its room.
        self._rows.setStretch(self._rows.count() - 1, _TABLE_SHARE if view.deals else 0)

    def _build_content(self) -> QWidget:
        content = QWidget()
        content.setObjectName("page")
        self._rows = layout = QVBoxLayout(content)
        layout.setContentsMargins(20, 10, 20, 16)
        layout.setSpacing(_GAP)
        layout.addWidget(self.header)
        layout.addLayout(self._build_first_row(), 10)
        layout.addLayout(self._build_second_row(), 9)
        layout.addWidget(self.deals_card, _TABLE_SHARE)
        return content

    def _build_first_row(self) -> QHBoxLayout:
        funnel = Card("Funnel", "due by now, from what really came before")
        funnel.body.addWidget(self.funnel)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(funnel, 39)
        row.addWidget(self.evidence, 61)
        return row

    def _build_second_row(self) -> QHBoxLayout:
        pace = Card("Leads against the promise, by week", "cumulative")
        pace.body.addWidget(self.pace)
        self._second_row = QHBoxLayout()
        self._second_row.setSpacing(_GAP)
        self._second_row.addWidget(pace, 36)
        self._second_row.addWidget(self.losses_card, 36)
        self._second_row.addWidget(self.follow_up_card, 28)
        return self._second_row
