from dataclasses import replace
from datetime import date

import pytest
from tests import rep_builders as made
from tests.diagnosis_builders import build_result, build_row
from tests.rep_store import QUESTION, fill_store

from cockpit.domain.errors import MissingRateError, UsageError
from cockpit.domain.team import Rep
from cockpit.domain.verdicts import Effect
from cockpit.presenters.cockpit import EmptyView
from cockpit.presenters.rep_list import RosterView, build_roster
from cockpit.presenters.rep_page import RepView, build_rep
from cockpit.presenters.reps import RepsAnswer, RepsPresenter, load_reps_answer
from cockpit.presenters.text import format_plain
from cockpit.presenters.workspace import Workspace
from cockpit.store.connection import Store


def rep_view(**options: object) -> RepView:
    view = build_rep(made.build_rep_result(**options))  # type: ignore[arg-type] # options as given
    assert isinstance(view, RepView)
    return view


def shown(name: str = "Ben Lindqvist") -> RepsPresenter:
    """Return a presenter that shows a rep."""
    presenter = RepsPresenter()
    presenter.choose(name)
    view = rep_view(name=name)
    presenter.show(RepsAnswer(view.names, view))
    return presenter


def test_a_rep_is_told_in_sentences_with_numbers() -> None:
    view = rep_view()
    assert (view.verdict, view.tone) == ("Coach: closing", "sales")
    assert format_plain(view.story).startswith("$30k short of the $62k target.")
    facts = format_plain(view.facts)
    assert facts.startswith("58 of 60 promised leads arrived. 18 became opportunities where 23.2")
    assert view.facts[-1].strong
    assert view.notes == ()


def test_reps_follow_each_other_by_name_and_around_the_end() -> None:
    presenter = shown("Jonas Weber")
    assert presenter.names[0] == "Amara Okafor"
    assert presenter.step(1) == "Amara Okafor"
    assert presenter.step(-1) == "Jonas Weber"
    presenter.choose(None)
    assert presenter.step(1) is None


def test_a_group_of_the_bridge_opens_and_closes() -> None:
    presenter = shown()
    assert presenter.opens("sales")
    opened = presenter.open_bar("sales")
    assert opened is not None
    assert "win_rate" in [bar.key for bar in opened.bars]
    assert presenter.is_open("win_rate")
    closed = presenter.open_bar("win_rate")
    assert closed is not None
    assert "win_rate" not in [bar.key for bar in closed.bars]


def test_math_and_records_are_those_of_the_rep() -> None:
    presenter = shown()
    math = presenter.explain((Effect.WIN_RATE,))
    assert math is not None
    assert math.title == "Win rate · Ben Lindqvist"
    wanted = presenter.want_records("win_rate")
    assert wanted is not None
    assert (wanted.row, wanted.effects) == ("Ben Lindqvist", (Effect.WIN_RATE,))


def test_a_deal_can_be_told_in_full() -> None:
    presenter = shown()
    told = presenter.describe_deal(1)
    assert told is not None
    assert told[0] == "O-1881 · Halden Oy"
    assert presenter.explain_deal(1) is not None


def test_without_a_rep_there_is_nothing_to_explain() -> None:
    presenter = RepsPresenter()
    assert presenter.explain(()) is None
    assert presenter.want_records("sales") is None
    assert presenter.open_bar("sales") is None
    assert presenter.describe_deal(1) is None
    assert presenter.explain_deal(1) is None


def test_what_is_missing_is_explained_where_it_would_stand() -> None:
    view = rep_view(losses=made.NO_LOSSES, follow_up=None, team_follow_up=None, deals=0)
    assert view.no_losses == "Ben Lindqvist lost no deal in the last 12 months."
    assert "First response at" in view.no_follow_up
    assert view.no_deals == "Ben Lindqvist has no open deal on 14 Sep 2026."
    silent = rep_view(losses=replace(made.NO_LOSSES, without_reason=7), follow_up=None)
    assert silent.no_losses.startswith("7 deals lost in 12 months, none with a reason.")
    assert "Ben Lindqvist" in silent.no_follow_up


def test_what_makes_a_rep_special_is_said() -> None:
    row = build_row("Mei", 0, {"win_rate": -50}, leads=(9, 0), has_commitment=False)
    roster = made.build_roster(build_result(row))
    late = replace(roster.reps[0], starts_on=date(2026, 8, 3), ends_on=date(2026, 9, 20))
    roster = replace(roster, reps=(late,))
    assert rep_view(name="Mei", roster=roster).notes == (
        "Left on 20 Sep 2026",
        "Started on 3 Aug 2026",
        "No leads were promised, so leads, mix and timing are not judged",
        "No target is set",
    )


def test_a_rep_nobody_knows_anything_about_gets_a_next_step() -> None:
    roster = made.build_roster(
        None, Rep(99, "Zoe New"), Rep(98, "Yan Old", (), None, date(2026, 5, 3))
    )
    new = build_rep(made.build_rep_result("Zoe New", roster=roster, deals=0))
    assert isinstance(new, EmptyView)
    assert new.title == "Nothing about Zoe New in Q3 FY26 yet"
    assert [action.screen for action in new.actions] == ["plan", "data", "reps"]
    old = build_rep(made.build_rep_result("Yan Old", roster=roster, deals=0))
    assert isinstance(old, EmptyView)
    assert old.title == "Yan Old left on 3 May 2026"


def test_the_list_is_by_name_and_says_who_left() -> None:
    roster = made.build_roster(None, Rep(99, "Yan Old", (), None, date(2026, 5, 3)))
    view = build_roster(roster)
    assert isinstance(view, RosterView)
    assert [row.name for row in view.rows] == sorted(row.name for row in view.rows)
    assert view.summary == "11 reps in Q3 FY26, 9 short of target"
    assert view.rows[-1].verdict == ""
    assert view.rows[-1].note.startswith("Left on 3 May 2026")


def test_without_reps_the_list_says_where_they_come_from() -> None:
    nobody = replace(build_result(build_row("x")), rows=())
    view = build_roster(made.build_roster(nobody))
    assert isinstance(view, EmptyView)
    assert [action.screen for action in view.actions] == ["data", "plan"]


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (MissingRateError("The plan gives no win rate."), "The plan is missing a rate"),
        (UsageError("Nothing there."), "No answer to this question"),
    ],
)
def test_a_fault_of_the_world_shows_the_way_out(error: UsageError, title: str) -> None:
    view = RepsPresenter().fail(error)
    assert (view.title, view.text) == (title, str(error))


def test_the_answer_comes_from_the_store(store: Store) -> None:
    fill_store(store)
    workspace = Workspace(store, QUESTION.as_of)
    everyone = load_reps_answer(workspace, QUESTION, None)
    assert isinstance(everyone.view, RosterView)
    ana = load_reps_answer(workspace, QUESTION, "Ana Reis")
    assert isinstance(ana.view, RepView)
    assert ana.names == everyone.names == ("Ana Reis", "Bo Ek", "Cy Left")
    nobody = load_reps_answer(workspace, QUESTION, "Nobody")
    assert isinstance(nobody.view, EmptyView)
    assert nobody.view.title == "There is no rep called Nobody"
