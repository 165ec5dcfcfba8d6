"""The effects of the bridge, the levers that answer them, and the verdicts."""

from enum import StrEnum


class Effect(StrEnum):
    """One step of the bridge from target to actual, in the order of the chain."""

    UNFUNDED_PLAN = "unfunded_plan"
    NOT_YET_DUE = "not_yet_due"
    CARRY_IN = "carry_in"
    LEADS = "leads"
    MIX = "mix"
    ARRIVAL = "arrival"
    LEAD_TO_OPP = "lead_to_opp"
    HANDOVER = "handover"
    SELF_SOURCED = "self_sourced"
    WIN_RATE = "win_rate"
    CYCLE = "cycle"
    DEAL_SIZE = "deal_size"


class Lever(StrEnum):
    """Whose move answers an effect."""

    PLANNING = "planning"
    EARLIER = "earlier"
    MARKETING = "marketing"
    SALES = "sales"
    WAITING = "waiting"
    OTHER = "other"


LEVER_OF = {
    Effect.UNFUNDED_PLAN: Lever.PLANNING,
    Effect.NOT_YET_DUE: Lever.WAITING,
    Effect.CARRY_IN: Lever.EARLIER,
    Effect.LEADS: Lever.MARKETING,
    Effect.MIX: Lever.MARKETING,
    Effect.ARRIVAL: Lever.MARKETING,
    Effect.LEAD_TO_OPP: Lever.SALES,
    Effect.HANDOVER: Lever.OTHER,
    Effect.SELF_SOURCED: Lever.SALES,
    Effect.WIN_RATE: Lever.SALES,
    Effect.CYCLE: Lever.SALES,
    Effect.DEAL_SIZE: Lever.SALES,
}
"""The lever of each effect."""


class Verdict(StrEnum):
    """What a rep's or the team's shortfall comes down to."""

    ON_TARGET = "on_target"
    BOTH = "both"
    LEADS_SHORT = "leads_short"
    LEAD_MIX = "lead_mix"
    LATE_LEADS = "late_leads"
    HANDED_OVER = "handed_over"
    COACH_QUALIFYING = "coach_qualifying"
    COACH_PROSPECTING = "coach_prospecting"
    COACH_CLOSING = "coach_closing"
    COACH_PRICING = "coach_pricing"
    SLOW_CYCLE = "slow_cycle"
    PLAN_UNFUNDED = "plan_unfunded"
    THIN_CARRY_IN = "thin_carry_in"
    TOO_EARLY = "too_early"
    LEAD_QUALITY = "lead_quality"
    TEAM_WIDE = "team_wide"
    WITHIN_LUCK = "within_luck"
    UNCLEAR = "unclear"
