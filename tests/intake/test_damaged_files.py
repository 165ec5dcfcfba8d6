"""A damaged file is one sentence, or an import whose account adds up; never anything between."""

import csv
from pathlib import Path
from random import Random

import pytest
from tests.intake.dialects.exports import FIXTURES
from tests.intake.mutations import mutate_text, mutate_workbook, to_workbook
from tests.store_builders import dump

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import Outcome
from cockpit.services.importing import ImportRequest, import_files, preview_files
from cockpit.store.opening import Store

ANSWERS = ImportAnswers(
    stages={
        "hubspot": {"🎉 Signed": Outcome.WON, "🚀 Propuesta": Outcome.OPEN},
        "pipedrive": {"Paused": Outcome.OPEN},
        "zoho": {"Signed": Outcome.WON},
        "odoo": {"Angebot": Outcome.OPEN},
    },
    rates={"EUR": 1.1},
)
FILES = [path.read_bytes() for path in sorted(FIXTURES.glob("*.csv"))]
PLAIN = b'rep,period,revenue\nAda Park,2026-Q3,1000\nBo Lind,2026-07,"1,200.50"\n'
LONGEST_SENTENCE = 2_500
TEXTS_PER_TEST, BOOKS_PER_TEST = 15, 6
"""Small enough for every run; a run over many thousands is a loop over more seeds."""


def build_damaged(random: Random, folder: Path, *, is_workbook: bool) -> Path:
    """Write a damaged file, now and then under a name that does not fit."""
    content = random.choice([*FILES, PLAIN])
    if is_workbook:
        rows = list(csv.reader(content.decode("utf-8-sig", errors="replace").splitlines()))
        content = mutate_workbook(random, to_workbook(rows))
    else:
        content = mutate_text(random, content, FILES)
    right, wrong = (".xlsx", ".csv") if is_workbook else (".csv", ".xlsx")
    path = folder / f"damaged{wrong if random.random() < 0.1 else right}"
    path.write_bytes(content)
    return path


def check_survival(store: Store, path: Path) -> bool:
    """Look at a file and try to import it; return whether it would be imported."""
    refusal = ""
    assert preview_files(store, ImportRequest((path,), answers=ANSWERS))
    try:
        result = import_files(store, ImportRequest((path,), answers=ANSWERS, dry_run=True))
    except UsageError as error:
        refusal = str(error)
    assert "\n" not in refusal
    assert len(refusal) < LONGEST_SENTENCE
    if refusal:
        return False
    for account in result.files:
        fates = (account.added, account.updated, account.unchanged)
        assert account.rows == sum(fates) + account.rejected + account.skipped
        assert min(fates) >= 0
    return True


@pytest.mark.parametrize("seed", range(16))
def test_damaged_texts(store: Store, tmp_path: Path, seed: int) -> None:
    random, before = Random(seed), dump(store.location)  # noqa: S311 - no secret
    survived = [
        check_survival(store, build_damaged(random, tmp_path, is_workbook=False))
        for _ in range(TEXTS_PER_TEST)
    ]
    assert any(survived)
    assert dump(store.location) == before


@pytest.mark.parametrize("seed", range(8))
def test_damaged_workbooks(store: Store, tmp_path: Path, seed: int) -> None:
    random, before = Random(seed), dump(store.location)  # noqa: S311 - no secret
    survived = [
        check_survival(store, build_damaged(random, tmp_path, is_workbook=True))
        for _ in range(BOOKS_PER_TEST)
    ]
    assert len(survived) == BOOKS_PER_TEST
    assert dump(store.location) == before


def test_a_file_that_breaks_off_half_way_keeps_nothing_and_hides_no_other(
    store: Store, tmp_path: Path
) -> None:
    good, broken = tmp_path / "targets.csv", tmp_path / "leads.csv"
    good.write_bytes(PLAIN)
    rows = "".join(f"L{number},2026-07-01,Ada Park\n" for number in range(40_000))
    broken.write_text(f'lead_id,assigned_at,rep\n{rows}L0,2026-07-01,"Ada')
    before = dump(store.location)
    request = ImportRequest((good, broken))
    looked_at, problem = preview_files(store, request)
    assert looked_at.account is not None
    assert looked_at.account.added == 2
    assert "a quoted cell" in str(problem.problem)
    with pytest.raises(UsageError, match="a quoted cell"):
        import_files(store, request)
    assert dump(store.location) == before


def test_a_stray_cell_far_below_the_table_is_one_row_and_the_blank_ones_are_skipped(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "leads.xlsx"
    rows = [["lead_id", "assigned_at", "rep"], ["L1", "2026-07-01", "Ada Park"]]
    path.write_bytes(to_workbook([*rows, *([[]] * 70_000), ["", "", "x"]]))
    account = import_files(store, ImportRequest((path,))).files[0]
    assert (account.rows, account.added, account.skipped, account.rejected) == (
        70_002,
        1,
        70_000,
        1,
    )
    assert {problem.row for problem in account.problems} == {70_003}
