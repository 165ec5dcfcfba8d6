"""Take pictures of the import from the first file to its undo, as docs/importing.md shows them.

    python packaging/wizard_screenshots.py [FOLDER] [--theme light] [--size 1180x740]

Everything is real: the demo team's store, exports as a CRM writes them, the window's own import
dialog. Works without a display: set QT_QPA_PLATFORM=offscreen.
"""

import argparse
import csv
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from cockpit.desktop.app import build_application
from cockpit.desktop.dialogs.import_dialog import ImportDialog
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screens.data import DataScreen
from cockpit.desktop.settings import Settings
from cockpit.desktop.theme import Theme
from cockpit.domain.records import Outcome
from cockpit.presenters.import_answers import answer_name, answer_rate, answer_stage
from cockpit.presenters.import_steps import Step
from cockpit.services.demo import find_demo_today, load_demo
from cockpit.services.opening import open_store

PATIENCE = 60_000
"""Milliseconds to wait for anything."""
WINDOW = QSize(1280, 800)
OWNERS = {
    "0055g00000A1AAA": "Amara Okafor", "0055g00000B2AAA": "Ben Lindqvist",
    "0055g00000C3AAA": "Grace Liu", "0055g00000D4AAA": "Ines Duarte",
    "0055g00000E5AAA": "Farid Haddad", "0055g00000F6AAA": "Nora Vance",
}  # fmt: skip
"""Users of the CRM: five of the demo team's reps, and one whom nobody knows yet."""
SOURCES = ("Webinar", "Paid search", "Content", "Webinars")
STAGES = ("Closed Won", "Closed Lost", "Negotiation", "Verbal yes", "Parked", "Closed Won")
COMPANIES = "Contoso Fabrikam Adatum Northwind Tailspin Wingtip Litware Proseware".split()
LAST_DAY = date(2026, 9, 25)
BROKEN = "Forecast Q3.xlsx"
_LEAD_HEADER = (
    "Id", "IsDeleted", "LastName", "Company", "LeadSource", "Status", "Industry", "OwnerId",
    "IsConverted", "ConvertedDate", "ConvertedOpportunityId", "CreatedDate", "Rating",
    "Fair_Badge__c",
)  # fmt: skip
_REPORT_HEADER = (
    "Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Amount Currency", "Amount",
    "Close Date", "Created Date", "Lead Source", "Type", "Age",
)  # fmt: skip
_PARTNER_HEADER = ("Deal no.", "Seller", "Won?", "Opened on", "Signed on", "Deal value", "Memo")


class Camera:
    """Takes numbered pictures into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken = 0

    def take(self, widget: QWidget, name: str) -> None:
        """Save what a widget looks like, in its 256 most frequent colours: a third of the size."""
        for _ in range(3):
            QApplication.processEvents()
        self._taken += 1
        path = self._folder / f"wizard-{self._taken:02}-{name}.png"
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
        colours, counts = np.unique(pixels, return_counts=True)
        frequent = [int(colour) for colour in colours[np.argsort(-counts)[:256]]]
        flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
        image = image.convertToFormat(QImage.Format.Format_Indexed8, frequent, flags)
        if not image.save(str(path), quality=0):
            sys.exit(f"{path} cannot be written")
        print(path)


def wait(is_done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    loop, timer, end = QEventLoop(), QTimer(), QTimer(singleShot=True)

    def look() -> None:
        if is_done():
            loop.quit()

    timer.timeout.connect(look)
    end.timeout.connect(lambda: sys.exit("nothing happened for a minute"))
    timer.start(10)
    end.start(PATIENCE)
    if not is_done():
        loop.exec()
    QApplication.processEvents()


def open_window(store: Path, settings: Path, theme: Theme) -> MainWindow:
    """Open a window on a store and wait until it has answered."""
    window = MainWindow(theme, Settings(settings), store, find_demo_today())
    window.resize(WINDOW)
    loop = QEventLoop()
    window.settled.connect(loop.quit)
    window.show()
    loop.exec()
    wait(lambda: not window.tasks.is_busy)
    return window


def open_dialog(window: MainWindow, size: QSize) -> ImportDialog:
    """Open the import dialog as the Data screen does."""
    window.navigate("data")
    wait(lambda: not window.tasks.is_busy)
    screen = window.stack.shown
    if isinstance(screen, DataScreen):
        screen.import_paths([])
    dialog = window.findChild(ImportDialog)
    if dialog is None:
        sys.exit("the import dialog did not open")
    dialog.resize(size)
    wait(lambda: not window.tasks.is_busy)
    return dialog


def tell_story(window: MainWindow, dialog: ImportDialog, camera: Camera, exports: Path) -> None:
    """Go through the import, and take a picture wherever something is to be seen."""

    def settle() -> None:
        wait(lambda: not window.tasks.is_busy)

    camera.take(dialog, "start")
    dialog.add_paths(write_exports(exports))
    settle()
    camera.take(dialog, "files")
    dialog.frame.files.removed.emit(str(exports / BROKEN))
    settle()
    dialog.frame.files.kind_chosen.emit(str(exports / "Partner deals.csv"), "opportunities")
    settle()
    dialog.go_to(Step.COLUMNS)
    settle()
    camera.take(dialog, "columns")
    for header, ours in (
        ("Won?", "outcome"),
        ("Opened on", "created_at"),
        ("Signed on", "closed_at"),
    ):
        dialog.frame.columns.map_column(header, (ours,))
        settle()
    camera.take(dialog, "columns-chosen")
    dialog.go_to(Step.QUESTIONS)
    camera.take(dialog, "questions")
    draft = dialog.draft
    for stage, outcome in (("Verbal yes", Outcome.OPEN), ("Parked", Outcome.LOST)):
        draft = answer_stage(draft, "salesforce", stage, outcome)
    draft = answer_rate(draft, "EUR", 1.08)
    draft = answer_name(draft, "rep", "Ben Lindquist", "Ben Lindqvist")
    draft = answer_name(draft, "source", "Webinars", "Webinar")
    dialog.frame.questions.answered.emit(draft)
    settle()
    for view in dialog.view.questions.dates if dialog.view else ():
        dialog.frame.questions.ordered.emit(view.key, "dmy")
        settle()
    bar = dialog.frame.questions.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    camera.take(dialog, "answers")
    dialog.go_to(Step.CHECK)
    camera.take(dialog, "check")
    dialog.go_to(Step.CHANGE)
    camera.take(dialog, "change")


def finish_story(window: MainWindow, dialog: ImportDialog, camera: Camera) -> None:
    """Import, see what it changed, and undo it."""
    running = dialog.frame.running

    def settle() -> None:
        wait(lambda: not window.tasks.is_busy)

    seen: list[bool] = []

    def take_once() -> None:
        if running.isVisible() and not seen:
            seen.append(True)
            camera.take(dialog, "running")

    window.tasks.progressed.connect(take_once)
    dialog.run()
    settle()
    window.tasks.progressed.disconnect(take_once)
    camera.take(dialog, "result")
    dialog.frame.result.show_tab("problems")
    camera.take(dialog, "found")
    dialog.frame.result.show_tab("answer")
    dialog.undo()
    settle()
    camera.take(dialog, "undone")
    dialog.accept()


def show_new_export(window: MainWindow, camera: Camera, folder: Path) -> None:
    """Let an export arrive in a watched folder."""
    window.navigate("cockpit")
    window.watching.choose(folder)
    wait(window.export_bar.isVisible)
    wait(lambda: not window.tasks.is_busy)
    camera.take(window, "new-export")


def write_exports(folder: Path) -> tuple[Path, ...]:
    """Write the files and return their paths, in the order in which they are dropped."""
    draw = random.Random(6)  # noqa: S311 - made-up rows, the same in every run
    (folder / BROKEN).write_bytes(b"PK\x03\x04 this download broke off")
    return (
        _write(folder / "User.csv", ("Id", "Name", "Email", "IsActive"), _list_users()),
        _write(folder / "Lead.csv", _LEAD_HEADER, _list_leads(draw)),
        _write(folder / "Opportunities report.csv", _REPORT_HEADER, _list_report(draw)),
        _write(folder / "Partner deals.csv", _PARTNER_HEADER, _list_partner_deals(draw)),
        folder / BROKEN,
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerow(header)
        table.writerows(rows)
    return path


def _list_users() -> list[Sequence[object]]:
    return [
        (key, name, f"{name.split()[0].lower()}@acme.example", 1) for key, name in OWNERS.items()
    ]


def _list_leads(draw: random.Random) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for number in range(140):
        day = LAST_DAY - timedelta(days=draw.randrange(80))
        at = f"{day} {draw.randrange(8, 18):02}:{draw.randrange(60):02}:11"
        owner = draw.choice(list(OWNERS))
        created = at if number % 45 else "31/02/2026"
        rows.append(
            (f"00Q5g00000L{number:04}", 0, "Doe", draw.choice(COMPANIES), draw.choice(SOURCES),
             "Working", "Retail", owner, 0, "", "000000000000000AAA", created, "Warm", "")
        )  # fmt: skip
    return rows


def _list_report(draw: random.Random) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for number in range(60):
        created = LAST_DAY - timedelta(days=draw.randrange(10, 85))
        closed = min(created + timedelta(days=draw.randrange(8, 60)), LAST_DAY)
        currency = "EUR" if number % 9 == 0 else "USD"
        amount = f"{draw.randrange(3, 11) * 1000 + 500:,}.00" if number % 23 else "#REF!"
        rows.append(
            (draw.choice(list(OWNERS.values())), f"{draw.choice(COMPANIES)} {number}",
             f"{draw.choice(COMPANIES)} renewal {number}", draw.choice(STAGES), currency, amount,
             f"{closed:%m/%d/%Y}", f"{created:%m/%d/%Y}", draw.choice(SOURCES), "New Business",
             draw.randrange(90))
        )  # fmt: skip
    blank = ("",) * (len(_REPORT_HEADER) - 1)
    rows += [("", *blank), ("Grand Totals (60 records)", *blank)]
    rows.append(("Confidential Information - Do Not Distribute", *blank))
    return rows


def _list_partner_deals(draw: random.Random) -> list[Sequence[object]]:
    names = ["Amara Okafor", "Ben Lindquist", "Grace Liu"]
    return [
        (f"P-{number}", draw.choice(names), "won", f"0{draw.randrange(1, 10)}/08/2026",
         f"0{draw.randrange(1, 10)}/09/2026", draw.randrange(3, 9) * 1000, "via partner desk")
        for number in range(12)
    ]  # fmt: skip


def main() -> None:
    """Fill a store with the demo team, import into it, and take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures of the import.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/images"))
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="1180x740")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    application = build_application()
    with TemporaryDirectory() as place:
        path = Path(place) / "demo.sqlite"
        store = open_store(path)
        load_demo(store)
        store.close()
        exports = Path(place) / "exports"
        exports.mkdir()
        window = open_window(path, Path(place) / "settings", Theme(application, arguments.theme))
        width, height = arguments.size.split("x")
        camera = Camera(arguments.folder)
        dialog = open_dialog(window, QSize(int(width), int(height)))
        tell_story(window, dialog, camera, exports)
        finish_story(window, dialog, camera)
        (exports / BROKEN).unlink()
        show_new_export(window, camera, exports)
        window.close()


if __name__ == "__main__":
    main()
