from dataclasses import replace
from datetime import date

import pytest
from tests.rep_store import QUESTION, fill_store

from cockpit.domain.errors import MissingRateError
from cockpit.services.reps import describe_rep, describe_roster
from cockpit.store.connection import Store


def test_a_rep_is_told_in_full(store: Store) -> None:
    fill_store(store)
    ana = describe_rep(store, QUESTION, "Ana Reis")
    assert ana is not None
    assert ana.row is not None
    assert ana.row.target == 6_000_000
    assert ana.pace.now.delivered == 20
    assert ana.pace.promised_total == pytest.approx(46)
    assert [(r.reason, r.count) for r in ana.losses.reasons] == [
        ("Price", 2),
        ("No decision", 1),
        ("Timing", 1),
    ]
    assert ana.follow_up is not None
    assert ana.follow_up.unanswered == 4
    assert ana.team_follow_up is not None
    assert ana.team_follow_up.leads == 40


def test_open_deals_come_oldest_first_with_their_records(store: Store) -> None:
    fill_store(store)
    ana = describe_rep(store, QUESTION, "Ana Reis")
    assert ana is not None
    assert list(ana.records["opportunity_id"]) == [f"O-A{n}" for n in range(6)]
    assert list(ana.records["key"]) == list(ana.deals.keys)
    assert list(ana.deals.age) == [73, 72, 71, 70, 69, 68]
    assert list(ana.records["source"][:2]) == ["Webinar", "Event"]


def test_the_chance_of_an_open_deal_follows_the_plan_s_curves(store: Store) -> None:
    fill_store(store)
    ana = describe_rep(store, QUESTION, "Ana Reis")
    assert ana is not None
    won, lost = (1 - 2 ** (-(73 + 1) / median) for median in (26, 20))
    still_open = 1 - 0.25 * won - 0.75 * lost
    assert ana.deals.chances.ever[0] == pytest.approx(0.25 * (1 - won) / still_open)
    by_end = 1 - 2 ** (-(89 + 1) / 26)
    assert ana.deals.chances.by_end[0] == pytest.approx(0.25 * (by_end - won) / still_open)


def test_as_of_an_earlier_day_a_deal_that_closed_later_is_open(store: Store) -> None:
    fill_store(store)
    ana = describe_rep(store, replace(QUESTION, as_of=date(2026, 7, 20)), "Ana Reis")
    assert ana is not None
    assert len(ana.deals.keys) == 12
    assert ana.losses.with_reason == 0


def test_a_rate_that_the_plan_lacks_is_named(store: Store) -> None:
    fill_store(store, general_rates=False)
    with pytest.raises(MissingRateError, match="no win rate for"):
        describe_rep(store, QUESTION, "Ana Reis")


def test_all_reps_come_by_name_also_those_who_left(store: Store) -> None:
    fill_store(store)
    roster = describe_roster(store, QUESTION)
    assert roster.names == ("Ana Reis", "Bo Ek", "Cy Left")


def test_nobody_of_that_name(store: Store) -> None:
    fill_store(store)
    assert describe_rep(store, QUESTION, "Nobody") is None


def test_the_empty_store_has_no_reps(store: Store) -> None:
    assert describe_roster(store, QUESTION).names == ()
