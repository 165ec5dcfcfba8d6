"""The demo team in a store: imported like anyone's files, and telling its story."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.analysis.verdict import COACHED
from cockpit.demo.story import read_story
from cockpit.domain.errors import CancelledError, UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Basis, Question
from cockpit.domain.team import Team
from cockpit.domain.verdicts import Verdict
from cockpit.services import Store, open_store
from cockpit.services.demo import load_demo
from cockpit.services.diagnosis import diagnose
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.queries import load_batches, load_team

_TOGETHER = set(Verdict) - {
    Verdict.COACH_PROSPECTING,
    Verdict.HANDED_OVER,
    Verdict.TEAM_WIDE,  # it would be the verdict of most reps, and leave room for little else
    Verdict.UNCLEAR,  # no story of its own: the quarter before has it
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(tmp_path_factory.mktemp("demo") / "demo.sqlite")
    load_demo(store)
    yield store
    store.close()


def test_every_kind_of_verdict_that_can_occur_beside_others_does_in_the_current_quarter(
    demo: Store,
) -> None:
    period, today = FiscalCalendar().parse("2026-Q3"), read_story().today
    answer = diagnose(demo, Question(period, today))
    cohort = diagnose(demo, Question(period, today, Basis.COHORT))
    assert len({row.verdict.verdict for row in answer.rows}) == len(answer.rows) == 12
    assert {row.verdict.verdict for row in (*answer.rows, *cohort.rows)} == _TOGETHER
    before = diagnose(demo, Question(FiscalCalendar().parse("2026-Q2"), today))
    assert Verdict.UNCLEAR in {row.verdict.verdict for row in before.rows}
    assert answer.unassigned is not None
    assert answer.unassigned.funnel.leads_actual > 0


def test_who_was_made_to_need_coaching_is_told_so_with_good_reason(demo: Store) -> None:
    answer = diagnose(demo, Question(FiscalCalendar().parse("2026-Q3"), read_story().today))
    told = {row.name: row.verdict for row in answer.rows if row.verdict.verdict in COACHED}
    assert {name: verdict.verdict for name, verdict in told.items()} == {
        "Ben Lindqvist": Verdict.COACH_CLOSING,
        "Farid Haddad": Verdict.COACH_QUALIFYING,
        "Hugo Martin": Verdict.COACH_PRICING,
    }
    assert all((verdict.confidence or 0.0) >= 0.75 for verdict in told.values())


def test_every_row_goes_in_without_a_finding(demo: Store) -> None:
    (batch,) = [batch for batch in load_batches(demo) if len(batch.accounts) > 1]
    for account in batch.accounts:
        assert account.rows == account.added > 0
        assert account.problems == ()


def test_a_second_time_leaves_the_store_as_it_is(demo: Store) -> None:
    before = demo.change_count()
    assert not load_demo(demo)
    assert demo.change_count() == before


def test_a_team_of_one_s_own_is_never_mixed_with_the_demo(tmp_path: Path) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text("rep,period,revenue\nAda Park,2026-Q3,1000\n", encoding="utf-8")
    store = open_store(tmp_path / "own.sqlite")
    import_files(store, ImportRequest(paths=(targets,)))
    with pytest.raises(UsageError, match="already holds a team"):
        load_demo(store)
    store.close()


def test_a_demo_that_was_cancelled_leaves_the_team_as_it_was(tmp_path: Path) -> None:
    store = open_store(tmp_path / "demo.sqlite")

    def cancel(_fraction: float, _text: str) -> None:
        raise CancelledError("cancelled")

    with pytest.raises(CancelledError):
        load_demo(store, cancel)
    assert load_team(store) == Team()
    assert load_demo(store)
    assert any(batch.accounts for batch in load_batches(store))
    store.close()


def test_a_store_whose_team_counts_in_another_currency_takes_the_demo(tmp_path: Path) -> None:
    store = open_store(tmp_path / "demo.sqlite")
    with store.unit_of_work() as work:
        work.save_team(Team(currency="EUR"))
    assert load_demo(store)
    assert load_team(store).currency == "USD"
    store.close()


def test_a_demo_that_was_killed_is_finished_by_asking_again(tmp_path: Path) -> None:
    store = open_store(tmp_path / "demo.sqlite")

    def be_killed(_fraction: float, _text: str) -> None:
        raise SystemExit  # nothing that the demo clears up after

    with pytest.raises(SystemExit):
        load_demo(store, be_killed)
    assert load_demo(store)
    assert any(batch.accounts for batch in load_batches(store))
    store.close()
