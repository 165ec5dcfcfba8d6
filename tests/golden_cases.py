"""Reads the golden cases straight into facts, without importer or store."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.money import to_minor
from cockpit.domain.plan import ASSUMPTION_FIELDS, Assumption, Commitment, Plan, Target
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.team import Rep, Source, Team

FOLDER = Path(__file__).parent / "golden"
EXPECTED = sorted(FOLDER.glob("*/expected-*.json"))
UNKNOWN_LEAD = -2

Row = dict[str, str]


def read_expected(path: Path) -> tuple[Question, dict[str, Any]]:
    """Return the question of an expected result, and the result."""
    want = json.loads(path.read_text())
    period = Team().calendar.parse(want["period"])
    return Question(period, date.fromisoformat(want["as_of"]), Basis(want["basis"])), want


def read_facts(folder: Path) -> Facts:
    """Return the facts of one case."""
    leads, opportunities = _rows(folder, "leads"), _rows(folder, "opportunities")
    plan = _read_plan(folder)
    names = [row["rep"] for row in (*_rows(folder, "targets"), *leads, *opportunities)]
    reps = _numbered(names)
    sources = _numbered([row["source"] for row in (*leads, *opportunities)])
    lead_frame, opportunity_frame = build_frames(leads, opportunities, reps, sources)
    return Facts(
        team=Team(),
        reps=tuple(Rep(id_, name) for name, id_ in reps.items()),
        sources=tuple(Source(id_, name) for name, id_ in sources.items()),
        plan=plan,
        leads=lead_frame,
        opportunities=opportunity_frame,
    )


def build_frames(
    leads: list[Row], opportunities: list[Row], reps: dict[str, int], sources: dict[str, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the frames that the store would give for rows of plain files."""
    place = {row["lead_id"]: at for at, row in enumerate(leads)}
    lead_frame = pd.DataFrame(
        {
            "key": np.arange(len(leads), dtype=np.int64),
            "rep": _ids(leads, "rep", reps),
            "source": _ids(leads, "source", sources),
            "assigned": _days(leads, "assigned_at"),
            "converted": np.full(len(leads), NEVER, dtype=np.int32),
            "disqualified": _days(leads, "disqualified_at"),
        }
    )
    at = [place.get(row["lead_id"], NOBODY) for row in opportunities]
    created = _days(opportunities, "created_at")
    own = _ids(opportunities, "source", sources)
    of_lead = {
        column: [lead_frame[column].to_numpy()[i] if i != NOBODY else other for i in at]
        for column, other in (("rep", UNKNOWN_LEAD), ("source", NOBODY), ("assigned", NEVER))
    }
    converted = lead_frame["converted"].to_numpy().copy()
    for i, day in zip(at, created, strict=True):
        if i != NOBODY:
            converted[i] = min(converted[i], day)
    lead_frame["converted"] = converted
    return lead_frame, pd.DataFrame(
        {
            "key": np.arange(len(at), dtype=np.int64),
            "rep": _ids(opportunities, "rep", reps),
            "source": np.where(own == NOBODY, np.array(of_lead["source"], dtype=np.int32), own),
            "lead_key": np.array(at, dtype=np.int64),
            "lead_rep": np.array(of_lead["rep"], dtype=np.int32),
            "lead_assigned": np.array(of_lead["assigned"], dtype=np.int32),
            "created": created,
            "closed": _days(opportunities, "closed_at"),
            "outcome": np.array(
                [Outcome[row["outcome"].upper()] for row in opportunities], dtype=np.int8
            ),
            "amount": np.array(
                [to_minor(row["amount"] or "0", "USD") for row in opportunities], dtype=np.int64
            ),
        }
    )


def _read_plan(folder: Path) -> Plan:
    return Plan(
        targets=tuple(
            Target(row["rep"], row["period"], to_minor(row["revenue"], "USD"))
            for row in _rows(folder, "targets")
        ),
        commitments=tuple(
            Commitment(row["rep"], row["period"], row["source"] or None, float(row["leads"]))
            for row in _rows(folder, "commitments")
        ),
        assumptions=tuple(
            Assumption(
                row["rep"] or None,
                row["source"] or None,
                row["period"] or None,
                **{name: _number(name, row[name]) for name in ASSUMPTION_FIELDS},
            )
            for row in _rows(folder, "assumptions")
        ),
    )


def _number(name: str, text: str) -> Any:
    if not text:
        return None
    return to_minor(Decimal(text), "USD") if name == "deal_size" else float(text)


def _rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(n for n in names if n), start=3)}


def _ids(rows: list[Row], column: str, ids: dict[str, int]) -> "np.ndarray[Any, Any]":
    return np.array([ids.get(row[column], NOBODY) for row in rows], dtype=np.int32)


def _days(rows: list[Row], column: str) -> "np.ndarray[Any, Any]":
    days = (to_day(date.fromisoformat(row[column])) if row[column] else NEVER for row in rows)
    return np.fromiter(days, dtype=np.int32)
