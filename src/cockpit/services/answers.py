"""What was said about files once and is remembered: rates, stages, mappings, users."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.imports import SavedMapping
from cockpit.domain.records import Outcome
from cockpit.services import Store
from cockpit.store.queries import (
    load_mappings,
    load_rates,
    load_stage_meanings,
    load_systems,
    load_team,
    load_users,
)

_TOUCHED = Changes(frozenset({Changed.TEAM}))
_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class RememberedAnswers:
    """All that was said about files.

    Args:
        currency: The team's.
        rates: Currency → units of the team's currency for one unit of it.
        stages: System → stage → what it means.
        mappings: Column mappings, each for the files that look alike.
        users: System → how many of its users are known.
    """

    currency: str
    rates: Mapping[str, float]
    stages: Mapping[str, Mapping[str, Outcome]]
    mappings: tuple[SavedMapping, ...]
    users: Mapping[str, int]


def load_answers(store: Store) -> RememberedAnswers:
    """Return all that was said about files and is remembered."""
    return RememberedAnswers(
        load_team(store).currency,
        load_rates(store),
        {system: load_stage_meanings(store, system) for system in load_systems(store)},
        load_mappings(store),
        Counter(user.system for user in load_users(store)),
    )


def save_rate(store: Store, currency: str, rate: float) -> Changes:
    """Remember an exchange rate; amounts imported so far stay as they were read.

    Raises:
        UsageError: The currency is no code of three letters or is the team's own, or the rate is
            not positive.
    """
    code = currency.strip().upper()
    if len(code) != _CODE_LENGTH or not (code.isascii() and code.isalpha()):
        raise UsageError(f"{currency!r} is not a currency: write its code, such as EUR.")
    if code == load_team(store).currency:
        raise UsageError(f"{code} is the team's own currency and needs no rate.")
    if not 0 < rate < float("inf"):
        raise UsageError(f"{rate:g} is not a rate: it must be more than 0.")
    with store.unit_of_work() as work:
        work.save_rates({code: rate})
    return _TOUCHED


def save_stage(store: Store, system: str, stage: str, outcome: Outcome) -> Changes:
    """Remember what a stage means; deals imported so far stay as they were read."""
    with store.unit_of_work() as work:
        work.save_stage_meanings(system, {stage: outcome})
    return _TOUCHED


def forget_rate(store: Store, currency: str) -> Changes:
    """Forget an exchange rate, so that it is asked again."""
    with store.unit_of_work() as work:
        work.forget_rate(currency)
    return _TOUCHED


def forget_stage(store: Store, system: str, stage: str) -> Changes:
    """Forget what a stage means, so that it is asked again."""
    with store.unit_of_work() as work:
        work.forget_stage(system, stage)
    return _TOUCHED


def forget_mapping(store: Store, signature: str) -> Changes:
    """Forget a column mapping; the next such file is recognised anew."""
    with store.unit_of_work() as work:
        work.forget_mapping(signature)
    return _TOUCHED
