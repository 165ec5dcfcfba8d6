"""Import: a CSV of leads and one of opportunities, to a typed and indexed SQLite file."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import records_folder

_INDEXES = (
    "create unique index lead_id on leads (lead_id)",
    "create index lead_rep on leads (rep, source, assigned_at)",
    "create unique index opportunity_id on opportunities (opportunity_id)",
    "create index opportunity_rep on opportunities (rep, source, created_at)",
)


def _fresh() -> Path:
    return Path(tempfile.mkdtemp(prefix="cockpit-bench-")) / "store.sqlite"


def ours(size: int) -> Work:
    """`cockpit import`: validated, with history, in one transaction."""
    folder, path = records_folder(size), _fresh()

    def work() -> dict[str, Any]:
        from cockpit.services import open_store
        from cockpit.services.importing import ImportRequest, import_files

        store = open_store(path)
        files = (folder / "leads.csv", folder / "opportunities.csv")
        result = import_files(store, ImportRequest(paths=files))
        store.close()
        return {"leads": result.files[0].added, "opportunities": result.files[1].added}

    return work


def to_sql(size: int) -> Work:
    """What an analyst writes: read_csv, to_sql, indexes."""
    folder, path = records_folder(size), _fresh()

    def work() -> dict[str, Any]:
        import sqlite3

        import pandas as pd

        dates = {
            "leads": ["assigned_at", "created_at", "first_response_at", "disqualified_at"],
            "opportunities": ["created_at", "closed_at"],
        }
        with sqlite3.connect(path) as connection:
            for table, columns in dates.items():
                frame = pd.read_csv(folder / f"{table}.csv", parse_dates=columns)
                frame.to_sql(table, connection, index=False)
            for index in _INDEXES:
                connection.execute(index)
            return _count(connection)

    return work


def sqlite_import(size: int) -> Work:
    """The sqlite3 shell's .import into typed tables, then indexes; no validation."""
    folder, path = records_folder(size), _fresh()
    script = [".mode csv"]
    for table in ("leads", "opportunities"):
        header = (folder / f"{table}.csv").open(encoding="utf-8").readline().strip().split(",")
        columns = ", ".join(f"{name} {'real' if name == 'amount' else 'text'}" for name in header)
        script += [
            f"create table {table} ({columns});",
            f".import --skip 1 {folder / f'{table}.csv'} {table}",
        ]
    script += [f"{index};" for index in _INDEXES]

    def work() -> dict[str, Any]:
        import sqlite3

        subprocess.run(["sqlite3", path], input="\n".join(script), text=True, check=True)
        with sqlite3.connect(path) as connection:
            return _count(connection)

    return work


def _count(connection: Any) -> dict[str, Any]:
    return {
        table: connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - fixed names
        for table in ("leads", "opportunities")
    }


CASE = Case(
    name="import",
    about="CSV of leads and opportunities into a typed, indexed SQLite file",
    contenders={"ours": ours, "to_sql": to_sql, "sqlite_import": sqlite_import},
    goals=(
        Goal(1 / 3, against="to_sql"),
        Goal(1.0, against="sqlite_import"),
        Goal(300, measure="peak"),
    ),
    must_agree=("leads", "opportunities"),
)
