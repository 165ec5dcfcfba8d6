"""Seeded data to measure on: three years of a team with 40 reps and 8 sources, as plain files."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

from benchmarks.harness import ROOT

FOLDER = ROOT / "build" / "benchmarks"
FIRST_DAY, LAST_DAY = date(2023, 10, 1), date(2026, 9, 14)
REPS = tuple(f"Rep {number:02} Lindqvist" for number in range(1, 41))
SOURCES = (
    "Webinar", "Paid search", "Content", "Event", "Referral", "Partner", "Outbound", "Bought list",
)  # fmt: skip
PERIOD = "2026-Q3"
_PLAN_QUARTERS = tuple(
    f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in range(1, 5)
)
_OPPORTUNITY_SHARE = 0.25


def records_folder(size: int) -> Path:
    """Return a folder with `leads.csv` (`size` rows) and `opportunities.csv`, made when missing."""
    return made(FOLDER / f"world-{size}", lambda folder: _write_records(folder, size))


def changed_folder(size: int) -> Path:
    """Return the same files with one lead in a hundred changed."""
    return made(FOLDER / f"changed-{size}", lambda folder: _write_changed(folder, size))


def plan_folder(size: int) -> Path:
    """Return a folder with targets, commitments and assumptions that fit `size` leads."""
    return made(FOLDER / f"plan-{size}", lambda folder: _write_plan(folder, size))


def filled_store(size: int) -> Path:
    """Return a store with the records and the plan of a size, made when missing."""
    folder = made(
        FOLDER / f"store-{size}", lambda folder: fill_store(folder / "store.sqlite", size)
    )
    return folder / "store.sqlite"


def fill_store(path: Path, size: int) -> None:
    """Import the plan and the records of a size into a new store."""
    from cockpit.services import open_store
    from cockpit.services.importing import ImportRequest, import_files

    plan, records = plan_folder(size), records_folder(size)
    store = open_store(path)
    files = (
        *(plan / f"{name}.csv" for name in ("targets", "commitments", "assumptions")),
        *(records / f"{name}.csv" for name in ("leads", "opportunities")),
    )
    import_files(store, ImportRequest(paths=files))
    store.close()


def made(folder: Path, write: Callable[[Path], None]) -> Path:
    """Return a folder that is written elsewhere first, so that it is whole once it is there."""
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix="fresh-", dir=FOLDER))
        write(fresh)
        with suppress(OSError):  # another process was faster
            fresh.rename(folder)
    return folder


def _write_records(folder: Path, size: int) -> None:
    random = np.random.default_rng(20260914)
    leads = _draw_leads(random, size)
    leads.to_csv(folder / "leads.csv", index=False)
    chosen = np.sort(random.choice(size, int(size * _OPPORTUNITY_SHARE), replace=False))
    _draw_opportunities(random, leads.iloc[chosen]).to_csv(
        folder / "opportunities.csv", index=False
    )


def _draw_leads(random: np.random.Generator, size: int) -> pd.DataFrame:
    span = (LAST_DAY - FIRST_DAY).days
    days = np.sort(random.integers(0, span, size))
    assigned = np.datetime64(FIRST_DAY) + days
    return pd.DataFrame(
        {
            "lead_id": [f"00Q{number:012}" for number in random.permutation(size)],
            "rep": random.choice(REPS, size),
            "source": random.choice(SOURCES, size),
            "assigned_at": assigned.astype(str),
            "created_at": assigned.astype(str),
            "first_response_at": (assigned + random.integers(0, 3, size)).astype(str),
            "disqualified_at": np.where(
                random.random(size) < 0.3,
                np.minimum(assigned + 20, np.datetime64(LAST_DAY)).astype(str),
                "",
            ),
            "status": random.choice(["New", "Working", "Converted", "Disqualified"], size),
            "segment": random.choice(["Small business", "Mid-market", "Enterprise"], size),
            "campaign": np.char.add("Campaign ", random.integers(1, 200, size).astype(str)),
            "tier": random.choice(["hot", "warm", "cold"], size),
            "account": np.char.add("Account ", random.integers(1, 60_000, size).astype(str)),
        }
    )


def _draw_opportunities(random: np.random.Generator, leads: pd.DataFrame) -> pd.DataFrame:
    size, last = len(leads), np.datetime64(LAST_DAY)
    created = leads["assigned_at"].to_numpy().astype("datetime64[D]")
    created = np.minimum(created + random.geometric(0.08, size), last)
    closed = created + random.geometric(0.03, size)
    outcome = np.where(closed > last, "open", np.where(random.random(size) < 0.26, "won", "lost"))
    return pd.DataFrame(
        {
            "opportunity_id": [f"006{number:012}" for number in range(size)],
            "created_at": created.astype(str),
            "outcome": outcome,
            "rep": leads["rep"].to_numpy(),
            "lead_id": leads["lead_id"].to_numpy(),
            "source": leads["source"].to_numpy(),
            "account": leads["account"].to_numpy(),
            "amount": np.round(random.lognormal(9, 0.5, size), 2),
            "closed_at": np.where(closed > last, "", closed.astype(str)),
        }
    )


def _write_changed(folder: Path, size: int) -> None:
    leads = pd.read_csv(records_folder(size) / "leads.csv", dtype=str, keep_default_na=False)
    leads.loc[::100, "status"] = "Recycled"
    leads.to_csv(folder / "leads.csv", index=False)


def _write_plan(folder: Path, size: int) -> None:
    a_quarter = size / 36 * 3 / len(REPS)  # leads a rep receives in a quarter
    cells = [(rep, period) for period in _PLAN_QUARTERS for rep in REPS]
    targets = pd.DataFrame(cells, columns=["rep", "period"])
    targets["revenue"] = round(a_quarter * 0.25 * 0.26 * 9000)
    commitments = targets[["rep", "period"]].merge(pd.DataFrame({"source": SOURCES}), how="cross")
    commitments["leads"] = round(a_quarter / len(SOURCES) * 1.1)
    rates = pd.DataFrame({"source": ["", *SOURCES], "lead_to_opp": 0.25, "win_rate": 0.26})
    rates["deal_size"], rates["lead_to_opp_days"] = 9000, 9
    rates["opp_to_win_days"], rates["opp_to_loss_days"] = 24, 20
    for name, table in (("targets", targets), ("commitments", commitments), ("assumptions", rates)):
        table.to_csv(folder / f"{name}.csv", index=False)
