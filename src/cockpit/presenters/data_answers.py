"""What was said about files and is remembered: to look at, to change, to forget."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cockpit.domain.changes import Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.records import Outcome
from cockpit.presenters.formatting import format_list, format_plural
from cockpit.presenters.workspace import Workspace
from cockpit.services.answers import (
    forget_mapping,
    forget_rate,
    forget_stage,
    load_answers,
    save_rate,
    save_stage,
)

OUTCOME_LABELS = {Outcome.OPEN: "Open", Outcome.WON: "Won", Outcome.LOST: "Lost"}
"""What a stage can mean, in words."""
OUTCOME_TONES = {Outcome.OPEN: "waiting", Outcome.WON: "good", Outcome.LOST: "bad"}
_SYSTEM_LABELS = {"hubspot": "HubSpot"}


@dataclass(frozen=True, slots=True)
class RateLine:
    """An exchange rate: units of the team's currency for one unit."""

    currency: str
    rate: float


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage of a CRM and what it means."""

    system: str
    stage: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class MappingLine:
    """A column mapping that was made by hand: the file it was made for, and what it says."""

    signature: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswersView:
    """All that is remembered.

    Args:
        currency: The team's.
        rates, stages, mappings: What was said.
        users: How many users of which CRM are known, in a sentence.
    """

    currency: str
    rates: tuple[RateLine, ...]
    stages: tuple[StageLine, ...]
    mappings: tuple[MappingLine, ...]
    users: str

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is remembered yet."""
        return not (self.rates or self.stages or self.mappings or self.users)


class AnswersPresenter:
    """Loads and changes what is remembered; every call works on the store, in the worker."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def load(self) -> AnswersView:
        """Return all that is remembered."""
        answers = load_answers(self._workspace.store)
        return AnswersView(
            answers.currency,
            tuple(RateLine(code, rate) for code, rate in sorted(answers.rates.items())),
            tuple(
                StageLine(system, stage, outcome)
                for system, stages in answers.stages.items()
                for stage, outcome in stages.items()
            ),
            tuple(
                MappingLine(each.signature, each.name, _describe_mapping(each.document))
                for each in answers.mappings
            ),
            _describe_users(answers.users),
        )

    def save_rate(self, currency: str, rate: str) -> Changes:
        """Remember an exchange rate as it was typed.

        Raises:
            UsageError: The rate is no number, or see `cockpit.services.answers.save_rate`.
        """
        try:
            number = float(rate.replace(",", "."))
        except ValueError as error:
            raise UsageError(f"{rate!r} is not a rate: write a number such as 1.08.") from error
        return save_rate(self._workspace.store, currency, number)

    def save_stage(self, line: StageLine, outcome: Outcome) -> Changes:
        """Remember what a stage means."""
        return save_stage(self._workspace.store, line.system, line.stage, outcome)

    def forget(self, line: RateLine | StageLine | MappingLine) -> Changes:
        """Forget something, so that it is asked again."""
        store = self._workspace.store
        if isinstance(line, RateLine):
            return forget_rate(store, line.currency)
        if isinstance(line, StageLine):
            return forget_stage(store, line.system, line.stage)
        return forget_mapping(store, line.signature)


def name_system(system: str) -> str:
    """Return the name of a CRM from that of its dialect."""
    return _SYSTEM_LABELS.get(system, system.capitalize())


def _describe_users(users: Mapping[str, int]) -> str:
    """Return how many users are known; nothing where there are none."""
    parts = [
        f"{format_plural(count, 'user')} of {name_system(system)}"
        for system, count in sorted(users.items())
    ]
    return f"{format_list(parts)} known: their ids are read as names." if parts else ""


def _describe_mapping(document: str) -> str:
    """Return what a mapping says, in short."""
    parts = json.loads(document)
    columns = parts.get("columns", {})
    named = [f"{theirs} → {' and '.join(_listed(ours))}" for theirs, ours in columns.items()]
    more = [
        format_plural(len(parts[part]), title)
        for part, title in (("constants", "fixed value"), ("values", "translated column"))
        if parts.get(part)
    ]
    return ", ".join([*named, *more]) or "how its dates, numbers and words are read"


def _listed(ours: object) -> list[str]:
    names = ours if isinstance(ours, list) else [ours]
    return [str(name).replace("_", " ").capitalize() for name in names]
