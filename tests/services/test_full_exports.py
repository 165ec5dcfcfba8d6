"""What several files of one import hold together is not gone, whatever each of them lacks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cockpit.domain.import_questions import ALL_FILES, ImportAnswers
from cockpit.services.importing import ImportRequest, ImportResult, import_files, preview_files
from cockpit.services.imports import undo_last_import
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel

FULL = ImportAnswers(full=frozenset({ALL_FILES}))


def request(
    folder: Path, files: Mapping[str, Sequence[int]], answers: ImportAnswers = FULL
) -> ImportRequest:
    """Write files of leads with these numbers."""
    for name, numbers in files.items():
        rows = "".join(f"L{number},2026-07-01,Ada,Web\n" for number in numbers)
        (folder / name).write_text(f"lead_id,assigned_at,rep,source\n{rows}", encoding="utf-8")
    return ImportRequest(tuple(folder / name for name in files), answers=answers)


def count(store: Store) -> int:
    return len(load_funnel(store).leads)


def vanished(result: ImportResult) -> list[int]:
    return [account.vanished for account in result.files]


@pytest.mark.parametrize("times", [1, 2])
def test_halves_of_a_full_export_do_not_miss_one_another(
    store: Store, tmp_path: Path, times: int
) -> None:
    halves = request(tmp_path, {"one.csv": (1, 2), "two.csv": (3, 4)})
    for _ in range(times):
        assert vanished(import_files(store, halves)) == [0, 0]
    assert count(store) == 4
    result = import_files(store, request(tmp_path, {"one.csv": (1, 2), "two.csv": (3,)}))
    assert vanished(result) == [0, 1]
    assert count(store) == 3


def test_half_of_it_alone_misses_the_other_though_it_was_read_before(
    store: Store, tmp_path: Path
) -> None:
    import_files(store, request(tmp_path, {"one.csv": (1, 2), "two.csv": (3, 4)}))
    assert vanished(import_files(store, request(tmp_path, {"one.csv": (1, 2)}))) == [2]
    both = request(tmp_path, {"one.csv": (1, 2), "two.csv": (3, 4)})
    assert [account.updated for account in import_files(store, both).files] == [0, 2]
    assert count(store) == 4


def test_a_file_that_is_no_full_export_still_says_what_is_there(
    store: Store, tmp_path: Path
) -> None:
    files = {"all.csv": (1, 2), "new.csv": (3,)}
    import_files(store, request(tmp_path, {**files, "old.csv": (4,)}, ImportAnswers()))
    some = ImportAnswers(full=frozenset({str(tmp_path / "all.csv")}))
    assert vanished(import_files(store, request(tmp_path, files, some))) == [1, 0]
    assert count(store) == 3


def test_a_look_counts_what_all_files_lack(store: Store, tmp_path: Path) -> None:
    import_files(store, request(tmp_path, {"all.csv": (1, 2, 3, 4)}, ImportAnswers()))
    halves = request(tmp_path, {"one.csv": (1, 2), "two.csv": (3,)}, ImportAnswers())
    asked = [preview.questions.vanished for preview in preview_files(store, halves)]
    assert [(each.known, each.vanished) for each in asked if each] == [(4, 1), (4, 1)]


def test_an_export_without_a_record_marks_none(store: Store, tmp_path: Path) -> None:
    import_files(store, request(tmp_path, {"all.csv": (1, 2)}))
    result = import_files(store, request(tmp_path, {"all.csv": ()}))
    assert [problem.problem for problem in result.files[0].problems] == [
        "holds no record, so nothing was marked as gone",
        "has a header but no rows",
    ]
    assert count(store) == 2


WITH_IDS = (
    "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"
    "0065g00000XyZ12AAA,Big,Acme,Closed Won,10,2026-07-20,2026-07-01\n"
    "0065g00000XyZ13AAA,Small,Acme,Closed Lost,10,2026-07-20,2026-07-01\n"
)
WITHOUT = (
    "Opportunity Owner,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"
    "Ada Park,Big,Acme,Closed Won,10,2026-07-20,2026-07-01\n"
)


def report(folder: Path, text: str, answers: ImportAnswers | None = None) -> ImportRequest:
    path = folder / f"{len(text)}.csv"
    path.write_text(text, encoding="utf-8")
    return ImportRequest((path,), answers=answers or ImportAnswers())


def said(result: ImportResult) -> str:
    return "\n".join(each.problem for account in result.files for each in account.problems)


def test_a_file_without_ids_beside_records_with_theirs_is_said_and_lacks_none(
    store: Store, tmp_path: Path
) -> None:
    import_files(store, report(tmp_path, WITH_IDS))
    result = import_files(store, report(tmp_path, WITHOUT, FULL))
    assert "has no ids, but 2 opportunities of earlier files go by theirs: what" in said(result)
    assert vanished(result) == [0]
    assert len(load_funnel(store).opportunities) == 3


def test_a_full_export_with_ids_takes_the_place_of_a_file_without(
    store: Store, tmp_path: Path
) -> None:
    import_files(store, report(tmp_path, WITHOUT))
    first = import_files(store, report(tmp_path, WITH_IDS))
    assert "has ids, but 1 opportunity of earlier files came without: what is in" in said(first)
    full = import_files(store, report(tmp_path, WITH_IDS, FULL))
    assert (vanished(full), said(full)) == ([1], "")
    assert len(load_funnel(store).opportunities) == 2


def test_files_with_and_without_ids_together_are_said_to_count_twice(
    store: Store, tmp_path: Path
) -> None:
    paths = (*report(tmp_path, WITH_IDS).paths, *report(tmp_path, WITHOUT).paths)
    assert "what is in both counts twice" in said(import_files(store, ImportRequest(paths)))


def test_a_lead_that_stands_for_an_opportunity_goes_and_comes_with_it(
    store: Store, tmp_path: Path
) -> None:
    def run(*numbers: int) -> ImportResult:
        path = tmp_path / "deals.csv"
        rows = "".join(f"O{number},2026-07-01,won,Ada,10,2026-07-20\n" for number in numbers)
        path.write_text(f"opportunity_id,created_at,outcome,rep,amount,closed_at\n{rows}", "utf-8")
        request = ImportRequest((path,), opportunities_are_leads=True, answers=FULL)
        return import_files(store, request)

    run(1, 2)
    assert vanished(run(1)) == [1, 1]
    assert (count(store), len(load_funnel(store).opportunities)) == (1, 1)
    assert [account.updated for account in run(1, 2).files] == [1, 1]
    assert (count(store), len(load_funnel(store).opportunities)) == (2, 2)
    undo_last_import(store)
    assert (count(store), len(load_funnel(store).opportunities)) == (1, 1)


@pytest.mark.parametrize("is_together", [True, False])
def test_ids_that_two_crms_gave_are_said(
    store: Store, tmp_path: Path, *, is_together: bool
) -> None:
    pipedrive = (
        "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Status,Deal - Deal created\n"
        "1,A,Ada,5,Open,2026-07-09 07:43:21\n2,B,Ada,5,Open,2026-07-09 07:43:21\n"
    )
    hubspot = (
        "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Deal owner,Pipeline\n"
        "1,Z,Closed Won,2026-07-01,2026-07-09,100,Ada,P\n"
    )
    paths = (*report(tmp_path, pipedrive).paths, *report(tmp_path, hubspot).paths)
    for some in [paths] if is_together else [paths[:1], paths[1:]]:
        result = import_files(store, ImportRequest(some))
    assert "1 opportunity has the id that Pipedrive gave to others, and took" in said(result)
