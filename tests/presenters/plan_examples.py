"""A small plan that the tests of the grid share."""

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.presenters.plan_cells import CellReader, Kind
from cockpit.presenters.plan_layout import Scope
from cockpit.presenters.plan_sheets import Sheet

CALENDAR = FiscalCalendar()
READER = CellReader(
    "USD",
    CALENDAR,
    {Kind.REP: {"ada park": "Ada Park", "a. park": "Ada Park"}, Kind.SOURCE: {"web": "Web"}},
)
Q3 = CALENDAR.parse("2026-Q3")
SCOPE = Scope(Q3, CALENDAR, "USD", ("Ada Park", "Ben Lind"))
PLAN = Plan(
    targets=(
        Target("Ada Park", "2026-Q3", 160_000_00),
        Target("Ben Lind", "2026-Q3", 90_000_00),
        Target("Ada Park", "2026-Q2", 120_000_00),
    ),
    commitments=(
        Commitment("Ada Park", "2026-07", "Web", 12.0),
        Commitment("Ada Park", "2026-08", "Web", 14.0),
        Commitment("Ada Park", "2026-Q3", None, 30.0),
        Commitment("Ben Lind", "2026", "Web", 120.0),
        Commitment("Ben Lind", "2026-05", "Web", 9.0),
    ),
    assumptions=(
        Assumption(lead_to_opp=0.3, win_rate=0.25, deal_size=20_000_00),
        Assumption(source="Web", win_rate=0.2),
        Assumption(rep="Ada Park", period="2026-Q2", self_sourced_opps=3),
        Assumption(rep="Ada Park", period="2026-Q3", self_sourced_opps=4),
    ),
)


def shown(sheet: Sheet) -> list[list[str]]:
    """Return the texts of a sheet as its grid would show them."""
    return [
        [READER.format(column, cell) for column, cell in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows
    ]
