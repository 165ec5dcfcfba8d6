"""Re-import: the same file with one row in a hundred changed, and the very same file again."""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import changed_folder, records_folder


def _filled(size: int) -> Path:
    from cockpit.services import open_store
    from cockpit.services.importing import ImportRequest, import_files

    path = Path(tempfile.mkdtemp(prefix="cockpit-bench-")) / "store.sqlite"
    store = open_store(path)
    import_files(store, ImportRequest(paths=(records_folder(size) / "leads.csv",)))
    store.close()
    return path


def _import_again(path: Path, file: Path) -> Work:
    def work() -> dict[str, Any]:
        from cockpit.services import open_store
        from cockpit.services.importing import ImportRequest, import_files

        store = open_store(path)
        account = import_files(store, ImportRequest(paths=(file,))).files[0]
        store.close()
        return {"rows": account.rows, "updated": account.updated}

    return work


def ours(size: int) -> Work:
    """One row in a hundred changed, with history kept."""
    return _import_again(_filled(size), changed_folder(size) / "leads.csv")


def ours_identical(size: int) -> Work:
    """The very same file."""
    return _import_again(_filled(size), records_folder(size) / "leads.csv")


def on_conflict(size: int) -> Work:
    """csv.reader and INSERT … ON CONFLICT DO UPDATE, no history."""
    import csv
    import sqlite3

    path = Path(tempfile.mkdtemp(prefix="cockpit-bench-")) / "plain.sqlite"

    def rows(file: Path) -> Any:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            next(reader)
            yield from reader

    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode=wal")
        names = [f"c{number}" for number in range(11)]
        connection.execute(f"create table leads (lead_id text primary key, {', '.join(names)})")
        marks = ",".join("?" * 12)
        changes = ", ".join(f"{name}=excluded.{name}" for name in names)
        first = f"insert into leads values ({marks})"  # noqa: S608 - fixed names
        upsert = f"{first} on conflict (lead_id) do update set {changes}"
        connection.executemany(first, rows(records_folder(size) / "leads.csv"))

    def work() -> dict[str, Any]:
        with sqlite3.connect(path) as connection:
            connection.executemany(upsert, rows(changed_folder(size) / "leads.csv"))
            query = "select count(*), sum(c6 = 'Recycled') from leads"
            count, updated = connection.execute(query).fetchone()
        return {"rows": count, "updated": updated}

    return work


CASE = Case(
    name="reimport",
    about="the same leads with one row in a hundred changed; and the identical file",
    contenders={"ours": ours, "ours_identical": ours_identical, "on_conflict": on_conflict},
    goals=(
        Goal(0.33, against="on_conflict"),
        Goal(0.15, ours="ours_identical"),
    ),
    must_agree=("rows",),
)
