"""What an import changed in the answer, in words."""

from datetime import date
from pathlib import Path

import pytest
from tests.rep_store import QUESTION, fill_store

from cockpit.presenters.answer_change import (
    AnswerChangeView,
    build_answer_change,
    build_change_document,
    format_change_lines,
)
from cockpit.presenters.text import format_plain
from cockpit.services.answer_change import AnswerChange, follow_answer, keep_answer
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.connection import Store

TODAY = date(2026, 9, 14)
DEALS = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"


def change_by(store: Store, folder: Path, rows: str) -> AnswerChange:
    """Import some deals and return what that changed."""
    before = keep_answer(store, TODAY, QUESTION)
    if rows:
        (folder / "o.csv").write_text(DEALS + rows, encoding="utf-8")
        import_files(store, ImportRequest(paths=(folder / "o.csv",)))
    return follow_answer(store, TODAY, before)


def view_of(store: Store, folder: Path, rows: str) -> AnswerChangeView:
    return build_answer_change(change_by(store, folder, rows))


def test_more_revenue_is_told_with_the_gap_before_and_after(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    view = view_of(store, tmp_path, "N1,2026-08-01,won,Bo Ek,32000,2026-09-01\n")
    said = format_plain(view.summary)
    assert said.startswith("The gap for Q3 FY26 went from −$65k to −$33k: $32k more revenue.")
    assert format_plain(view.before).startswith("$65k short of the $100k target.")
    assert format_plain(view.after).startswith("$33k short of the $100k target.")
    figures = {figure.label: figure for figure in view.figures}
    assert (figures["Gap"].change, figures["Gap"].tone) == ("+$32k", "good")
    assert figures["Target"].change == ""
    (row,) = view.rows
    assert (row.name, row.gap_before, row.gap_after) == ("Bo Ek", "−$23k", "+$9k")
    assert row.is_new_verdict
    assert row.verdict_after == ("On plan", "good")
    assert "Bo Ek has another verdict." in said


def test_nothing_new_is_said_in_a_sentence(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    view = view_of(store, tmp_path, "")
    assert format_plain(view.summary) == "The answer for Q3 FY26 is as it was."
    assert view.rows == ()
    assert len(format_change_lines(view)) == 1


def test_the_first_answer_has_no_before(store: Store, tmp_path: Path) -> None:
    before = keep_answer(store, TODAY)
    fill_store(store)
    view = build_answer_change(follow_answer(store, TODAY, before))
    assert format_plain(view.summary) == "This is the first answer for Q3 FY26."
    assert view.before == ()
    assert "short of the $100k target" in format_plain(view.after)
    assert tmp_path.exists()


def test_a_missing_rate_is_why_there_is_no_answer(store: Store, tmp_path: Path) -> None:
    fill_store(store, general_rates=False)
    view = view_of(store, tmp_path, "")
    assert "no answer for Q3 FY26 yet" in format_plain(view.summary)
    assert "Event" in format_plain(view.summary)


def test_the_terminal_gets_a_few_lines(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    lines = format_change_lines(
        view_of(store, tmp_path, "N1,2026-08-01,won,Bo Ek,32000,2026-09-01\n")
    )
    assert lines[0].startswith("What this changed (Q3 FY26, as of 14 Sep 2026): The gap")
    assert lines[1].startswith("  before: $65k short")
    assert lines[2].startswith("  now: $33k short")
    assert lines[3].startswith("  Bo Ek: −$23k → +$9k, ")


def test_the_document_carries_amounts_in_the_currency(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    document = build_change_document(
        change_by(store, tmp_path, "N1,2026-08-01,won,Bo Ek,32000,2026-09-01\n")
    )
    assert document["before"]["gap"] == pytest.approx(document["after"]["gap"] - 32_000)
    assert document["reps"][0]["rep"] == "Bo Ek"
    assert document["reps"][0]["verdict"][1] == "on_target"


def test_a_day_that_moved_is_said(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    before = keep_answer(store, TODAY)
    (tmp_path / "o.csv").write_text(
        f"{DEALS}N1,2026-08-01,won,Bo Ek,12000,2026-09-10\n", encoding="utf-8"
    )
    import_files(store, ImportRequest(paths=(tmp_path / "o.csv",)))
    said = format_plain(build_answer_change(follow_answer(store, TODAY, before)).summary)
    assert "Asked as of 10 Sep 2026, the last day on record (before: " in said
