"""The story of the demo team, read from `resources/demo/team.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cockpit.resources import find_resource


@dataclass(frozen=True, slots=True)
class DemoSource:
    """A source of leads: what the plan expects of it, and its real quality."""

    name: str
    kind: str
    share: float
    lead_to_opp: float
    win_rate: float
    deal_size: float
    quality: float = 1.0


@dataclass(frozen=True, slots=True)
class DemoRep:
    """A rep: what marketing promises a month, and how reality differs from the plan.

    Args:
        seed: Seed of this rep's own random draws, two numbers.
        leads: Leads promised a month.
        target: Revenue target for the current quarter.
        past_target: Revenue target for each earlier quarter.
        shares: Part of the promise by source where it differs from the team's.
        always: Factors on `lead_to_opp`, `win_rate` and `deal_size` over the whole history.
        now: The same for the current quarter, and `leads` (share delivered), `mix` (factor by
            source), `late` (first day of a source's leads), `days` (factor on the days to a win).
        starts_on: First day on which leads are assigned.
        promised_from: First month that the plan promises leads for.
        ramp: Factors on the promise of the current quarter's three months.
    """

    name: str
    seed: Sequence[int]
    leads: int
    target: int
    past_target: int
    shares: Mapping[str, float] = field(default_factory=dict)
    always: Mapping[str, float] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    loss_reasons: Sequence[str] = ("Price", "No decision", "Timing", "Competitor", "No budget")
    starts_on: date = date.min
    promised_from: date = date.min
    ramp: Sequence[float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Story:
    """All that the demo team is made from."""

    today: date
    first_day: date
    delays: Mapping[str, float]
    sources: tuple[DemoSource, ...]
    reps: tuple[DemoRep, ...]


def read_story() -> Story:
    """Return the story that ships with the application."""
    text = find_resource("demo", "team.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return Story(
        today=raw["today"],
        first_day=raw["first_quarter_starts"],
        delays=raw["delays"],
        sources=tuple(DemoSource(**source) for source in raw["source"]),
        reps=tuple(DemoRep(**rep) for rep in raw["rep"]),
    )
