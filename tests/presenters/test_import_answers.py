"""What only the user can say about files: what is asked, and what an answer changes."""

import pytest
from tests.presenters.import_examples import make_preview

from cockpit.domain.import_questions import (
    CurrencyQuestion,
    DateOrderQuestion,
    ImportQuestions,
    NameQuestion,
    StageQuestion,
    VanishedQuestion,
)
from cockpit.domain.records import Outcome
from cockpit.presenters.import_answers import (
    answer_full,
    answer_name,
    answer_rate,
    answer_stage,
    build_questions,
    format_rate,
    format_undecided,
    read_both_ways,
    read_rate,
)
from cockpit.presenters.import_draft import ImportDraft
from cockpit.services.importing import FileMapping

STAGES = (
    StageQuestion("Closed Won", 40, Outcome.WON, is_certain=True),
    StageQuestion("Verhandlung", 12, None, is_certain=False),
    StageQuestion("Lost to rival", 7, Outcome.LOST, is_certain=False),
)
ALL = ImportQuestions(
    stages=STAGES,
    date_orders=(DateOrderQuestion("Close Date", ("03/04/2026", "05/06/2026")),),
    currencies=(CurrencyQuestion("EUR", 214, None),),
    names=(NameQuestion("rep", "Jon Smith", 9, "John Smith", 0.94),),
    vanished=VanishedQuestion(412, 7, is_likely_full=True),
)


def test_stages_to_decide_come_first_and_answers_settle_them() -> None:
    previews = [make_preview("opps.csv", questions=ImportQuestions(stages=STAGES))]
    view = build_questions(previews, ImportDraft(), "USD")
    (stages,) = view.stages
    assert stages.title == "Salesforce"
    assert [(line.stage, line.note) for line in stages.lines] == [
        ("Verhandlung", "to decide"),
        ("Lost to rival", "proposed"),
        ("Closed Won", ""),
    ]
    assert view.undecided == 1
    assert format_undecided(view) == "Please say what 1 stage means."
    draft = answer_stage(ImportDraft(), "salesforce", "Verhandlung", Outcome.OPEN)
    view = build_questions(previews, draft, "USD")
    assert view.undecided == 0
    assert view.stages[0].lines[0].note == "you said so"
    assert draft.has_choices


def test_stages_of_several_files_are_asked_once() -> None:
    previews = [
        make_preview(name, questions=ImportQuestions(stages=STAGES)) for name in ("a.csv", "b.csv")
    ]
    (stages,) = build_questions(previews, ImportDraft(), "USD").stages
    assert {line.stage: line.rows for line in stages.lines}["Verhandlung"] == 24


def test_dates_are_shown_both_ways_until_an_order_is_said() -> None:
    asked = ImportQuestions(date_orders=ALL.date_orders)
    (date,) = build_questions([make_preview("o.csv", questions=asked)], ImportDraft(), "USD").dates
    assert date.samples[0] == ("03/04/2026", "3 Apr 2026", "4 Mar 2026")
    assert date.order == ""
    preview = make_preview("o.csv", questions=asked, mapping=FileMapping(dates="dmy"))
    view = build_questions([preview], ImportDraft(), "USD")
    assert (view.dates[0].order, view.undecided) == ("dmy", 0)


def test_a_currency_says_what_follows_from_its_rate() -> None:
    previews = [make_preview("o.csv", questions=ImportQuestions(currencies=ALL.currencies))]
    (rate,) = build_questions(previews, ImportDraft(), "USD").rates
    assert (rate.rate, rate.note) == ("", "214 rows rejected until you give a rate")
    draft = answer_rate(ImportDraft(), "EUR", 1.08)
    (rate,) = build_questions(previews, draft, "USD").rates
    assert (rate.rate, rate.note) == ("1.08", "214 rows: 1,000 EUR become 1,080 USD")
    assert answer_rate(draft, "EUR", None).answers.rates == {}


@pytest.mark.parametrize(
    ("text", "rate"),
    [("1.08", 1.08), ("0,92", 0.92), ("", None), ("0", None), ("-1", None), ("inf", None),
     ("nan", None), ("one", None)],
)  # fmt: skip
def test_a_rate_is_a_number_above_nothing(text: str, rate: float | None) -> None:
    assert read_rate(text) == rate


def test_rates_are_written_without_an_exponent() -> None:
    assert [format_rate(rate) for rate in (1.08, 0.0069, 0.00004, 100.0)] == [
        "1.08", "0.0069", "0.00004", "100",
    ]  # fmt: skip


def test_a_name_is_new_until_somebody_says_it_is_the_same() -> None:
    previews = [make_preview("o.csv", questions=ImportQuestions(names=ALL.names))]
    (name,) = build_questions(previews, ImportDraft(), "USD").names
    assert (name.is_same, name.note) == (False, "9 rows · 94% alike")
    draft = answer_name(ImportDraft(), "rep", "Jon Smith", "John Smith")
    assert draft.answers.reps == {"Jon Smith": "John Smith"}
    assert build_questions(previews, draft, "USD").names[0].is_same
    source = answer_name(ImportDraft(), "source", "Webinars", "Webinar")
    assert source.answers.sources == {"Webinars": "Webinar"}


def test_a_full_export_is_said_by_the_user() -> None:
    preview = make_preview("o.csv", questions=ImportQuestions(vanished=ALL.vanished))
    (full,) = build_questions([preview], ImportDraft(), "USD").full
    assert not full.is_full
    assert full.note.startswith("7 records of 412 known ones are not in this file.")
    draft = answer_full(ImportDraft(), preview.key, is_full=True)
    assert build_questions([preview], draft, "USD").full[0].is_full
    assert answer_full(draft, preview.key, is_full=False) == ImportDraft()


def test_a_file_that_is_plainly_no_full_export_asks_for_no_look() -> None:
    asked = ImportQuestions(vanished=VanishedQuestion(412, 400, is_likely_full=False))
    preview = make_preview("o.csv", questions=asked)
    view = build_questions([preview], ImportDraft(), "USD")
    assert not view
    assert len(view.full) == 1
    draft = answer_full(ImportDraft(), preview.key, is_full=True)
    assert build_questions([preview], draft, "USD")


def test_all_that_must_be_answered_is_one_sentence() -> None:
    view = build_questions([make_preview("o.csv", questions=ALL)], ImportDraft(), "USD")
    assert bool(view)
    assert format_undecided(view) == (
        "Please say what 1 stage means and the order of day and month in 1 file."
    )


def test_nothing_is_asked_of_what_is_certain() -> None:
    asked = ImportQuestions(stages=STAGES[:1])
    assert not build_questions([make_preview("o.csv", questions=asked)], ImportDraft(), "USD")


@pytest.mark.parametrize("cell", ["31/12", "soon", "99/99/2026", ""])
def test_a_cell_that_is_no_date_stays_as_it_is(cell: str) -> None:
    assert read_both_ways(cell) == (cell, cell)
