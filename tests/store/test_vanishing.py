import numpy as np
from tests.store_builders import DAY, leads

from cockpit.domain.imports import MergeCounts
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.store.opening import Store
from cockpit.store.queries import count_vanished, load_batches, load_leads
from cockpit.texts import Texts


def ids(*names: str) -> "np.typing.NDArray[np.uint64]":
    return Texts.build(names).hashes


def add_file(
    store: Store,
    *names: str,
    system: str = "salesforce",
    full: bool = False,
    status: str | None = None,
) -> tuple[MergeCounts, int]:
    """Import a file of leads of a system and return what it did, and how many had vanished."""
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv")
        columns = {"lead_id": list(names), "assigned_at": [DAY] * len(names)}
        if status is not None:
            columns["status"] = [status] * len(names)
        counts = work.merge(FileKind.LEADS, columns, batch)
        gone = work.mark_gone(FileKind.LEADS, ids(*names), system, batch) if full else 0
        account = FileAccount(
            "leads.csv",
            FileKind.LEADS,
            system,
            rows=len(names),
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged,
            vanished=gone,
            is_full=full,
            explanation="Salesforce export, 3 of 3 columns known",
        )
        work.record_file(batch, account)
        return counts, gone


def gone(store: Store) -> list[str]:
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT lead_id FROM lead WHERE gone = 1 ORDER BY id")
        return [row[0] for row in rows]


def test_what_a_full_export_lacks_is_gone_and_stays_in_the_store(store: Store) -> None:
    add_file(store, "L1", "L2", "L3", status="new")
    assert count_vanished(store, FileKind.LEADS, ids("L1", "L3"), "salesforce") == (3, 1)
    assert add_file(store, "L1", "L3", full=True) == (MergeCounts(unchanged=2), 1)
    assert gone(store) == ["L2"]
    assert load_leads(store, [2])["status"].tolist() == ["new"]
    (account,) = load_batches(store)[0].accounts
    assert (account.vanished, account.is_full) == (1, True)
    assert account.explanation == "Salesforce export, 3 of 3 columns known"


def test_what_the_file_itself_changed_was_known_before(store: Store) -> None:
    add_file(store, "L1", "L2", "L3", "L4", status="new")
    add_file(store, "L1", "L2", "L3", status="new", full=True)
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv")
        columns = {
            "lead_id": ["L1", "L2", "L4", "L5"],
            "assigned_at": [DAY] * 4,
            "status": ["new", "won", "new", "new"],
        }
        work.merge(FileKind.LEADS, columns, batch)
        held = ids("L1", "L2", "L4", "L5")
        assert work.find_vanished(FileKind.LEADS, held, "salesforce", batch) == (3, 1)
        work.abandon()


def test_what_is_gone_is_marked_once(store: Store) -> None:
    add_file(store, "L1", "L2")
    add_file(store, "L1", full=True)
    assert count_vanished(store, FileKind.LEADS, ids("L1"), "salesforce") == (1, 0)
    assert add_file(store, "L1", full=True) == (MergeCounts(unchanged=1), 0)


def test_record_that_a_later_file_holds_is_back(store: Store) -> None:
    add_file(store, "L1", "L2", status="new")
    add_file(store, "L1", status="new", full=True)
    counts, vanished = add_file(store, "L1", "L2", status="new", full=True)
    assert (counts, vanished) == (MergeCounts(updated=1, unchanged=1), 0)
    assert gone(store) == []
    with store.reading() as connection:
        history = connection.exec_driver_sql(
            "SELECT gone, batch_id, to_batch FROM lead_history ORDER BY version"
        ).all()
    assert [tuple(row) for row in history] == [(0, 1, 2), (1, 2, 3)]


def test_file_that_leaves_columns_out_brings_a_record_back_whole(store: Store) -> None:
    add_file(store, "L1", "L2", status="new")
    add_file(store, "L1", full=True)
    assert add_file(store, "L2")[0] == MergeCounts(updated=1)
    assert gone(store) == []
    assert load_leads(store, [2])["status"].tolist() == ["new"]
    assert add_file(store, "L1", "L2", status="new")[0] == MergeCounts(unchanged=2)


def test_full_export_says_nothing_of_other_systems(store: Store) -> None:
    add_file(store, "S1", system="salesforce")
    add_file(store, "H1", system="hubspot")
    add_file(store, "S2", system="salesforce", full=True)
    assert gone(store) == ["S1"]


def test_full_export_says_nothing_of_what_another_file_wrote_since(store: Store) -> None:
    add_file(store, "L1", system="salesforce")
    add_file(store, "L1", system="hubspot", status="new")
    add_file(store, "L2", system="salesforce", full=True)
    assert gone(store) == []


def test_batch_of_two_systems_says_nothing(store: Store) -> None:
    with store.unit_of_work() as work:
        batch = work.begin_batch("import a.csv b.csv")
        work.merge(FileKind.LEADS, leads(), batch)
        for system in ("salesforce", "hubspot"):
            account = FileAccount("a.csv", FileKind.LEADS, system, rows=1, added=1)
            work.record_file(batch, account)
    assert count_vanished(store, FileKind.LEADS, ids(), "salesforce") == (0, 0)


def test_many_vanish_at_once(store: Store) -> None:
    names = [f"L{n}" for n in range(6_000)]
    add_file(store, *names)
    assert add_file(store, *names[:10], full=True)[1] == 5_990
    assert add_file(store, *names)[0] == MergeCounts(updated=5_990, unchanged=10)
    assert gone(store) == []
