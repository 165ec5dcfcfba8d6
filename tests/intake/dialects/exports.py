"""Short ways to import the files in `fixtures`, and to see where each of their rows went.

Beside each file stands in a .txt what is to become of it: its account, then its records.
"""

from pathlib import Path

import pandas as pd

from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel
from cockpit.store.records import load_leads, load_opportunities

FIXTURES = Path(__file__).with_name("fixtures")


def read_expected(path: str) -> list[str]:
    """Return the lines that say what is to become of a fixture."""
    return (FIXTURES / path).with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def import_export(
    store: Store,
    path: str | Path,
    answers: ImportAnswers | None = None,
    kind: FileKind | None = None,
) -> FileAccount:
    """Import a fixture by name or any file by path, and return its account."""
    request = ImportRequest((FIXTURES / path,), kind=kind, answers=answers or ImportAnswers())
    return import_files(store, request).files[0]


def tell(account: FileAccount) -> list[str]:
    """Return what an account says: its counts, and every finding on a line of its own."""
    counts = ("rows", "added", "updated", "unchanged", "rejected", "skipped")
    said = [f"{getattr(account, name)} {name}" for name in counts if getattr(account, name)]
    findings = [
        " | ".join(
            str(part) for part in (p.row, p.column, p.value, p.problem, p.fate.value) if part
        )
        for p in account.problems
    ]
    return [f"{account.recognised_as} {account.kind}: {', '.join(said)}", *findings]


def show(store: Store, kind: FileKind) -> list[str]:
    """Return the records in a store, each with its filled columns on a line of its own."""
    funnel = load_funnel(store)
    frame = (
        load_leads(store, funnel.leads["key"].to_numpy())
        if kind is FileKind.LEADS
        else load_opportunities(store, funnel.opportunities["key"].to_numpy())
    )
    rows = frame.drop(columns=["key", "gone"], errors="ignore").to_dict("records")
    return [
        ", ".join(f"{name}={_format(cell)}" for name, cell in row.items() if not pd.isna(cell))
        for row in rows
    ]


def _format(cell: object) -> str:
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00").removesuffix(":00")
    return str(cell)
