"""The facts as they stood at the end of a day, as far as the store can tell."""

from dataclasses import replace

import numpy as np

from cockpit.analysis.walk import Facts
from cockpit.domain.records import NEVER, Outcome


def facts_known_on(facts: Facts, known: int, *, keep_amounts: bool = True) -> Facts:
    """Return the facts without what happened after a day.

    What began later is left out; what ended later is open. The amount of a deal that is open on
    that day is 0, not known, unless the deal is still open today: the store keeps the latest
    amount, which for a deal that has closed since is the one it closed with. Won without a date
    counts nowhere, and lost without a date was lost on the day it was opened.

    Not undone, because the store holds only their present state: who owns a record, its source,
    and the plan.

    Args:
        facts: All that is in the store.
        known: The last day that is known, as a day number.
        keep_amounts: Whether a deal that is still open today keeps its amount of today.
    """
    leads = facts.leads[facts.leads["assigned"].to_numpy() <= known]
    converted, disqualified = leads["converted"].to_numpy(), leads["disqualified"].to_numpy()
    deals = facts.opportunities
    outcome, closed = deals["outcome"].to_numpy(), deals["closed"].to_numpy()
    countable = (outcome != Outcome.WON) | (closed != NEVER)
    deals = deals[countable & (deals["created"].to_numpy() <= known)]
    outcome, closed = deals["outcome"].to_numpy(), deals["closed"].to_numpy()
    closed = np.where((outcome == Outcome.LOST) & (closed == NEVER), deals["created"], closed)
    is_open = (closed > known) | (outcome == Outcome.OPEN)
    kept = ~is_open | ((outcome == Outcome.OPEN) & keep_amounts)
    return replace(
        facts,
        leads=leads.assign(
            converted=np.where(converted > known, NEVER, converted).astype(np.int32),
            disqualified=np.where(disqualified > known, NEVER, disqualified).astype(np.int32),
        ),
        opportunities=deals.assign(
            closed=np.where(is_open, NEVER, closed).astype(np.int32),
            outcome=np.where(is_open, Outcome.OPEN, outcome).astype(np.int8),
            amount=np.where(kept, deals["amount"], 0).astype(np.int64),
        ),
    )
