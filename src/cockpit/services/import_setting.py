"""What decides how the files of an import are read: what the store knows, what the user said."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import Outcome
from cockpit.domain.team import Rep
from cockpit.domain.users import CrmUser
from cockpit.intake.columns import ALL_OTHERS, Setting
from cockpit.intake.layouts import Layout
from cockpit.services.plan_rows import PlanRows
from cockpit.store.opening import Store
from cockpit.store.queries import (
    load_plan,
    load_rates,
    load_reps,
    load_sources,
    load_stage_meanings,
    load_team,
    load_users,
)
from cockpit.store.unit_of_work import UnitOfWork

ANY_SYSTEM = ""
"""Under this name `ImportAnswers.stages` says what stages mean wherever the files come from."""


class ImportSetting:
    """Builds the `Setting` of each file of an import, and keeps the answers with the store.

    Attributes:
        known_reps, known_sources: Names, aliases too, that were known before the import.
    """

    def __init__(self, store: Store, answers: ImportAnswers) -> None:
        self._store = store
        self._answers = answers
        self._team = load_team(store)
        self._check_plan = PlanRows(
            load_plan(store), self._team.calendar, load_reps(store)
        ).find_locked
        self._today = date.today()  # noqa: DTZ011 - the user's own wall calendar
        self._reps = load_reps(store)
        self._rates = load_rates(store)
        self._users: dict[str, dict[str, CrmUser]] = {}
        self.add_users(load_users(store))
        self._check_answers()
        self.known_reps = {name for rep in self._reps for name in (rep.name, *rep.aliases)}
        self.known_sources = {source.name for source in load_sources(store)}

    @property
    def rates(self) -> dict[str, float]:
        """Return units of the team's currency for one unit of each other that is known."""
        return {**self._rates, **self._answers.rates}

    def add_users(self, users: Iterable[CrmUser]) -> None:
        """Take in users that a file brought."""
        for user in users:
            self._users.setdefault(user.system, {})[user.user_id] = user

    def find_user(self, system: str, user_id: str) -> str | None:
        """Return the name of a user, `None` for one that nobody knows."""
        user = self._users.get(system, {}).get(user_id)
        return None if user is None else user.name

    def build(self, layout: Layout, new_reps: Iterable[str]) -> Setting:
        """Return what decides how a file is read.

        Args:
            layout: The file's.
            new_reps: Names that earlier files of the import brought.
        """
        system = layout.recognised_as
        users = self._users.get(system, {}) if layout.owner_ids else {}
        aliases = {alias: rep.name for rep in self._reps for alias in rep.aliases}
        return Setting(
            self._team.calendar,
            self._team.currency,
            self._today,
            known_reps=frozenset(self.known_reps.union(new_reps)) or None,
            users=aliases | {key: user.name for key, user in users.items()}
            if layout.owner_ids
            else {},
            rates=self.rates,
            stages=self._build_stages(system),
            left=_find_left(self._reps, users.values()),
            check_plan=self._check_plan,
        )

    def digest(self, layout: Layout) -> str:
        """Return a hash of what decides how a file is read, beside the file and its layout.

        What the store knows is left out as far as its own count of changes covers it.
        """
        stages = self._build_stages(layout.recognised_as)
        decides = (sorted(self.rates.items()), sorted(stages.items()), self._today)
        return hashlib.sha256(repr(decides).encode()).hexdigest()

    def save_answers(self, work: UnitOfWork) -> bool:
        """Keep rates and names with the store; return whether anything is new."""
        is_new = any(self._rates.get(c) != rate for c, rate in self._answers.rates.items())
        work.save_rates(self._answers.rates)
        for role, answers in (("rep", self._answers.reps), ("source", self._answers.sources)):
            known = self.known_reps if role == "rep" else self.known_sources
            for name, meant in answers.items():
                if name != meant and name not in known:
                    work.add_alias(role, name, meant)
                    known.add(name)
                    is_new = True
                elif name != meant:
                    is_new |= self._join(work, role, name, meant)
        return is_new

    def save_stages(
        self, work: UnitOfWork, system: str, stages: Mapping[str, Outcome | None]
    ) -> bool:
        """Keep what the user said of the stages that a file holds; return whether any is new."""
        said = {stage.casefold(): outcome for stage, outcome in self._said_of(system).items()}
        known = load_stage_meanings(self._store, system)
        meanings = {
            stage: outcome
            for stage, outcome in stages.items()
            if outcome is not None
            and (said.get(stage.casefold()) is outcome or said.get(ALL_OTHERS) is outcome)
            and known.get(stage) is not outcome
        }
        work.save_stage_meanings(system, meanings)
        return bool(meanings)

    def _build_stages(self, system: str) -> dict[str, str]:
        """Return what the stages of a CRM mean, casefolded: as said before, and as said now."""
        said = {**load_stage_meanings(self._store, system), **self._said_of(system)}
        return {stage.casefold(): outcome.name.lower() for stage, outcome in said.items()}

    def _said_of(self, system: str) -> Mapping[str, Outcome]:
        return {**self._answers.stages.get(ANY_SYSTEM, {}), **self._answers.stages.get(system, {})}

    def _join(self, work: UnitOfWork, role: str, name: str, meant: str) -> bool:
        """Make a name that is known an alias of another; return whether it was none yet."""
        if role == "source":
            work.add_alias(role, name, meant)  # refuses one that is a source of its own
            return False
        reps = {each: rep for rep in self._reps for each in (rep.name, *rep.aliases)}
        rep = reps.get(meant)
        if rep is None:
            raise UsageError(f"{name!r} cannot be {meant!r}: nobody is called that.")
        if reps[name] is rep:
            return False
        work.save_rep(replace(rep, aliases=(*rep.aliases, name)))
        return True

    def _check_answers(self) -> None:
        for currency, rate in self._answers.rates.items():
            if not 0 < rate < float("inf"):
                raise UsageError(f"The rate of {currency} is {rate:g}; it must be more than 0.")


def _find_left(reps: Iterable[Rep], users: Iterable[CrmUser]) -> dict[str, tuple[str, date | None]]:
    """Return by name and id who is not there any more, and the last day."""
    left: dict[str, tuple[str, date | None]] = {}
    inactive = {user.name: user.user_id for user in users if user.is_active is False}
    for name, user_id in inactive.items():
        left[name] = left[user_id] = (name, None)
    for rep in reps:
        if rep.ends_on is not None:
            for name in (rep.name, *rep.aliases):
                left[name] = (rep.name, rep.ends_on)
    return left
