"""What several files of one import hold together is not gone, whatever each of them lacks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cockpit.domain.import_questions import ALL_FILES, ImportAnswers
from cockpit.services.importing import ImportRequest, ImportResult, import_files, preview_files
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
