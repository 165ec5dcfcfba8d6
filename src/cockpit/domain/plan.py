"""What was promised: targets, lead commitments and the rates that connect them."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Target:
    """Revenue that a rep is to bring in a period, in minor units."""

    rep: str
    period: str
    revenue: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """Leads that marketing promises a rep for a period, from one source or from any (`None`)."""

    rep: str
    period: str
    source: str | None
    leads: float


@dataclass(frozen=True, slots=True)
class Assumption:
    """Rates for a rep, source and period, each of which may be open (`None`: any).

    A field that is `None` is not given by this row; the next more general row is asked.

    Args:
        rep: Name of the rep, or any.
        source: Name of the source, or any.
        period: Label of the period in which a record began, or any.
        lead_to_opp: Share of leads that become opportunities, 0 to 1.
        win_rate: Share of opportunities that are won, 0 to 1.
        deal_size: Amount of a won opportunity, in minor units.
        lead_to_opp_days: Median days from lead to opportunity.
        opp_to_win_days: Median days from opportunity to won.
        opp_to_loss_days: Median days from opportunity to lost.
        self_sourced_opps: Opportunities that a rep opens without a lead in the period.
    """

    rep: str | None = None
    source: str | None = None
    period: str | None = None
    lead_to_opp: float | None = None
    win_rate: float | None = None
    deal_size: int | None = None
    lead_to_opp_days: float | None = None
    opp_to_win_days: float | None = None
    opp_to_loss_days: float | None = None
    self_sourced_opps: float | None = None


ASSUMPTION_FIELDS = tuple(f.name for f in fields(Assumption))[3:]
"""The fields of an assumption that carry a value, in the order of the plain file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a team has promised, for every period."""

    targets: tuple[Target, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
