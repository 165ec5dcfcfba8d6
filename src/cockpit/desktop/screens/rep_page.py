"""One rep in full: header, funnel, bridge, pace, losses, follow-up, open deals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.charts.bridge import BridgeChart
from cockpit.desktop.charts.funnel_bars import FunnelBarsChart
from cockpit.desktop.charts.pace import PaceChart
from cockpit.desktop.charts.paired_bars import PairedBarsChart
from cockpit.desktop.models import deals_table as columns
from cockpit.desktop.models.deals_table import DealsTableModel
from cockpit.desktop.screens.rep_header import RepHeader
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.fact_list import FactList
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.rep_page import RepView

_LEAST_TABLE = 150
_TABLE_SHARE = 9
_GAP = 12


class _ExplainedCard(Card):
    """A card that holds a widget, or a sentence saying why there is nothing to show in it."""

    def __init__(self, title: str, hint: str, content: QWidget) -> None:
        super().__init__(title, hint)
        self.content = content
        self.reason = build_label("", "body", "faint", wrap=True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.reason.hide()
        self.body.addWidget(content, 1)
        self.body.addWidget(self.reason)

    def show_reason(self, reason: str) -> None:
        """Show why there is nothing, or with an empty text the content."""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.content.setVisible(not reason)


class RepPage(QScrollArea):
    """Shows a rep; on a small window it scrolls, and the table keeps rows to look at.

    `stage_chosen` carries the number of a funnel stage, `bar_chosen` the key of a bar of the
    bridge, `deal_opened` the key of an open deal.
    """

    stage_chosen = Signal(int)
    bar_chosen = Signal(str)
    deal_opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header = RepHeader(theme)
        self.funnel = FunnelBarsChart(theme)
        self.bridge = BridgeChart(theme)
        self.pace = PaceChart(theme)
        self.losses = PairedBarsChart(theme, "Where deals are lost")
        self.follow_up = FactList("Follow-up")
        self.model = DealsTableModel(self)
        self.table = DataTable(theme, "Open deals")
        self.table.set_model(self.model)
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.losses_card = _ExplainedCard("Where deals are lost", "", self.losses)
        self.follow_up_card = _ExplainedCard("Follow-up", "this period's leads", self.follow_up)
        self.deals_card = _ExplainedCard("Open deals", "", self.table)
        self.deals_card.make_flush()
        self.deals_card.reason.setContentsMargins(8, 4, 8, 8)
        for part in (self.funnel, self.bridge, self.pace, self.losses, self.table):
            # They take what there is, down to their least size: only below it the page scrolls.
            part.setMinimumHeight(max(part.minimumSizeHint().height(), part.minimumHeight()))
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setWidget(self._build_content())
        self.funnel.chosen.connect(self.stage_chosen)
        self.bridge.chosen.connect(self.bar_chosen)
        self.table.opened.connect(self.deal_opened)

    def show_view(self, view: RepView) -> None:
        """Show another rep, or the same after something changed."""
        self.header.show_view(view)
        self.funnel.show_stages(view.funnel)
        self.bridge.show_view(view.bridge)
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
        bridge = Card("From target to actual", "click a bar to open it")
        bridge.body.addWidget(self.bridge)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(funnel, 39)
        row.addWidget(bridge, 61)
        return row

    def _build_second_row(self) -> QHBoxLayout:
        pace = Card("Leads delivered against the promise, by week", "cumulative")
        pace.body.addWidget(self.pace)
        self._second_row = QHBoxLayout()
        self._second_row.setSpacing(_GAP)
        self._second_row.addWidget(pace, 36)
        self._second_row.addWidget(self.losses_card, 36)
        self._second_row.addWidget(self.follow_up_card, 28)
        return self._second_row
