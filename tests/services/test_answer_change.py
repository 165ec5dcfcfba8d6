"""The answer before an import and after it, on a real store."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.rep_store import QUESTION, fill_store

from cockpit.services.answer_change import follow_answer, keep_answer, prepare_comparison
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.connection import Store

TODAY = date(2026, 9, 14)
DEALS = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"


def bring(store: Store, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    import_files(store, ImportRequest(paths=(folder / name,)))


def test_the_reps_that_changed_are_told_by_how_much(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    before = keep_answer(store, TODAY, QUESTION)
    bring(store, tmp_path, "o.csv", f"{DEALS}N1,2026-08-01,won,Bo Ek,12000,2026-09-01\n")
    change = follow_answer(store, TODAY, before)
    assert [(row.name, row.gap) for row in change.rows] == [("Bo Ek", 1_200_000)]
    assert before.result is not None
    assert change.after.result is not None
    assert change.after.result.team.gap - before.result.team.gap == 1_200_000
    assert change.is_same_period


def test_nothing_changes_where_nothing_new_came(store: Store) -> None:
    fill_store(store)
    before = keep_answer(store, TODAY, QUESTION)
    change = follow_answer(store, TODAY, before)
    assert change.rows == ()
    assert change.after.question == before.question


def test_a_day_that_the_store_chose_moves_with_the_records(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    before = keep_answer(store, TODAY)
    chosen = keep_answer(store, TODAY, replace(before.question, as_of=date(2026, 7, 20)))
    bring(store, tmp_path, "o.csv", f"{DEALS}N1,2026-08-01,won,Bo Ek,12000,2026-09-10\n")
    assert before.question.as_of < date(2026, 9, 10)
    assert follow_answer(store, TODAY, before).after.question.as_of == date(2026, 9, 10)
    assert follow_answer(store, TODAY, chosen).after.question.as_of == date(2026, 7, 20)


def test_a_rep_who_is_new_has_no_before(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    before = keep_answer(store, TODAY, QUESTION)
    bring(store, tmp_path, "o.csv", f"{DEALS}N1,2026-08-01,won,Zoe New,12000,2026-09-01\n")
    (row,) = follow_answer(store, TODAY, before).rows
    assert (row.name, row.before) == ("Zoe New", None)
    assert not row.has_new_verdict


def test_a_question_without_an_answer_says_why(store: Store) -> None:
    fill_store(store, general_rates=False)
    answer = keep_answer(store, TODAY, QUESTION)
    assert answer.result is None
    assert "Event" in answer.reason


def test_nothing_is_compared_until_there_are_targets(store: Store, tmp_path: Path) -> None:
    compare = prepare_comparison(store, TODAY)
    bring(store, tmp_path, "o.csv", f"{DEALS}N1,2026-08-01,won,Bo Ek,12000,2026-09-01\n")
    assert compare() is None
    compare = prepare_comparison(store, TODAY)
    bring(store, tmp_path, "t.csv", "rep,period,revenue\nBo Ek,2026-Q3,50000\n")
    bring(store, tmp_path, "r.csv", "lead_to_opp,win_rate,deal_size\n0.4,0.26,10000\n")
    first = compare()
    assert first is not None
    assert first.before.result is None
    assert first.after.result is not None
    assert first.after.result.team.target == 5_000_000
