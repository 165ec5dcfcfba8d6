from datetime import date

import pytest
from tests.store_builders import leads, merge

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.records import FileKind
from cockpit.domain.team import Rep, Source, SourceKind, Team
from cockpit.store.opening import Store
from cockpit.store.queries import (
    load_funnel,
    load_leads,
    load_plan,
    load_reps,
    load_sources,
    load_team,
)


@pytest.fixture
def names(store: Store) -> dict[str, int]:
    """A lead of Ann's and one of A. Okafor's."""
    with store.unit_of_work() as work:
        names = work.ensure_reps(["Ann", "A. Okafor"])
        ids = [names["Ann"], names["A. Okafor"]]
        work.merge(FileKind.LEADS, leads(rep=ids), work.begin_batch("test"))
    return names


def _save(store: Store, value: Rep | Source | Team) -> None:
    with store.unit_of_work() as work:
        if isinstance(value, Rep):
            work.save_rep(value)
        elif isinstance(value, Source):
            work.save_source(value)
        else:
            work.save_team(value)


def test_new_team_has_defaults_and_settings_come_back(store: Store) -> None:
    assert load_team(store) == Team()
    team = Team("North", "JPY", FiscalCalendar(4, 6), 0.02)
    _save(store, team)
    assert load_team(store) == team


def test_currency_stays_once_amounts_are_recorded(store: Store) -> None:
    with store.unit_of_work() as work:
        work.save_plan(Plan((Target("Ann", "2026", 5),)), Plan(), work.begin_batch("test"))
    with pytest.raises(UsageError, match="currency stays USD"):
        _save(store, Team(currency="EUR"))
    _save(store, Team("Renamed"))
    assert load_team(store) == Team("Renamed")


def test_names_are_added_once(store: Store) -> None:
    with store.unit_of_work() as work:
        first = work.ensure_reps(["Ann", "Bo", "Ann"])
        assert work.ensure_reps(["Bo", "Cy"]) == {"Bo": first["Bo"], "Cy": 3}
    assert [rep.name for rep in load_reps(store)] == ["Ann", "Bo", "Cy"]


def test_rep_in_full_comes_back(store: Store, names: dict[str, int]) -> None:
    rep = Rep(names["Ann"], "Ann", ("Annie",), date(2025, 1, 1), date(2026, 12, 31))
    _save(store, rep)
    assert rep in load_reps(store)


def test_renamed_rep_keeps_records_and_the_former_name(store: Store, names: dict[str, int]) -> None:
    _save(store, Rep(names["Ann"], "Anna Lind"))
    assert load_leads(store, [1])["rep"].tolist() == ["Anna Lind"]
    with store.unit_of_work() as work:
        again = work.ensure_reps(["Ann"])
        counts = work.merge(
            FileKind.LEADS, leads(rep=[again["Ann"], names["A. Okafor"]]), work.begin_batch("test")
        )
    assert counts.unchanged == 2
    assert Rep(names["Ann"], "Anna Lind", ("Ann",)) in load_reps(store)


def test_alias_joins_two_reps_and_can_be_undone(store: Store, names: dict[str, int]) -> None:
    ann = names["Ann"]
    _save(store, Rep(ann, "Ann", ("A. Okafor",)))
    assert load_reps(store) == (Rep(ann, "Ann", ("A. Okafor",)),)
    assert load_funnel(store).leads["rep"].tolist() == [ann, ann]
    _save(store, Rep(ann, "Ann"))
    (other, same) = load_reps(store)
    assert (other.name, same) == ("A. Okafor", Rep(ann, "Ann"))
    assert load_funnel(store).leads["rep"].tolist() == [ann, other.id]


def test_alias_that_no_record_uses_is_forgotten(store: Store, names: dict[str, int]) -> None:
    _save(store, Rep(names["Ann"], "Ann", ("Annie",)))
    _save(store, Rep(names["Ann"], "Ann"))
    assert [rep.name for rep in load_reps(store)] == ["A. Okafor", "Ann"]


def test_joined_reps_plan_moves_with_its_history(store: Store, names: dict[str, int]) -> None:
    plan = Plan(
        (Target("A. Okafor", "2026-Q3", 100),),
        (Commitment("A. Okafor", "2026-Q3", None, 3.0),),
        (Assumption("A. Okafor", win_rate=0.5),),
    )
    moved = Plan(
        (Target("Ann", "2026-Q3", 100),),
        (Commitment("Ann", "2026-Q3", None, 3.0),),
        (Assumption("Ann", win_rate=0.5),),
    )
    with store.unit_of_work() as work:
        work.save_plan(plan, Plan(), work.begin_batch("test"))
    _save(store, Rep(names["Ann"], "Ann", ("A. Okafor",)))
    assert load_plan(store) == moved
    with store.unit_of_work() as work:
        assert work.save_plan(plan, Plan(), work.begin_batch("again")).unchanged == 3


def test_reps_with_a_plan_for_the_same_period_are_not_joined(
    store: Store, names: dict[str, int]
) -> None:
    targets = (Target("Ann", "2026-Q3", 1), Target("A. Okafor", "2026-Q3", 2))
    with store.unit_of_work() as work:
        work.save_plan(Plan(targets), Plan(), work.begin_batch("test"))
    before = load_reps(store)
    with pytest.raises(UsageError, match=r"Ann and A\. Okafor both have a target for 2026-Q3"):
        _save(store, Rep(names["Ann"], "Ann", ("A. Okafor",)))
    assert load_reps(store) == before


def test_alias_of_another_rep_cannot_be_taken(store: Store, names: dict[str, int]) -> None:
    _save(store, Rep(names["Ann"], "Ann", ("Annie",)))
    with pytest.raises(UsageError, match="'Annie' is already another name of Ann"):
        _save(store, Rep(names["A. Okafor"], "A. Okafor", ("Annie",)))


def test_unknown_rep_cannot_be_saved(store: Store) -> None:
    with pytest.raises(UsageError, match="no rep with the number 7"):
        _save(store, Rep(7, "Nobody"))


def test_source_is_renamed_and_its_former_name_still_read(store: Store) -> None:
    with store.unit_of_work() as work:
        ids = work.ensure_sources(["web", "fair"])
    merge(store, FileKind.LEADS, **leads(source=[ids["web"], ids["fair"]]))
    _save(store, Source(ids["web"], "Website", SourceKind.CHANNEL))
    assert Source(ids["web"], "Website", SourceKind.CHANNEL) in load_sources(store)
    assert load_leads(store, [1])["source"].tolist() == ["Website"]
    with store.unit_of_work() as work:
        assert work.ensure_sources(["web"]) == {"web": ids["web"]}
    with pytest.raises(UsageError, match="already a source named 'fair'"):
        _save(store, Source(ids["web"], "fair"))
