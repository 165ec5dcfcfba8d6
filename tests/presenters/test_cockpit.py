from tests.diagnosis_builders import QUESTION, build_result, build_row, build_team_of_ten

from cockpit.domain.errors import MissingRateError, UsageError
from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect
from cockpit.presenters.cockpit import AnswerView, CockpitPresenter, EmptyView, Focus


def _shown() -> CockpitPresenter:
    presenter = CockpitPresenter()
    presenter.show(build_team_of_ten())
    return presenter


def test_a_bar_filters_opens_and_steps_back_when_clicked_again() -> None:
    presenter = _shown()
    group = presenter.select_bar("sales")
    effect = presenter.select_bar("win_rate")
    assert group is not None
    assert effect is not None
    assert [chip.text for chip in effect.chips] == ["Win rate"]
    assert effect.effects == (Effect.WIN_RATE,)
    assert len(effect.rows) == 6
    back = presenter.select_bar("win_rate")
    assert back is not None
    assert back.focus == Focus(bar="sales")
    closed = presenter.select_bar("sales")
    assert closed is not None
    assert closed.focus == Focus()
    assert len(closed.rows) == 10


def test_a_rep_goes_on_the_bridge_and_the_headline_stays_the_teams() -> None:
    presenter = _shown()
    view = presenter.select_row("Ben Lindqvist")
    assert view is not None
    assert view.bridge.bars[0].end == 6_200_000
    assert view.headline[0].text.startswith("$170k short of the $618k")
    assert [chip.text for chip in view.chips] == ["Ben Lindqvist"]
    assert len(view.rows) == 10


def test_each_filter_can_be_taken_off_alone() -> None:
    presenter = _shown()
    presenter.select_row("Ben Lindqvist")
    presenter.select_bar("leads")
    view = presenter.clear("row")
    assert view is not None
    assert view.focus == Focus(bar="leads")
    cleared = presenter.clear()
    assert cleared is not None
    assert cleared.chips == ()


def test_a_new_answer_keeps_the_rep_in_focus_while_there_is_one() -> None:
    presenter = _shown()
    presenter.select_row("Ben Lindqvist")
    presenter.show(build_team_of_ten())
    assert presenter.focus.row == "Ben Lindqvist"
    presenter.show(build_result(build_row("Somebody else", 1_000)))
    assert presenter.focus.row is None


def test_grouping_is_part_of_the_question_and_drops_the_focus() -> None:
    presenter = _shown()
    presenter.select_row("Ben Lindqvist")
    presenter.group_by(Grouping.SOURCE)
    assert presenter.ask(QUESTION).by is Grouping.SOURCE
    assert presenter.focus == Focus()


def test_only_reps_have_a_page_of_their_own() -> None:
    presenter = _shown()
    assert presenter.can_open("Ben Lindqvist")
    assert not presenter.can_open("Unassigned leads")
    presenter.show(build_result(build_row("Webinar"), by=Grouping.SOURCE))
    assert not presenter.can_open("Webinar")


def test_an_empty_period_says_what_to_do_next() -> None:
    nothing = build_result(build_row("A", 0, leads=(0, 0), rates=(None, None)))
    view = CockpitPresenter().show(nothing)
    assert isinstance(view, EmptyView)
    assert "Q3 FY26" in view.title
    assert [action.screen for action in view.actions] == ["plan", "data"]


def test_a_missing_rate_is_told_with_the_way_to_the_plan() -> None:
    presenter = _shown()
    view = presenter.fail(MissingRateError("No win rate for Ben Lindqvist, Webinar, 2026-07."))
    assert view.text == "No win rate for Ben Lindqvist, Webinar, 2026-07."
    assert view.actions[0].screen == "plan"
    assert presenter.row_in_focus() is None
    assert presenter.explain() is None
    assert presenter.select_bar("sales") is None
    assert presenter.fail(UsageError("Ask otherwise.")).text == "Ask otherwise."


def test_records_are_there_for_a_bar_and_math_for_everything() -> None:
    presenter = _shown()
    assert presenter.want_records() is None
    whole = presenter.explain()
    assert whole is not None
    assert whole.title == "Gap · Team"
    presenter.select_row("Ben Lindqvist")
    presenter.select_bar("win_rate")
    wanted = presenter.want_records()
    assert wanted is not None
    assert (wanted.row, wanted.effects) == ("Ben Lindqvist", (Effect.WIN_RATE,))
    assert wanted.title == "Win rate · Ben Lindqvist"
    row = presenter.row_in_focus()
    assert row is not None
    assert wanted.amount == row.effects[Effect.WIN_RATE]


def test_no_target_but_revenue_is_an_answer_all_the_same() -> None:
    view = CockpitPresenter().show(build_result(build_row("A", 0, {"win_rate": 9_000})))
    assert isinstance(view, AnswerView)
    assert "no target is set" in view.headline[0].text
