"""The diagnosis of a real store, from files to the question that is asked first."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.verdicts import Effect
from cockpit.services.diagnosis import (
    choose_question,
    diagnose,
    explain_effect,
    list_periods,
    load_beliefs,
    load_facts,
)
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.connection import Store

QUESTION = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))
NAMES = ("targets", "commitments", "assumptions", "leads", "opportunities")


@pytest.fixture
def quarter(store: Store) -> Store:
    _import(store, *(FOLDER / "quarter" / f"{name}.csv" for name in NAMES))
    return store


def _import(store: Store, *paths: Path) -> None:
    import_files(store, ImportRequest(paths))


def test_an_empty_store_has_an_answer(store: Store) -> None:
    question = choose_question(store, date(2026, 8, 20))
    assert question == Question(FiscalCalendar().parse("2026-Q3"), date(2026, 8, 20))
    result = diagnose(store, question)
    assert result.rows == ()
    assert result.findings == ("No target is set for 2026-Q3.",)
    assert list_periods(store) == ()


def test_the_answer_is_that_of_the_golden_case(quarter: Store) -> None:
    result = diagnose(quarter, QUESTION)
    assert result.team.target == 46_500_000
    assert result.team.actual == 33_120_997
    assert result.unassigned is not None


def test_facts_are_read_again_only_after_a_change(quarter: Store, tmp_path: Path) -> None:
    first = load_facts(quarter)
    assert load_facts(quarter) is first
    more = tmp_path / "targets.csv"
    more.write_text("rep,period,revenue\nFarid Haddad,2026-Q3,100000\n")
    _import(quarter, more)
    assert load_facts(quarter) is not first
    assert diagnose(quarter, QUESTION).team.target == 47_500_000


def test_an_answer_and_its_evidence_are_kept_until_something_changes(
    quarter: Store, tmp_path: Path
) -> None:
    first = diagnose(quarter, QUESTION)
    beliefs = load_beliefs(quarter, load_facts(quarter), QUESTION)
    assert diagnose(quarter, QUESTION).team is first.team
    by_source = replace(QUESTION, by=Grouping.SOURCE)
    assert load_beliefs(quarter, load_facts(quarter), by_source) is beliefs
    more = tmp_path / "targets.csv"
    more.write_text("rep,period,revenue\nFarid Haddad,2026-Q3,100000\n")
    _import(quarter, more)
    assert diagnose(quarter, QUESTION).team.target > first.team.target
    assert load_beliefs(quarter, load_facts(quarter), QUESTION) is not beliefs


def test_evidence_splits_every_stage_exactly_in_every_grouping(quarter: Store) -> None:
    for by in Grouping:
        for basis in Basis:
            result = diagnose(quarter, replace(QUESTION, by=by, basis=basis))
            for row in (*result.rows, result.team):
                assert row.evidence is not None
                for stage, evidence in row.evidence.items():
                    parts = evidence.parts
                    whole = parts.source_quality + parts.team_wide + parts.rep + parts.luck
                    assert whole == row.effects[stage]


def test_inside_a_unit_of_work_nothing_is_kept(quarter: Store) -> None:
    with quarter.unit_of_work():
        assert load_facts(quarter) is not load_facts(quarter)


@pytest.mark.parametrize("by", list(Grouping))
@pytest.mark.parametrize("effect", list(Effect))
def test_effects_are_explained_by_records_of_the_store(
    quarter: Store, by: Grouping, effect: Effect
) -> None:
    question = Question(QUESTION.period, QUESTION.as_of, by=by)
    result = diagnose(quarter, question)
    known = {int(key) for key in load_facts(quarter).leads["key"]}
    known |= {int(key) for key in load_facts(quarter).opportunities["key"]}
    for row in (*result.rows, *([result.unassigned] if result.unassigned else ())):
        explained = explain_effect(quarter, question, row.name, effect)
        assert explained.total == pytest.approx(row.effects[effect], abs=10)
        assert {int(key) for part in explained.records for key in part.keys} <= known


def test_the_first_question_is_about_the_quarter_with_targets(quarter: Store) -> None:
    assert choose_question(quarter, date(2026, 8, 20)) == Question(
        QUESTION.period, date(2026, 8, 20)
    )
    later = choose_question(quarter, date(2027, 3, 1))
    assert later.period == QUESTION.period
    assert later.as_of <= date(2026, 11, 30)


def test_periods_are_those_with_targets_and_what_they_lie_in(quarter: Store) -> None:
    assert {period.label for period in list_periods(quarter)} == {"2026-Q3", "2026"}


def test_periods_of_records_alone(store: Store) -> None:
    _import(store, FOLDER / "hand" / "leads.csv")
    assert [period.label for period in list_periods(store)] == ["2026-Q3"]
