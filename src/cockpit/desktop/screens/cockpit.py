"""The cockpit screen: the answer in words, the bridge, the lever map, and who needs what."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cockpit.desktop.charts.effect_bar import EffectBarDelegate
from cockpit.desktop.charts.lever_map_place import LeverMapPlace
from cockpit.desktop.dialogs.forecast_quality import ForecastQualityDialog
from cockpit.desktop.dialogs.learned_curves import ask_learned_curves
from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.dialogs.records import RecordsDialog
from cockpit.desktop.models import reps_table as columns
from cockpit.desktop.models.reps_table import RepsTableModel
from cockpit.desktop.screen import Command, Export, Screen, ScreenContext
from cockpit.desktop.screens.cockpit_pictures import FORECAST, WHY, WhyCard
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import CockpitError
from cockpit.domain.question import Grouping, Question
from cockpit.presenters.cockpit import (
    AnswerView,
    CockpitPresenter,
    EmptyView,
    load_answer,
)
from cockpit.presenters.forecast import FanResult, ForecastPresenter, load_forecast
from cockpit.presenters.past import load_comparison
from cockpit.presenters.record_rows import RecordsView, ask_records, build_records
from cockpit.presenters.rep_rows import format_csv
from cockpit.presenters.text import Span

_HINT = "click a bar to see who and why"
_FLEXIBLE = (columns.WHY, columns.ACTION)
_WIDEST_NAME = 190
_NARROW = 1100
_GROUPINGS = (
    (Grouping.REP.value, "Rep", "A row per rep"),
    (Grouping.SOURCE.value, "Source", "A row per source of leads"),
    (Grouping.MONTH.value, "Month", "A row per month in which leads and deals began"),
)


class CockpitScreen(Screen):
    """How far off, why, whose move; its presenter holds what is in focus."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self.presenter = CockpitPresenter()
        self.forecast = ForecastPresenter()
        self.view: AnswerView | None = None
        self._question: Question | None = None
        self._widths: dict[int, int] = {}
        self.dialog: QDialog | None = None
        self._build_parts()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(QWidget())
        self._answer_page = self._build_answer_page()
        self._pages.addWidget(self._answer_page)
        self.empty: EmptyState | None = None
        self._order_keyboard()
        self._connect()

    def show_question(self, question: Question) -> None:
        """Ask the question; what is on screen stays until the answer is there."""
        self._question = question
        self._ask()

    def on_changes(self, changes: Changes) -> None:
        """Ask again when the plan, the records or the team are not what they were."""
        if changes.parts & {Changed.PLAN, Changed.RECORDS, Changed.TEAM}:
            self.forecast.forget()
            self._ask()

    def focus_argument(self, argument: str) -> None:
        """Put one rep on the bridge."""
        if argument:
            self._show(self.presenter.select_row(argument))

    def exports(self) -> Sequence[Export]:
        """Return the table, with every effect in a column of its own."""
        if self.view is None:
            return ()
        return (Export("Cockpit table (CSV)", "cockpit.csv", self._write_csv),)

    def commands(self) -> Sequence[Command]:
        """Return groupings, and what the filters in force allow."""
        group = [
            Command(f"Cockpit: group by {title.lower()}", partial(self._on_grouping, name))
            for name, title, _ in _GROUPINGS
        ]
        if self.view is None:
            return group
        ask = [
            Command("Cockpit: see the math", self.show_math),
            Command("Cockpit: forecast", partial(self.why_card.choose, FORECAST)),
            Command("Cockpit: why revenue is off target", partial(self.why_card.choose, WHY)),
            Command("Cockpit: how good were our forecasts?", self.show_forecast_quality),
            Command("Cockpit: how long things take", self.show_curves),
        ]
        if self.view.effects:
            ask.append(Command("Cockpit: show the records", self.show_records))
        return [*ask, *group, Command("Cockpit: clear filters", self.clear)]

    def clear(self, chip: str | None = None) -> None:
        """Take one filter off, or all of them."""
        self._show(self.presenter.clear(chip))

    def _build_parts(self) -> None:
        theme = self.context.theme
        self.headline = Headline(theme)
        self.subline = Headline(theme, "body", "muted")
        self.forecast_line = Headline(theme, "body", "muted")
        self.comparison = Headline(theme, "body", "muted")
        self.comparison.hide()
        self.why_card = WhyCard(theme)
        self.bridge, self.filters = self.why_card.bridge, self.why_card.filters
        self.lever_map = LeverMapPlace(self.context)
        self.grouping = SegmentedControl("Group by", _GROUPINGS)
        self.model = RepsTableModel(self)
        self.table = DataTable(theme, "Who is short, and why")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(columns.WHY, EffectBarDelegate(theme, self.table))
        self.table.setItemDelegateForColumn(columns.VERDICT, PillDelegate(theme, self.table))
        self.table.viewport().installEventFilter(self)

    def _build_answer_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(self.headline)
        layout.addWidget(self.forecast_line)
        layout.addWidget(self.subline)
        layout.addWidget(self.comparison)
        layout.addSpacing(8)
        pictures = QHBoxLayout()
        pictures.setSpacing(14)
        pictures.addWidget(self.why_card, 63)
        self.map_card = Card("Which lever, rep by rep", "size = shortfall")
        self.map_card.body.addWidget(self.lever_map)
        pictures.addWidget(self.map_card, 37)
        layout.addLayout(pictures, 9)
        layout.addSpacing(8)
        layout.addWidget(self._build_table_card(), 13)
        return page

    def _build_table_card(self) -> Card:
        card = Card("Who, and why", "Enter opens the rep")
        card.make_flush()
        card.heading.addSpacing(10)
        card.heading.addWidget(self.grouping)
        card.body.addWidget(self.table)
        self.table_card = card
        return card

    def _order_keyboard(self) -> None:
        """Let Tab walk from the pictures to what can be asked of them, then to the table."""
        order: tuple[QWidget, ...] = (
            *(self.why_card.choices, self.bridge, self.filters.math, self.filters.records),
            *(self.why_card.fan, self.why_card.math, self.why_card.quality),
            self.lever_map.chart or self.lever_map,
            *(self.grouping, self.table),
        )
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.bridge.chosen.connect(lambda key: self._show(self.presenter.select_bar(key)))
        self.lever_map.chosen.connect(self._on_row_chosen)
        self.lever_map.built.connect(self._order_keyboard)
        self.table.focused.connect(self._on_row_chosen)
        self.table.opened.connect(self._on_row_opened)
        self.table.copied.connect(lambda n: self.context.announce(f"Copied {n:,} rows"))
        self.grouping.chosen.connect(self._on_grouping)
        self.filters.cleared.connect(self.clear)
        self.filters.math_wanted.connect(self.show_math)
        self.filters.records_wanted.connect(self.show_records)
        self.why_card.math_wanted.connect(self.show_math)
        self.why_card.quality_wanted.connect(self.show_forecast_quality)
        for keys, run in (
            ("Esc", self.clear),
            ("Ctrl+M", self.show_math),
            ("Ctrl+L", self.show_records),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the table's width out anew whenever it changes."""
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._share_width()
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        if self._question is None:
            return
        question = self.presenter.ask(self._question)
        workspace = self.context.workspace
        self.context.tasks.ask(
            "cockpit",
            lambda _: load_answer(workspace, question),
            lambda result: self._on_answered(question, self.presenter.show(result)),
            self._on_failed,
        )

    def _on_answered(self, question: Question, view: AnswerView | EmptyView) -> None:
        """Show the answer, then ask where all this is heading, unless that is known."""
        self.forecast.expect(question)
        self._show(view)
        self.comparison.hide()
        if question.known_on is not None:
            self._ask_comparison(question)
        if self.view is not None and self.forecast.is_wanted:
            self._ask_forecast(question)

    def _ask_comparison(self, question: Question) -> None:
        """Ask how the same day looks with what is known now."""
        workspace = self.context.workspace
        self.context.tasks.ask(
            "cockpit comparison",
            lambda _: load_comparison(workspace, question),
            self._show_comparison,
            lambda _: self.comparison.hide(),
        )

    def _show_comparison(self, spans: tuple[Span, ...]) -> None:
        self.comparison.show_spans(spans)
        self.comparison.setVisible(bool(spans))

    def _ask_forecast(self, question: Question) -> None:
        workspace = self.context.workspace

        def on_done(result: FanResult) -> None:
            self.forecast.show(result)
            self._show_forecast()

        def on_failed(error: CockpitError) -> None:
            self.forecast.fail(error)
            self._show_forecast()

        self.context.tasks.ask(
            "cockpit forecast",
            lambda progress: load_forecast(workspace, question, progress),
            on_done,
            on_failed,
        )

    def _show_forecast(self) -> None:
        """Show the forecast of the row in focus, and the team's in a line; or why there is none."""
        self.forecast_line.show_spans(self.forecast.line())
        self.why_card.show_forecast(
            self.forecast.view(self.presenter.focus.row), self.forecast.reason
        )

    def _on_failed(self, error: CockpitError) -> None:
        self._show(self.presenter.fail(error))

    def _on_grouping(self, name: str) -> None:
        self.grouping.choose(name)
        self.presenter.group_by(Grouping(name))
        self._ask()

    def _on_row_chosen(self, name: str | None) -> None:
        """Put a row on the bridge, unless it is there already."""
        if name is not None and name != self.presenter.focus.row:
            self._show(self.presenter.select_row(name))

    def _on_row_opened(self, name: str | None) -> None:
        """Open a rep in full; sources, months and unowned leads have no page of their own."""
        if name and self.presenter.can_open(name):
            self.context.navigate("reps", name)

    def _show(self, view: AnswerView | EmptyView | None) -> None:
        """Show an answer, or why there is none."""
        if isinstance(view, EmptyView):
            self.view = None
            self._show_empty(view)
        elif view is not None:
            self._show_answer(view)

    def _show_empty(self, view: EmptyView) -> None:
        if self.empty is not None:
            self._pages.removeWidget(self.empty)
            self.empty.deleteLater()
        actions: list[tuple[str, Callable[[], None]]] = [
            (action.label, partial(self.context.navigate, action.screen, ""))
            for action in view.actions
        ]
        self.empty = EmptyState(view.title, view.text, actions)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentWidget(self.empty)

    def _show_answer(self, view: AnswerView) -> None:
        before, self.view = self.view, view
        self.headline.show_spans(view.headline)
        self.subline.show_spans(view.subline)
        self.bridge.show_view(view.bridge)
        self.lever_map.show_view(view.lever_map)
        self.filters.show_chips(view.chips, has_records=bool(view.effects))
        self.why_card.show_hint("" if view.chips else _HINT)
        self._show_forecast()
        self.map_card.set_hint(view.lever_map.note or "size = shortfall")
        self.table_card.set_hint("Enter opens the rep" if self.presenter.by is Grouping.REP else "")
        by = self.presenter.by.value
        self.map_card.set_title(f"Which lever, {by} by {by}")
        if before is None or before.rows != view.rows:
            self._show_rows(view, has_new_order=before is None or before.effects != view.effects)
        if view.focus.row is not None:
            self.table.select_key(view.focus.row)
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        self._pages.setCurrentWidget(self._answer_page)

    def _show_rows(self, view: AnswerView, *, has_new_order: bool) -> None:
        """Fill the table; sorted by the gap, or by the effect that it is filtered by."""
        effect = view.chips[-1].text if view.effects else ""
        self.model.show_titles(view.row_title, effect, view.action_title)
        self.model.show_rows(view.rows)
        self.table.set_empty_text(f"{effect} moved nobody's number. Esc shows everybody.")
        self._widths.clear()
        self.table.setColumnHidden(columns.EFFECT, not view.effects)
        self.table.setColumnHidden(columns.ATTAINED, bool(view.effects))
        if has_new_order:
            self.table.sort_by(columns.EFFECT if view.effects else columns.GAP)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what it needs; the bars and the next step share the rest."""
        header = self.table.horizontalHeader()
        shown = [i for i in range(header.count()) if not header.isSectionHidden(i)]
        needed = {i: self._width_of(i) for i in shown if i not in _FLEXIBLE}
        left = self.table.viewport().width() - sum(needed.values())
        needed[columns.WHY] = max(min(round(left * 0.45), 240), 100)
        needed[columns.ACTION] = max(left - needed[columns.WHY], 130)
        for column, width in needed.items():
            header.resizeSection(column, width)

    def _width_of(self, column: int) -> int:
        """Return the width of a column's title or widest cell; names may be cut short.

        It is measured once for the rows shown: asking every cell at every resize would be slow.
        """
        width = self._widths.get(column)
        if width is None:
            title = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            least = self.table.horizontalHeader().fontMetrics().horizontalAdvance(title) + 18
            width = max(least, self.table.sizeHintForColumn(column))
            self._widths[column] = width
        is_narrow = self.table.viewport().width() < _NARROW
        widest = _WIDEST_NAME - 40 * is_narrow
        return min(width, widest) if column == columns.NAME else width

    def _write_csv(self, path: Path) -> None:
        if self.view is not None:
            text = format_csv(self.view.rows, self.view.row_title)
            path.write_text(text, encoding="utf-8-sig", newline="")

    def show_math(self) -> None:
        """Show the formula behind the number in focus, or behind the forecast that is shown."""
        if self.why_card.shows_forecast:
            math = self.forecast.explain(self.presenter.focus.row)
        else:
            math = self.presenter.explain()
        if math is not None:
            self.dialog = MathDialog(math, self)
            self.dialog.open()

    def show_forecast_quality(self) -> None:
        """Show past forecasts beside what came."""
        if self._question is not None:
            self.dialog = ForecastQualityDialog(self.context, self._question, self)
            self.dialog.open()

    def show_curves(self) -> None:
        """Show how long things take, by the team's own history."""
        if self._question is not None:
            ask_learned_curves(self.context, self._question, self)

    def show_records(self) -> None:
        """Show the records behind the number in focus."""
        wanted = self.presenter.want_records()
        if wanted is None:
            return
        workspace = self.context.workspace
        self.context.tasks.ask(
            "cockpit records",
            lambda _: ask_records(workspace, wanted.question, wanted.row, wanted.effects),
            lambda result: self._open_records(
                build_records(result, wanted.title, wanted.currency, wanted.amount)
            ),
        )

    def _open_records(self, view: RecordsView) -> None:
        self.dialog = RecordsDialog(self.context, view, self)
        self.dialog.open()
