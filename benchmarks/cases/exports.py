"""Exports: the records of the import case as a Data Export of Salesforce; and a large workbook."""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import records_folder, salesforce_folder, workbook

_SHEET_ROWS = 200_000


def _fresh() -> Path:
    return Path(tempfile.mkdtemp(prefix="cockpit-bench-")) / "store.sqlite"


def _import(store: Path, files: tuple[Path, ...]) -> dict[str, Any]:
    from cockpit.services import open_store
    from cockpit.services.importing import ImportRequest, import_files

    target = open_store(store)
    accounts = import_files(target, ImportRequest(paths=files)).files
    target.close()
    return {account.kind.value: account.rows - account.rejected for account in accounts}


def _export(size: int) -> tuple[Path, ...]:
    folder = salesforce_folder(size)
    return tuple(folder / f"{name}.csv" for name in ("Lead", "Opportunity", "User"))


def ours(size: int) -> Work:
    """Leads, opportunities and users of a Data Export: quoted, cp1252, owners as ids."""
    files, store = _export(size), _fresh()

    def work() -> dict[str, Any]:
        return _import(store, files)

    return work


def ours_again(size: int) -> Work:
    """The same export once more."""
    files, store = _export(size), _fresh()
    _import(store, files)

    def work() -> dict[str, Any]:
        return _import(store, files)

    return work


def plain(size: int) -> Work:
    """The same records as plain files."""
    folder, store = records_folder(size), _fresh()

    def work() -> dict[str, Any]:
        return _import(store, (folder / "leads.csv", folder / "opportunities.csv"))

    return work


def ours_workbook(size: int) -> Work:
    """200,000 leads in a workbook, whatever the size."""
    store, book = _fresh(), workbook(min(size, _SHEET_ROWS))

    def work() -> dict[str, Any]:
        return {"rows": _import(store, (book,))["leads"]}

    return work


CASE = Case(
    name="exports",
    about="a Data Export of Salesforce, first and again; a workbook of 200,000 rows",
    contenders={
        "ours": ours,
        "ours_again": ours_again,
        "ours_workbook": ours_workbook,
        "plain": plain,
    },
    goals=(
        Goal(1.5, against="plain"),
        Goal(0.5, ours="ours_again", against="ours"),
        Goal(15.0, ours="ours_workbook"),
        Goal(300, measure="peak"),
    ),
    must_agree=("leads", "opportunities"),
)
