"""Period switch: from a click on another quarter to its full diagnosis."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import PERIOD, filled_store, records_folder


def ours(size: int) -> Work:
    """`diagnose` for another quarter, in a window that has answered once."""
    from datetime import date

    from cockpit.domain.fiscal import FiscalCalendar
    from cockpit.domain.question import Question
    from cockpit.services import open_store
    from cockpit.services.diagnosis import diagnose

    store = open_store(filled_store(size))
    calendar = FiscalCalendar()
    diagnose(store, Question(calendar.parse("2026-Q2"), date(2026, 6, 30)))
    question = Question(calendar.parse(PERIOD), date(2026, 9, 14))

    def work() -> dict[str, Any]:
        answer = diagnose(store, question)
        return {"leads": answer.team.funnel.leads_actual}

    return work


def pandas(size: int) -> Work:
    """Counts per rep, month and source only, the way a notebook gets them."""
    import pandas as pd

    path = Path(tempfile.mkdtemp(prefix="cockpit-bench-")) / "plain.sqlite"
    with sqlite3.connect(path) as connection:
        leads = pd.read_csv(records_folder(size) / "leads.csv", parse_dates=["assigned_at"])
        leads.to_sql("leads", connection, index=False)

    def work() -> dict[str, Any]:
        with sqlite3.connect(path) as connection:
            query = "select rep, source, assigned_at from leads"
            frame = pd.read_sql(query, connection, parse_dates=["assigned_at"])
        month = frame["assigned_at"].dt.to_period("M")
        counts = frame.groupby(["rep", month, "source"]).size()
        return {"leads": int(counts.loc[:, "2026-07":"2026-09"].sum())}

    return work


CASE = Case(
    name="period",
    about="another quarter: full diagnosis (ours) against the counts alone (pandas)",
    contenders={"ours": ours, "pandas": pandas},
    goals=(Goal(1 / 20, against="pandas"), Goal(0.1)),
    must_agree=("leads",),
)
