"""Seeded data to measure on: three years of a team with 40 reps and 8 sources, as plain files."""

import csv
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

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


def salesforce_folder(size: int) -> Path:
    """Return the same records as a Data Export of Salesforce: leads, opportunities and users."""
    return made(FOLDER / f"salesforce-{size}", lambda folder: _write_salesforce(folder, size))


def workbook(rows: int) -> Path:
    """Return a workbook with a sheet of `rows` leads, made when missing."""
    folder = made(FOLDER / f"workbook-{rows}", lambda folder: _write_workbook(folder, rows))
    return folder / "leads.xlsx"


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


def _write_salesforce(folder: Path, size: int) -> None:
    leads = pd.read_csv(records_folder(size) / "leads.csv", dtype=str, na_filter=False)
    deals = pd.read_csv(records_folder(size) / "opportunities.csv", dtype=str, na_filter=False)
    owners = {rep: f"0055g0000{number:06}AAA" for number, rep in enumerate(REPS)}
    deal_of = dict(zip(deals["lead_id"], deals["opportunity_id"] + "AAA", strict=True))
    none = "000000000000000AAA"
    converted = leads["lead_id"].map(deal_of).fillna(none)
    _write_export(
        folder / "Lead.csv",
        {
            "Id": leads["lead_id"] + "AAA",
            "IsDeleted": "0",
            "LastName": "Nordström",
            "Company": leads["account"] + ", Inc.",
            "LeadSource": leads["source"],
            "Status": leads["status"],
            "Industry": leads["segment"],
            "Rating": leads["tier"],
            "CurrencyIsoCode": "USD",
            "OwnerId": leads["rep"].map(owners),
            "IsConverted": np.where(converted == none, "0", "1"),
            "ConvertedDate": "",
            "ConvertedAccountId": none,
            "ConvertedOpportunityId": converted,
            "CreatedDate": leads["assigned_at"] + " 08:30:00",
        },
    )
    outcome = deals["outcome"]
    _write_export(
        folder / "Opportunity.csv",
        {
            "Id": deals["opportunity_id"] + "AAA",
            "IsDeleted": "0",
            "Name": deals["account"] + ", Größe M",
            "StageName": outcome.map({"open": "Angebot", "won": "Abschluss", "lost": "Verloren"}),
            "Amount": deals["amount"],
            "CloseDate": deals["closed_at"].where(outcome != "open", "2026-12-31"),
            "Type": "New Business",
            "LeadSource": deals["source"],
            "IsClosed": np.where(outcome == "open", "0", "1"),
            "IsWon": np.where(outcome == "won", "1", "0"),
            "ForecastCategory": "Pipeline",
            "CurrencyIsoCode": "USD",
            "OwnerId": deals["rep"].map(owners),
            "CreatedDate": deals["created_at"] + " 09:15:00",
        },
    )
    _write_export(
        folder / "User.csv", {"Id": list(owners.values()), "Name": list(owners), "IsActive": "1"}
    )


def _write_export(path: Path, columns: dict[str, Any]) -> None:
    pd.DataFrame(columns).to_csv(path, index=False, quoting=csv.QUOTE_ALL, encoding="cp1252")


def _write_workbook(folder: Path, rows: int) -> None:
    leads = _draw_leads(np.random.default_rng(20260914), rows)
    with xlsxwriter.Workbook(folder / "leads.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Leads")
        sheet.write_row(0, 0, leads.columns)
        for number, row in enumerate(leads.itertuples(index=False), start=1):
            sheet.write_row(number, 0, row)


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
