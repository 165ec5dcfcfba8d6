from datetime import datetime

import pytest
from tests.store_builders import leads, merge, opportunities

from cockpit.domain.imports import ImportBatch, SavedMapping
from cockpit.domain.problems import Fate, FileAccount, Problem
from cockpit.domain.records import FileKind
from cockpit.domain.team import Team
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_mapping, load_mappings, load_problems

PROBLEMS = (
    Problem(17, "close_date", "31/02/2026", "not a date", Fate.REJECTED),
    Problem(None, None, None, "no lost deal at all", Fate.KEPT),
)
ACCOUNT = FileAccount(
    "leads.csv",
    FileKind.LEADS,
    "plain",
    rows=5,
    added=2,
    rejected=2,
    skipped=1,
    problems=PROBLEMS,
)


@pytest.fixture
def imported(store: Store) -> Store:
    """A store into which one file was imported."""
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv", datetime(2026, 9, 14, 9, 30, 5))  # noqa: DTZ001
        work.merge(FileKind.LEADS, leads(), batch)
        work.record_file(batch, ACCOUNT, "digest")
    return store


def test_batches_come_newest_first_with_their_accounts(imported: Store) -> None:
    with imported.unit_of_work() as work:
        work.begin_batch("edit plan")
    newest, oldest = load_batches(imported)
    assert newest.command == "edit plan"
    assert oldest == ImportBatch(
        1,
        datetime(2026, 9, 14, 9, 30, 5),  # noqa: DTZ001 - wall clock
        "import leads.csv",
        (FileAccount("leads.csv", FileKind.LEADS, "plain", 5, 2, 0, 0, 2, 1),),
    )


def test_problems_come_with_the_name_of_their_file(imported: Store) -> None:
    assert load_problems(imported, 1) == tuple(("leads.csv", problem) for problem in PROBLEMS)
    assert load_problems(imported, 2) == ()


def test_same_file_again_is_known_without_reading_it(imported: Store) -> None:
    with imported.unit_of_work() as work:
        assert work.find_same_file("other") is None
        assert work.find_same_file("digest") == FileAccount(
            "leads.csv",
            FileKind.LEADS,
            "plain",
            rows=5,
            unchanged=2,
            rejected=2,
            skipped=1,
            problems=PROBLEMS,
        )


def test_file_must_be_read_again_once_its_records_changed(imported: Store) -> None:
    merge(imported, FileKind.OPPORTUNITIES, **opportunities())
    with imported.unit_of_work() as work:
        assert work.find_same_file("digest") is not None
    merge(imported, FileKind.LEADS, **leads(status=["new", "new"]))
    with imported.unit_of_work() as work:
        assert work.find_same_file("digest") is None
        work.record_file(work.begin_batch("again"), ACCOUNT, "digest")
        assert work.find_same_file("digest") is not None


def test_file_must_be_read_again_once_the_team_changed(imported: Store) -> None:
    with imported.unit_of_work() as work:
        work.save_team(Team("North"))
        assert work.find_same_file("digest") is None


def test_file_that_fed_two_kinds_depends_on_both(imported: Store) -> None:
    kinds = (FileKind.LEADS, FileKind.OPPORTUNITIES)
    with imported.unit_of_work() as work:
        work.record_file(work.begin_batch("both"), ACCOUNT, "both", depends_on=kinds)
        assert work.find_same_file("both") is not None
    merge(imported, FileKind.OPPORTUNITIES, **opportunities())
    with imported.unit_of_work() as work:
        assert work.find_same_file("both") is None


def test_mapping_is_kept_for_the_next_file_that_looks_the_same(store: Store) -> None:
    for name in ("first", "second"):
        with store.unit_of_work() as work:
            work.save_mapping(SavedMapping("a|b", name, "[columns]"))
            work.save_mapping(SavedMapping("c", "third", "[columns]"))
    assert load_mapping(store, "a|b") == SavedMapping("a|b", "second", "[columns]")
    assert load_mapping(store, "b") is None
    assert [mapping.name for mapping in load_mappings(store)] == ["second", "third"]
