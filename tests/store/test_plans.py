import pytest
from tests.store_builders import dump

from cockpit.domain.imports import MergeCounts
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_plan, load_sources

PLAN = Plan(
    targets=(Target("Ann", "2026-Q3", 1_000_00), Target("Bo", "2026-Q3", 2_000_00)),
    commitments=(
        Commitment("Ann", "2026-07", None, 12.5),
        Commitment("Ann", "2026-07", "web", 3.0),
    ),
    assumptions=(
        Assumption(lead_to_opp=0.3, win_rate=0.2, deal_size=900_00),
        Assumption(source="web", win_rate=0.4),
        Assumption(rep="Ann", period="2026-Q3", self_sourced_opps=2.0),
        Assumption(rep="Ann", source="web", period="2026-Q3", opp_to_win_days=40.5),
    ),
)


def _save(store: Store, upserts: Plan, removals: Plan | None = None) -> MergeCounts:
    with store.unit_of_work() as work:
        return work.save_plan(upserts, removals or Plan(), work.begin_batch("edit plan"))


def test_plan_comes_back_as_it_was_saved(store: Store) -> None:
    assert _save(store, PLAN) == MergeCounts(added=8)
    assert load_plan(store) == PLAN
    assert [source.name for source in load_sources(store)] == ["web"]
    assert [batch.command for batch in load_batches(store)] == ["edit plan"]


def test_same_plan_again_changes_nothing(store: Store) -> None:
    _save(store, PLAN)
    assert _save(store, PLAN) == MergeCounts(unchanged=8)
    assert not dump_history(store)


def test_edited_cells_get_a_new_version(store: Store) -> None:
    _save(store, PLAN)
    edits = Plan(
        targets=(Target("Ann", "2026-Q3", 5),),
        commitments=(Commitment("Ann", "2026-07", None, 13.0),),
        assumptions=(Assumption(win_rate=0.25),),
    )
    assert _save(store, edits) == MergeCounts(updated=3)
    plan = load_plan(store)
    assert plan.targets[0].revenue == 5
    assert plan.commitments == (edits.commitments[0], PLAN.commitments[1])
    assert plan.assumptions[0] == Assumption(win_rate=0.25)
    assert dump_history(store) == {"target": 1, "commitment": 1, "assumption": 1}


def test_removed_rows_go_to_the_history_and_can_come_back(store: Store) -> None:
    _save(store, PLAN)
    _save(store, Plan(), PLAN)
    assert load_plan(store) == Plan()
    assert dump_history(store) == {"target": 2, "commitment": 2, "assumption": 4}
    assert _save(store, PLAN) == MergeCounts(added=8)
    assert load_plan(store) == PLAN


def test_removing_what_is_not_there_is_no_change(store: Store) -> None:
    _save(store, PLAN)
    _save(store, Plan(), Plan(commitments=(Commitment("Bo", "2026-07", None, 0.0),)))
    assert load_plan(store) == PLAN


def test_rows_removed_and_written_in_one_work(store: Store) -> None:
    with store.unit_of_work() as work:
        batch = work.begin_batch("edit plan")
        work.save_plan(PLAN, Plan(), batch)
        work.save_plan(Plan(), Plan(targets=PLAN.targets), batch)
        assert work.save_plan(Plan(targets=PLAN.targets), Plan(), batch) == MergeCounts(added=2)
    assert load_plan(store) == PLAN


@pytest.mark.parametrize("field", ["lead_to_opp", "win_rate", "deal_size", "lead_to_opp_days"])
def test_zero_is_a_value_and_not_missing(store: Store, field: str) -> None:
    plan = Plan(assumptions=(Assumption(**{field: 0}),))  # type: ignore[arg-type]
    _save(store, plan)
    assert load_plan(store) == plan


def dump_history(store: Store) -> dict[str, int]:
    """Return how many superseded versions there are, by kind of record."""
    return {
        name.removesuffix("_history"): len(rows)
        for name, rows in dump(store.location).items()
        if name.endswith("_history") and rows
    }
