from tests.rep_store import Q3, fill_store

from cockpit.domain.fiscal import to_day
from cockpit.store.connection import Store
from cockpit.store.queries import load_reps
from cockpit.store.rep_queries import load_losses, load_responses

START, END = to_day(Q3.start), to_day(Q3.end)


def test_losses_are_counted_by_rep_and_reason(store: Store) -> None:
    fill_store(store)
    ids = {rep.name: rep.id for rep in load_reps(store)}
    losses = load_losses(store, START, END).set_index(["rep", "reason"])["count"]
    assert losses[ids["Ana Reis"], "Price"] == 2
    assert losses.sum() == 8


def test_losses_outside_the_days_are_left_out(store: Store) -> None:
    fill_store(store)
    assert load_losses(store, END + 1, END + 90).empty


def test_responses_are_seconds_with_a_mark_for_none(store: Store) -> None:
    fill_store(store)
    responses = load_responses(store, START, END, -1)
    assert len(responses) == 40
    assert (responses["answered"] == -1).sum() == 4
    waited = (responses["answered"] - responses["assigned"])[responses["answered"] >= 0]
    assert waited.min() == 20 * 60


def test_an_empty_store_gives_empty_frames(store: Store) -> None:
    assert load_losses(store, START, END).empty
    assert list(load_responses(store, START, END, -1).columns) == ["rep", "assigned", "answered"]
