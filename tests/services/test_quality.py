"""Can the data be trusted? Asked of real stores."""

from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.quality import Check, CheckResult
from cockpit.domain.records import FileKind
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.imports import undo_last_import
from cockpit.services.quality import describe_quality, list_found
from cockpit.services.records import sort_records
from cockpit.store.opening import Store

Q3 = FiscalCalendar().parse("2026-Q3")
TODAY = date(2026, 9, 14)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ask(store: Store, check: Check) -> CheckResult:
    results = describe_quality(store, Q3, TODAY).checks
    return next(each for each in results if each.check is check)


def test_every_check_answers_on_an_empty_store(store: Store) -> None:
    results = describe_quality(store, Q3, TODAY).checks
    assert [each.check for each in results] == list(Check)
    assert all(each.count == 0 for each in results)


def test_wins_without_a_single_loss_are_suspect(store: Store, tmp_path: Path) -> None:
    header = "opportunity_id,created_at,outcome,amount,closed_at\n"
    won = "".join(f"O{i},2026-07-01,won,10,2026-08-01\n" for i in range(20))
    import_files(store, ImportRequest(paths=(write(tmp_path, "o.csv", header + won),)))
    assert ask(store, Check.NO_LOST_DEALS).count == 20
    lost = write(tmp_path, "lost.csv", f"{header}L,2026-07-01,lost,10,2026-08-01\n")
    import_files(store, ImportRequest(paths=(lost,)))
    assert ask(store, Check.NO_LOST_DEALS).count == 0


def test_rejected_rows_count_until_an_import_takes_every_row(store: Store, tmp_path: Path) -> None:
    leads = write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\nL2,soon\n")
    import_files(store, ImportRequest(paths=(leads,)))
    found = ask(store, Check.REJECTED_ROWS)
    assert (found.count, found.of, found.names) == (1, 2, ("leads.csv",))
    targets = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2026-Q3,10\n")
    import_files(store, ImportRequest(paths=(targets,)))
    assert ask(store, Check.REJECTED_ROWS).count == 1
    fixed = write(tmp_path, "fixed.csv", "lead_id,assigned_at,problem\nL2,2026-07-02,x\n")
    import_files(store, ImportRequest(paths=(fixed,)))
    assert ask(store, Check.REJECTED_ROWS).count == 0
    undo_last_import(store)
    assert ask(store, Check.REJECTED_ROWS).count == 1


def test_the_records_found_can_be_listed(store: Store, tmp_path: Path) -> None:
    leads = write(
        tmp_path, "leads.csv", "lead_id,assigned_at,rep\nL1,2026-07-01,\nL2,2026-07-02,B\n"
    )
    import_files(store, ImportRequest(paths=(leads,)))
    records = list_found(store, Check.LEADS_WITHOUT_REP, TODAY)
    assert (records.kind, records.keys.tolist()) == (FileKind.LEADS, [1])
    with pytest.raises(KeyError):
        list_found(store, Check.SILENT_REPS, TODAY)


@pytest.mark.parametrize("column", ["rep", "assigned_at", "account"])
def test_records_that_are_gone_can_be_listed_and_sorted(
    store: Store, tmp_path: Path, column: str
) -> None:
    rows = "L1,2026-07-01,Zoe,b\nL2,2026-07-03,Ana,a\nL3,2026-07-02,Ben,c\n"
    leads = write(tmp_path, "leads.csv", f"lead_id,assigned_at,rep,account\n{rows}")
    import_files(store, ImportRequest(paths=(leads,)))
    with store.unit_of_work() as work:
        work.mark_deleted(FileKind.LEADS, ["L1", "L2"], work.begin_batch("pull"))
    gone = list_found(store, Check.LEADS_GONE, TODAY)
    ordered = sort_records(store, gone, column).keys.tolist()
    assert ordered == ([1, 2] if column == "assigned_at" else [2, 1])


def test_what_cannot_be_known_is_not_called_wrong(store: Store, tmp_path: Path) -> None:
    leads = write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-01-01\n")
    import_files(store, ImportRequest(paths=(leads,)))
    untouched = ask(store, Check.LEADS_UNTOUCHED)
    assert (untouched.count, untouched.missing) == (
        0,
        "no file says when a lead was first answered",
    )


def test_data_ages_by_its_last_record(store: Store, tmp_path: Path) -> None:
    leads = write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-09-01\n")
    import_files(store, ImportRequest(paths=(leads,)))
    assert ask(store, Check.FRESHNESS).count == 13
