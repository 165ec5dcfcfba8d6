"""Which cells of the plan's grid a lock holds, and what a learned delay says there."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cockpit.domain.fiscal import FiscalCalendar, Period
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, PlanStanding, Step
from cockpit.domain.plan import LEARNED, Assumption, Commitment, Plan, PlanLock, Target
from cockpit.presenters.formatting import format_date, format_period
from cockpit.presenters.plan_sheets import Part, Row, Sheet, collect_records
from cockpit.presenters.plan_standing import format_lock, tell_delay
from cockpit.services.locked_periods import find_lock, find_overlap
from cockpit.services.plan import FundingFrame, PlanState, select_plan

_HALF = 0.5
_STEPS = {
    "lead_to_opp_days": Step.LEAD_TO_OPP,
    "opp_to_win_days": Step.OPP_TO_END,
    "opp_to_loss_days": Step.OPP_TO_END,
}
_KINDS: dict[Part, type[Target] | type[Commitment] | type[Assumption]] = {
    Part.TARGETS: Target,
    Part.COMMITMENTS: Commitment,
    Part.ASSUMPTIONS: Assumption,
}


@dataclass(frozen=True, slots=True)
class Locking:
    """The locks around a period that is shown.

    Args:
        period: The period.
        calendar: The fiscal calendar.
        locks: All locked periods.
        learned: The curves behind learned delays where no lock holds.
        is_amending: Whether the period's own lock is open for an amendment.
        known_on: The day as which the plan was known: it can only be read.
    """

    period: Period
    calendar: FiscalCalendar
    locks: tuple[PlanLock, ...]
    learned: LearnedDelays | None
    is_amending: bool = False
    known_on: date | None = None

    @property
    def own(self) -> PlanLock | None:
        """Return the lock of the period itself."""
        return next((lock for lock in self.locks if lock.period == self.period.label), None)

    @property
    def is_free(self) -> bool:
        """Return whether no locked period shares a day with this one, nor is it the past."""
        return (
            self.known_on is None and find_overlap(self.locks, self.calendar, self.period) is None
        )

    @property
    def state(self) -> str:
        """Return `Locked on 1 Jul 2026, amended twice`, or nothing; of the past, as of when."""
        lock, past = self.own, ""
        if self.known_on is not None:
            past = f"As known on {format_date(self.known_on)}, read only"
        if lock is None:
            return past
        if self.is_amending:
            return "Amending…"
        standing = format_lock(PlanStanding(lock.period, lock.at, len(lock.amendments)))
        return f"{past} · {standing}" if past else standing

    @property
    def is_open(self) -> bool:
        """Return whether rows of the period may be edited now."""
        return self.known_on is None and (self.own is None or self.is_amending)

    @property
    def can_amend(self) -> bool:
        """Return whether the period is locked and could be amended."""
        return self.known_on is None and self.own is not None and not self.is_amending

    def select(self, plan: Plan) -> Plan:
        """Return the part of a plan that concerns the period, as it was locked."""
        selected = select_plan(plan, self.calendar, self.period)
        lock = self.own
        return selected if lock is None else replace(selected, assumptions=lock.assumptions)

    def put_into(self, frame: FundingFrame, draft: Plan) -> FundingFrame:
        """Return the frame in which a draft of an amendment is added up."""
        locks = tuple(
            replace(lock, assumptions=draft.assumptions) if lock is self.own else lock
            for lock in self.locks
        )
        return replace(frame, locks=locks)

    def holds(self, part: Part, label: str | None) -> bool:
        """Tell whether a row for a period is read-only."""
        if self.known_on is not None:
            return True
        is_own = label is not None and self._is_within(label)
        if part is Part.ASSUMPTIONS and self.own is not None and not is_own:
            return True
        lock = find_lock(self.locks, self.calendar, _KINDS[part], label)
        return lock is not None and not (self.is_amending and lock is self.own)

    def holds_cell(self, sheet: Sheet, row: Row, column: int) -> bool:
        """Tell whether a cell of a sheet is read-only."""
        if self.known_on is not None:
            return True
        if sheet.part is Part.ASSUMPTIONS:
            label = row[2].value
            if not any(sheet.values_of(row)):
                return self.own is not None and not self.is_amending
            return self.holds(sheet.part, None if label is None else str(label))
        if not sheet.columns[column].is_key:
            return self.holds(sheet.part, sheet.columns[column].key)
        given = [c.key for c, cell in sheet.values_of(row)] or [c.key for c in sheet.columns[1:]]
        periods = [key for key in given if key != "source"]
        return any(self.holds(sheet.part, key) for key in periods)

    def refuse(self, before: Iterable[Sheet], after: Iterable[Sheet]) -> str:
        """Return why an edit cannot be taken: it changes what a lock holds; nothing if it can."""
        for old, new in zip(before, after, strict=True):
            if self.known_on is not None and old != new:
                day = format_date(self.known_on)
                return f"This is the plan as it was on {day}: go back to today to change it"
            if self.own is not None and not self.is_amending and old != new:
                return self._tell(new.part, self.period.label)
            changed = set(collect_records(old)) ^ set(collect_records(new))
            for record in changed:
                if self.holds(new.part, record.period):
                    return self._tell(new.part, record.period)
        return ""

    def tell_learned(self, key: str, source: str | None) -> str:
        """Return what a learned delay comes to: `learned (23 d)`."""
        delay = self._find(key, source)
        if delay is None:
            return "learned (too few)"
        shares = delay.otherwise_by if key == "opp_to_loss_days" else delay.happened_by
        if not shares[-1]:
            return "learned (never)"
        return f"learned ({bisect_left(shares, _HALF * shares[-1])} d)"

    def explain(self, sheet: Sheet, row: Row, column: int) -> str:
        """Return what a cell's tooltip adds: what its delay was learned from, and its lock."""
        key, said = sheet.columns[column].key, []
        if row[column].value is LEARNED:
            source = row[1].value
            delay = self._find(key, None if source is None else str(source))
            if delay is None:
                said.append("Too little history to learn it: the next median holds.")
            else:
                said.append(tell_delay(delay))
        if self.known_on is None and self.holds_cell(sheet, row, column):
            label = None if sheet.columns[column].is_key else key
            if sheet.part is Part.ASSUMPTIONS:
                label = None if row[2].value is None else str(row[2].value)
            said.append(f"{self._tell(sheet.part, label).rstrip('.')}.")
        return "\n".join(said)

    def _find(self, key: str, source: str | None) -> LearnedDelay | None:
        lock = self.own
        learned = lock.learned if lock is not None else self.learned
        return learned.find(_STEPS[key], source) if learned is not None else None

    def _is_within(self, label: str) -> bool:
        other = self.calendar.parse(label)
        return self.period.start <= other.start and other.end <= self.period.end

    def _tell(self, part: Part, label: str | None) -> str:
        """Return the sentence that says why a row is read-only and what to do."""
        lock = find_lock(self.locks, self.calendar, _KINDS[part], label)
        if lock is None and part is not Part.ASSUMPTIONS:
            lock = self.own
        if lock is None:
            return (
                f"{format_period(self.period)} keeps this row as it was locked: change it in a "
                "period that is not locked, or amend with a row for this period."
            )
        name = format_period(self.calendar.parse(lock.period))
        how = "press Amend…" if lock is self.own else f"show {name} and press Amend…"
        return f"{name} was locked on {format_date(lock.at.date())}: to change it, {how}"


def build_locking(state: PlanState) -> Locking:
    """Return the locks around a loaded plan."""
    frame = state.frame
    return Locking(
        frame.period, frame.calendar, frame.locks, frame.learned, known_on=state.known_on
    )
