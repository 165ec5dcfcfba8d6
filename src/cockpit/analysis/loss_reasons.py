"""Why are deals lost, and is that different from the rest of the team?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LossReason:
    """One reason.

    Args:
        reason: As the CRM has it.
        count: Deals that the rep lost for it.
        usual: Deals that would have been lost for it at the whole team's shares.
        team_share: Share of the team's deals lost for it, among those with a reason.
    """

    reason: str
    count: int
    usual: float
    team_share: float


@dataclass(frozen=True, slots=True)
class LossReasonsResult:
    """The reasons, most frequent first, and how many lost deals carry none."""

    reasons: tuple[LossReason, ...]
    with_reason: int
    without_reason: int
    team_with_reason: int


def compute_loss_reasons(own: Mapping[str, int], team: Mapping[str, int]) -> LossReasonsResult:
    """Return the rep's lost deals by reason against the team's shares.

    Args:
        own: Deals the rep lost, by reason; the empty reason stands for none given.
        team: The same for the whole team, the rep included.
    """
    named = {reason: count for reason, count in own.items() if reason}
    team_named = {reason: count for reason, count in team.items() if reason}
    total, team_total = sum(named.values()), sum(team_named.values())
    reasons = [
        LossReason(reason, named.get(reason, 0), total * count / team_total, count / team_total)
        for reason, count in team_named.items()
    ]
    reasons.sort(key=lambda r: (-r.count, -r.team_share, r.reason))
    return LossReasonsResult(tuple(reasons), total, own.get("", 0), team_total)
