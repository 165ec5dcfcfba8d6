"""The forecast service on real stores: empty, and filled with a worked quarter."""

from datetime import date

from tests.golden_cases import FOLDER

from cockpit.domain.fiscal import FiscalCalendar, Grain
from cockpit.services.forecast import backtest, forecast, load_learned_curves
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.connection import Store

PERIOD = FiscalCalendar().parse("2026-Q3")
NAMES = ("targets", "commitments", "assumptions", "leads", "opportunities")


def _fill(store: Store) -> None:
    paths = tuple(FOLDER / "quarter" / f"{name}.csv" for name in NAMES)
    import_files(store, ImportRequest(paths))


def test_an_empty_store_has_nothing_to_forecast(store: Store) -> None:
    result = forecast(store, PERIOD, date(2026, 9, 14))
    assert result.team.expected == result.team.high == 0
    assert result.team.p_target is None
    assert result.reps == ()
    assert len(result.findings) == 2
    assert backtest(store, Grain.QUARTER, date(2026, 9, 14)).team_score is None


def test_a_worked_quarter(store: Store) -> None:
    _fill(store)
    result = forecast(store, PERIOD, date(2026, 9, 14))
    assert result.team.low <= result.team.expected <= result.team.high
    assert result.team.drivers.actual == sum(
        row.drivers.actual for row in (*result.reps, result.unassigned) if row
    )
    early = forecast(store, PERIOD, date(2026, 8, 1))
    assert early.team.high - early.team.low > result.team.high - result.team.low
    curves = load_learned_curves(store, date(2026, 9, 14))
    assert curves.leads.records > curves.leads.happened > 0
