import pytest
from tests.diagnosis_builders import build_row, build_team_of_forty, build_team_of_ten

from cockpit.analysis.results import DiagnosisRow
from cockpit.domain.verdicts import Effect
from cockpit.presenters.bridge import GROUPS, BridgeView, build_bridge, effects_of_bar, group_of

_ROWS = [
    build_team_of_ten().team,
    build_team_of_forty().team,
    build_row("nothing happened"),
    build_row("gain", 10_000, {"win_rate": 40_000, "deal_size": -3_000}),
    build_row("below zero", 10_000, {"win_rate": -30_000, "deal_size": 25_000}),
    build_row("no target", 0, {"win_rate": 5_000}, leads=(0, 0)),
]


def _keys(view: BridgeView) -> list[str]:
    return [bar.key for bar in view.bars]


def test_every_effect_has_one_group() -> None:
    grouped = [effect for effects in GROUPS.values() for effect in effects]
    assert sorted(grouped) == sorted(Effect)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("selected", [None, "marketing", "sales", "win_rate", "planning"])
def test_the_bars_lead_from_target_to_actual_without_a_gap(
    row: DiagnosisRow, selected: str | None
) -> None:
    bars = build_bridge(row, "USD", selected).bars
    assert (bars[0].end, bars[-1].end) == (row.target, row.actual)
    level = row.target
    for bar in bars[1:-1]:
        assert bar.start == level
        level = bar.end
    assert level == row.actual


def test_groups_stand_in_the_order_of_the_chain_and_idle_ones_are_left_out() -> None:
    view = build_bridge(build_team_of_ten().team, "USD", None)
    assert _keys(view) == ["target", "planning", "marketing", "sales", "size", "waiting", "actual"]


def test_marketing_and_sales_are_always_asked_about() -> None:
    assert _keys(build_bridge(build_row("A"), "USD", None)) == [
        "target", "marketing", "sales", "actual",
    ]  # fmt: skip


def test_a_chosen_group_opens_and_stays_open_while_one_of_its_effects_is_chosen() -> None:
    row = build_team_of_ten().team
    for selected in ("sales", "win_rate"):
        keys = _keys(build_bridge(row, "USD", selected))
        assert keys[3:7] == ["lead_to_opp", "self_sourced", "win_rate", "cycle"]
    chosen = [b.key for b in build_bridge(row, "USD", "win_rate").bars if b.is_selected]
    assert chosen == ["win_rate"]


def test_all_of_an_opened_group_is_selected_until_one_is_chosen() -> None:
    view = build_bridge(build_team_of_ten().team, "USD", "sales")
    selected = [bar.key for bar in view.bars if bar.is_selected]
    assert selected == ["lead_to_opp", "self_sourced", "win_rate", "cycle"]


def test_a_group_is_named_after_what_is_at_work_in_it() -> None:
    labels = {
        "Too few leads": build_row("A", 60_000, leads=(40, 60)),
        "Leads received": build_row("A", 60_000, {"mix": -4_000}, leads=(40, 60)),
        "Conversion": build_row("A", 60_000, {"win_rate": -4_000, "lead_to_opp": -1_000}),
        "Selling": build_row("A", 60_000, {"win_rate": -4_000, "cycle": 1_000}),
    }
    for label, row in labels.items():
        assert label in {bar.label for bar in build_bridge(row, "USD", None).bars}


def test_the_axis_breaks_only_where_the_steps_stand_far_above_zero() -> None:
    short, deep = build_team_of_ten().team, _ROWS[4]
    assert 0 < build_bridge(short, "USD", None).floor < short.actual
    assert build_bridge(deep, "USD", None).floor == 0
    assert build_bridge(build_row("nothing"), "USD", None).floor == 0


def test_words_for_hover_and_for_screen_readers_are_exact() -> None:
    view = build_bridge(build_row("A", 50_000, {"win_rate": -1_234.5}), "USD", "win_rate")
    bar = next(bar for bar in view.bars if bar.key == "win_rate")
    assert "−$1,234.50" in bar.tooltip
    assert "Target $50k" in view.description


def test_a_key_leads_to_effects_and_an_effect_to_its_group() -> None:
    assert effects_of_bar(None) == ()
    assert effects_of_bar("win_rate") == (Effect.WIN_RATE,)
    assert group_of(Effect.MIX) == "marketing"
