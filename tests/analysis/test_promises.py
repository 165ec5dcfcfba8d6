import pytest

from cockpit.analysis.axes import Axes, build_axes
from cockpit.analysis.promises import build_commitments, build_self_sourced, sum_targets
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target

CALENDAR = FiscalCalendar(first_month=2)
QUARTER = CALENDAR.parse("2026-Q3")  # August to October 2025
PLAN = Plan(targets=(Target("Ada", "2026-Q3", 1), Target("Bo", "2026-Q3", 1)))


def _axes() -> Axes:
    return build_axes((), (), PLAN, CALENDAR.months(QUARTER))


def test_a_commitment_is_spread_evenly_over_calendar_days() -> None:
    rows = (Commitment("Ada", "2026-Q3", None, 92.0), Commitment("Bo", "2025-08", None, 62.0))
    promises = build_commitments(rows, _axes(), CALENDAR)
    assert promises.per_day.tolist() == [1, 1, 1, 2]
    assert promises.due(to_day(QUARTER.start) + 9).tolist() == [10, 0, 0, 20]
    assert promises.due(to_day(QUARTER.end)).tolist() == [31, 30, 31, 62]


def test_no_commitments_is_no_stretches() -> None:
    assert build_commitments((), _axes(), CALENDAR).per_day.size == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Ada", "2026-Q3", 9.2)], {1: 9.2}),
        ([(None, "2026-Q3", 9.2)], {1: 9.2, 2: 9.2}),
        ([(None, "2026-Q3", 9.2), ("Ada", "2026-Q3", 4.6)], {1: 4.6, 2: 9.2}),
        ([("Ada", None, 9.2)], {1: 9.2}),
        ([("Ada", None, 9.2), (None, "2026-Q3", 4.6)], {1: 9.2, 2: 4.6}),
        ([("Ada", "2026", 36.5)], {1: 9.2}),
        ([("Ada", "2026-Q3", 9.2), ("Ada", "2025-08", 0.0)], {1: 6.1}),
        ([("Ada", "2026-Q2", 9.2)], {}),
        ([], {}),
    ],
)
def test_self_sourced_opportunities_of_a_quarter(
    rows: list[tuple[str | None, str | None, float]], expected: dict[int, float]
) -> None:
    given = tuple(Assumption(rep, None, period, self_sourced_opps=n) for rep, period, n in rows)
    promises = build_self_sourced(Plan(assumptions=given), _axes(), CALENDAR, QUARTER)
    due = promises.due(to_day(QUARTER.end))
    sums = {rep: due[promises.rep == rep].sum() for rep in set(promises.rep.tolist())}
    assert sums == pytest.approx(expected)


def test_a_target_for_exactly_the_period_wins_over_the_sum_of_its_months() -> None:
    rows = (
        Target("Ada", "2026-Q3", 300),
        Target("Ada", "2025-08", 70),
        Target("Bo", "2025-08", 70),
        Target("Bo", "2025-10", 50),
        Target("Bo", "2025-11", 900),
    )
    assert sum_targets(rows, _axes(), CALENDAR, QUARTER).tolist() == [0, 300, 120]
