from datetime import date

import numpy as np
import pytest

from cockpit.analysis.axes import build_axes
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.domain.errors import MissingRateError
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.team import Rep, Source

AUGUST = to_day(date(2026, 8, 15))
NOVEMBER = to_day(date(2026, 11, 15))
# Most specific first, as diagnosis.md §1 lists them; each says so in its deal size.
KEYS = (
    ("Ada", "Web", "2026-Q3"),
    ("Ada", "Web", None),
    ("Ada", None, "2026-Q3"),
    (None, "Web", "2026-Q3"),
    ("Ada", None, None),
    (None, "Web", None),
    (None, None, "2026-Q3"),
    (None, None, None),
)
ROWS = tuple(Assumption(*key, deal_size=100 + at) for at, key in enumerate(KEYS))


def _table(*rows: Assumption) -> RateTable:
    calendar = FiscalCalendar()
    axes = build_axes(
        (Rep(5, "Ada"), Rep(6, "Bo")), (Source(1, "Web"), Source(2, "Event")), Plan(), ()
    )
    return build_rates(Plan(assumptions=rows), axes, calendar, (AUGUST - 400, NOVEMBER))


def _give(table: RateTable, field: str, rep: int = 1, source: int = 1, day: int = AUGUST) -> float:
    entries = table.entries(np.array([rep]), np.array([source]), np.array([day]))
    return float(table.give(field, entries)[0])


@pytest.mark.parametrize("first", range(len(KEYS)))
def test_the_most_specific_row_wins(first: int) -> None:
    assert _give(_table(*ROWS[first:]), "deal_size") == 100 + first
    assert _give(_table(*reversed(ROWS[first:])), "deal_size") == 100 + first


def test_each_field_is_looked_up_by_itself() -> None:
    table = _table(Assumption("Ada", win_rate=0.5), Assumption(deal_size=7, win_rate=0.2))
    assert _give(table, "win_rate") == 0.5
    assert _give(table, "deal_size") == 7
    assert _give(table, "win_rate", rep=2) == 0.2


def test_a_month_that_any_row_names_hides_its_quarter() -> None:
    quarter = Assumption(period="2026-Q3", win_rate=0.3)
    general = Assumption(win_rate=0.2)
    assert _give(_table(quarter, general), "win_rate") == 0.3
    month = Assumption("Bo", "Event", "2026-08", lead_to_opp=0.1)
    assert _give(_table(quarter, general, month), "win_rate") == 0.2
    july = to_day(date(2026, 7, 31))
    assert _give(_table(quarter, general, month), "win_rate", day=july) == 0.3


def test_a_year_and_no_period_at_all() -> None:
    rows = (Assumption(period="2026", win_rate=0.3), Assumption(win_rate=0.2))
    assert _give(_table(*rows), "win_rate", day=NOVEMBER) == 0.3
    assert _give(_table(*rows), "win_rate", day=AUGUST - 400) == 0.2


def test_records_without_rep_or_source_take_only_rows_that_name_none() -> None:
    rows = (Assumption("Ada", win_rate=0.3), Assumption(None, "Web", win_rate=0.4))
    table = _table(*rows, Assumption(win_rate=0.2))
    assert _give(table, "win_rate", rep=0, source=0) == 0.2
    assert _give(table, "win_rate", rep=0, source=1) == 0.4


def test_a_missing_rate_names_rep_source_and_period() -> None:
    table = _table(Assumption("Bo", win_rate=0.3), Assumption(period="2026-Q3", deal_size=5))
    with pytest.raises(MissingRateError, match="no win rate for Ada, source Web, 2026-Q3: "):
        _give(table, "win_rate")
    with pytest.raises(MissingRateError, match="for records without a rep, no source, any period"):
        _give(table, "win_rate", rep=0, source=0, day=NOVEMBER)


def test_loss_days_fall_back_to_win_days_and_missing_medians_are_at_once() -> None:
    table = _table(Assumption("Ada", opp_to_win_days=30.0), Assumption(win_rate=0.2))
    ada, bo = table.entries(np.array([1, 2]), np.array([1, 1]), np.array([AUGUST, AUGUST]))
    of_ada, of_bo = table.curves[table.curve[ada]], table.curves[table.curve[bo]]
    assert of_ada.to_loss == of_ada.to_win
    assert of_ada.to_win.cumulative(30)[29] == pytest.approx(0.5)
    assert of_ada.to_opportunity.cumulative(3).tolist() == [1, 1, 1]
    assert of_bo.to_win.cumulative(1).tolist() == [1]
