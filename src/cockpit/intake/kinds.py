"""The plain files: which columns each kind has, what they hold and which are required."""

from dataclasses import dataclass
from enum import Enum, auto

from cockpit.domain.records import FileKind, OpportunityKind, Origin, Outcome


class Holds(Enum):
    """What the cells of a column are; words repeat from row to row, texts hardly do."""

    KEY = auto()
    TEXT = auto()
    WORD = auto()
    REP = auto()
    SOURCE = auto()
    PERIOD = auto()
    MONTH = auto()
    MOMENT = auto()
    MONEY = auto()
    COUNT = auto()
    WHOLE = auto()
    DAYS = auto()
    RATE = auto()
    FLAG = auto()
    CHOICE = auto()
    OUTCOME = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns.

    Args:
        name: Its header in a plain file.
        holds: What its cells are.
        required: A file must have the column and a row must fill it.
        decides: A filled cell that cannot be read makes the row useless, so the row is rejected.
            Otherwise the row is kept without the cell, and the finding says so.
        choices: The words that a `CHOICE` or `OUTCOME` may be.
    """

    name: str
    holds: Holds = Holds.TEXT
    required: bool = False
    decides: bool = True
    choices: tuple[str, ...] = ()


def _choice(name: str, choices: tuple[str, ...]) -> Column:
    return Column(name, Holds.CHOICE, decides=False, choices=choices)


def _word(name: str) -> Column:
    return Column(name, Holds.WORD, decides=False)


def _moment(name: str, *, decides: bool = False) -> Column:
    return Column(name, Holds.MOMENT, decides=decides)


OUTCOMES = tuple(outcome.name.lower() for outcome in Outcome)
REP = Column("rep", Holds.REP)
SOURCE = Column("source", Holds.SOURCE)

COLUMNS: dict[FileKind, tuple[Column, ...]] = {
    FileKind.USERS: (
        Column("user_id", Holds.KEY, required=True),
        Column("name", required=True),
        Column("email", decides=False),
        Column("active", Holds.FLAG, decides=False),
    ),
    FileKind.TARGETS: (
        Column("rep", Holds.REP, required=True),
        Column("period", Holds.PERIOD, required=True),
        Column("revenue", Holds.MONEY, required=True),
    ),
    FileKind.COMMITMENTS: (
        Column("rep", Holds.REP, required=True),
        Column("period", Holds.PERIOD, required=True),
        Column("leads", Holds.COUNT, required=True),
        SOURCE,
    ),
    FileKind.ASSUMPTIONS: (
        REP,
        SOURCE,
        Column("period", Holds.PERIOD),
        Column("lead_to_opp", Holds.RATE),
        Column("win_rate", Holds.RATE),
        Column("deal_size", Holds.MONEY),
        Column("lead_to_opp_days", Holds.DAYS),
        Column("opp_to_win_days", Holds.DAYS),
        Column("opp_to_loss_days", Holds.DAYS),
        Column("self_sourced_opps", Holds.COUNT),
    ),
    FileKind.LEADS: (
        Column("lead_id", Holds.KEY, required=True),
        Column("assigned_at", Holds.MOMENT, required=True),
        REP,
        SOURCE,
        _moment("created_at"),
        _moment("qualified_at"),
        _moment("first_response_at"),
        _moment("disqualified_at", decides=True),
        _word("disqualified_reason"),
        _word("status"),
        _word("segment"),
        _word("campaign"),
        _word("tier"),
        Column("account", decides=False),
        Column("opportunity_ids", decides=False),
    ),
    FileKind.OPPORTUNITIES: (
        Column("opportunity_id", Holds.KEY, required=True),
        Column("created_at", Holds.MOMENT, required=True),
        Column("outcome", Holds.OUTCOME, required=True, choices=OUTCOMES),
        REP,
        Column("lead_id"),
        SOURCE,
        _choice("origin", tuple(Origin)),
        _choice("kind", tuple(OpportunityKind)),
        Column("account", decides=False),
        _word("stage"),
        Column("amount", Holds.MONEY),
        Column("currency", Holds.WORD),
        _moment("expected_close_at"),
        _moment("closed_at", decides=True),
        _moment("contract_signed_at"),
        _word("loss_reason"),
        _word("competitor"),
    ),
    FileKind.SPEND: (
        Column("month", Holds.MONTH, required=True),
        Column("source", Holds.SOURCE, required=True),
        Column("amount", Holds.MONEY, required=True),
        Column("reserve", Holds.FLAG),
    ),
    FileKind.VISITORS: (
        Column("month", Holds.MONTH, required=True),
        Column("visitors", Holds.WHOLE, required=True),
        SOURCE,
    ),
    FileKind.MEETINGS: (
        Column("meeting_id", Holds.KEY, required=True),
        Column("held_at", Holds.MOMENT, required=True),
        Column("rep", Holds.REP, required=True),
        Column("account", decides=False),
        _choice("kind", ("prospect", "customer")),
        Column("net_new", Holds.FLAG, decides=False),
    ),
}
"""The columns of each kind of file, the required ones first."""

IDENTITY: dict[FileKind, tuple[str, ...]] = {
    FileKind.USERS: ("user_id",),
    FileKind.TARGETS: ("rep", "period"),
    FileKind.COMMITMENTS: ("rep", "period", "source"),
    FileKind.ASSUMPTIONS: ("rep", "source", "period"),
    FileKind.LEADS: ("lead_id",),
    FileKind.OPPORTUNITIES: ("opportunity_id",),
    FileKind.SPEND: ("month", "source", "reserve"),
    FileKind.VISITORS: ("month", "source"),
    FileKind.MEETINGS: ("meeting_id",),
}
"""The columns that together name a row: two rows that agree in them are the same record."""

IMPORT_ORDER = tuple(COLUMNS)
"""Kinds in the order of import: what others refer to comes first."""


def required_columns(kind: FileKind) -> tuple[str, ...]:
    """Return the names of the columns that a file of the kind must have."""
    return tuple(column.name for column in COLUMNS[kind] if column.required)
