"""Show the records: a table of every lead, opened, jumped in and repainted."""

import os
import resource
import statistics
import time
from typing import TYPE_CHECKING, Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import filled_store

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QWidget

    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.record_rows import RecordsView

_REPAINTS = 30
_PAGE = os.sysconf("SC_PAGE_SIZE")


def ours(size: int) -> Work:
    """The dialog over the keys of all leads; pages of cells come when they are looked at."""
    context, application = _context(size), _application()

    def work() -> dict[str, Any]:
        from cockpit.desktop.dialogs.records import RecordsDialog

        before, start = _resident(), time.perf_counter()
        dialog = RecordsDialog(context, _view(context))
        dialog.show()
        table = dialog.tables[0]
        while not table.records.has_page(0):
            application.processEvents()
        table.viewport().repaint()
        opened, grown = time.perf_counter() - start, _resident() - before
        assert table.records.rowCount() == size
        answer = {
            "open": opened,
            "extra": grown,
            "repaint": _repaint(table.viewport()),
            "first_row": _read_first_row(table.records),
        }
        start = time.perf_counter()
        table.scrollTo(table.records.index(size // 2, 0))
        while not table.records.has_page(size // 2 // 128):
            application.processEvents()
        table.viewport().repaint()
        answer["jump"] = time.perf_counter() - start
        context.tasks.close(context.workspace.close)
        return answer

    return work


def item_model(size: int) -> Work:
    """Qt's own item model, in C++, with nothing but the rows that are seen."""
    context, application = _context(size), _application()

    def work() -> dict[str, Any]:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QStandardItem, QStandardItemModel

        from cockpit.desktop.widgets.data_table import DataTable
        from cockpit.presenters.record_rows import ask_page

        view = _view(context)
        model = QStandardItemModel()
        model.setHorizontalHeaderLabels([column.title for column in view.tabs[0].columns])
        table = DataTable(context.theme, "Leads")
        table.set_model(model, sort_here=False)
        # Filled once it is in the view, which would sort it.
        for row in ask_page(context.workspace, view.tabs[0], 0, view.currency):
            items = [QStandardItem(cell.text) for cell in row]
            items[-1].setTextAlignment(Qt.AlignmentFlag.AlignRight)
            model.appendRow(items)
        table.resize(932, 430)
        table.show()
        application.processEvents()
        repaint = _repaint(table.viewport())
        context.tasks.close(context.workspace.close)
        return {"repaint": repaint, "first_row": _read_first_row(model)}

    return work


def _application() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()


def _context(size: int) -> "ScreenContext":
    """Return a window's context over the store, its records in memory as after an answer."""
    from cockpit.desktop.app import build_application
    from cockpit.desktop.screen import ScreenContext
    from cockpit.desktop.tasks import Tasks
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.workspace import Workspace
    from cockpit.store.queries import load_funnel

    theme = Theme(build_application(), "light")
    workspace = Workspace.open(filled_store(size))
    load_funnel(workspace.store)

    def ignore(*_: object) -> None:
        """Nothing is navigated to, announced or reported here."""

    return ScreenContext(Tasks(), theme, workspace, ignore, ignore, ignore, ignore)


def _view(context: "ScreenContext") -> "RecordsView":
    """Return every lead of the store, each with something that it adds."""
    import numpy as np

    from cockpit.domain.records import FileKind
    from cockpit.presenters.record_rows import RecordList, RecordsResult, build_records
    from cockpit.store.queries import load_funnel

    keys = load_funnel(context.workspace.store).leads["key"].to_numpy()
    added = np.random.default_rng(1).normal(0, 1e5, len(keys))
    records = RecordList(FileKind.LEADS, keys, added)
    result = RecordsResult({}, (records,))
    return build_records(result, "All leads", "USD", round(result.total))


def _read_first_row(model: "QAbstractItemModel") -> str:
    return " | ".join(str(model.index(0, at).data()) for at in range(model.columnCount()))


def _repaint(widget: "QWidget") -> float:
    """Return the median seconds of a repaint."""
    times = []
    for _ in range(_REPAINTS):
        start = time.perf_counter()
        widget.repaint()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _resident() -> float:
    """Return the memory in use now, in MiB; the most there ever was where the system hides it."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a real file
            return int(file.read().split()[1]) * _PAGE / 2**20
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


CASE = Case(
    name="records",
    about="a table of every lead: opened, then repainted, against Qt's item model of what is seen",
    contenders={"ours": ours, "item_model": item_model},
    goals=(
        Goal(0.4, measure="open"),
        Goal(110, measure="extra"),
        Goal(1.6, against="item_model", measure="repaint"),
    ),
    must_agree=("first_row",),
    sizes=(1_000_000,),
)
