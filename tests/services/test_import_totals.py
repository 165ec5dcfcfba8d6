"""A row that adds up the others is not one more of them."""

from pathlib import Path

import pytest

from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_reps


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Summe", "Total général"])
@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("rep,period,revenue\nAda,2026-Q3,5\n{word},2026-Q3,5\n", "a footer (skipped)"),
        ("period,rep,leads\n2026-Q3,Ada,5\n2026-Q3,{word},5\n", "a total, and no rep (rejected)"),
    ],
)
def test_a_total_is_no_rep(store: Store, tmp_path: Path, word: str, text: str, fate: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text.format(word=word), encoding="utf-8")
    (account,) = import_files(store, ImportRequest((path,))).files
    assert (account.rows, account.added) == (2, 1)
    said = [
        f"{found.row} {found.value} {found.problem} ({found.fate})" for found in account.problems
    ]
    assert said == [f"3 {word} {fate}"]
    assert [rep.name for rep in load_reps(store)] == ["Ada"]


def test_a_rep_may_be_called_much_like_a_total(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("rep,period,revenue\nToto Suman,2026-Q3,5\n", encoding="utf-8")
    assert import_files(store, ImportRequest((path,))).files[0].added == 1
