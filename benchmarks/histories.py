"""A store with fifty imports behind it, each of which changed a few records in a hundred."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.worlds import FOLDER, fill_store, made, records_folder

IMPORTS = 50
HALFWAY = 25
LAST_IMPORT = date(2026, 9, 14)
_SHARE = (0.01, 0.02)


def imported_on(number: int) -> date:
    """Return the day of an import, one a week; the first filled the store."""
    return LAST_IMPORT - timedelta(weeks=IMPORTS - number)


def store_with_history(size: int) -> Path:
    """Return a store whose records changed in each of fifty imports, made when missing."""
    folder = made(FOLDER / f"history-{size}", lambda folder: _fill(folder / "store.sqlite", size))
    return folder / "store.sqlite"


def _fill(path: Path, size: int) -> None:
    from cockpit.services import open_store
    from cockpit.services.importing import ImportRequest, import_files

    fill_store(path, size)
    random = np.random.default_rng(20260701)
    leads = _read(records_folder(size) / "leads.csv")
    deals = _read(records_folder(size) / "opportunities.csv")
    store = open_store(path)
    for _ in range(1, IMPORTS):
        files = (path.with_name("leads.csv"), path.with_name("opportunities.csv"))
        _change_leads(leads, random).to_csv(files[0], index=False)
        _change_deals(deals, random).to_csv(files[1], index=False)
        import_files(store, ImportRequest(paths=files))
        for file in files:
            file.unlink()
    store.close()
    _stamp(path)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _change_leads(leads: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Give a few leads another owner and another status, and return them."""
    rows = _choose(leads, random)
    leads.loc[rows, "rep"] = random.choice(leads["rep"].unique(), len(rows))
    leads.loc[rows, "status"] = np.char.add("Step ", random.integers(1, 9, len(rows)).astype(str))
    return leads.loc[rows]


def _change_deals(deals: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Give a few opportunities another amount, and return them."""
    rows = _choose(deals, random)
    deals.loc[rows, "amount"] = np.round(random.lognormal(9, 0.5, len(rows)), 2).astype(str)
    return deals.loc[rows]


def _choose(records: pd.DataFrame, random: np.random.Generator) -> "np.typing.NDArray[np.int64]":
    count = int(len(records) * random.uniform(*_SHARE))
    return np.sort(random.choice(len(records), count, replace=False))


def _stamp(path: Path) -> None:
    """Date the imports, as if they had been made week after week."""
    with closing(sqlite3.connect(path)) as connection, connection:
        batches = connection.execute("SELECT id FROM import_batch ORDER BY id").fetchall()
        for number, (batch,) in enumerate(batches, start=1):
            at = datetime.combine(imported_on(number), time(9), UTC).timestamp()
            connection.execute("UPDATE import_batch SET at = ? WHERE id = ?", (int(at), batch))
