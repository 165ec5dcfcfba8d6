"""Can the data be trusted? Every check of the store, with what it concerns."""

from collections.abc import Callable
from datetime import date

import numpy as np

from cockpit.analysis.quality import (
    Named,
    count_reps,
    find_alike,
    find_idle_targets,
    find_last_day,
    find_reps_without_target,
    find_silent_reps,
)
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.imports import ImportBatch
from cockpit.domain.quality import (
    FEWEST_WINS,
    FRESH_DAYS,
    Check,
    CheckPoint,
    CheckResult,
    QualityResult,
)
from cockpit.domain.records import FileKind
from cockpit.services.diagnosis import load_facts
from cockpit.services.records import RecordList
from cockpit.services.team import load_rep_activity, load_source_activity
from cockpit.store.connection import Store
from cockpit.store.quality import (
    RECORD_CHECKS,
    RecordCounts,
    count_records,
    find_records,
    load_points,
)
from cockpit.store.queries import load_batches

__all__ = ["RECORD_CHECKS", "describe_quality", "list_found"]

_OF_LEADS = frozenset(
    {
        Check.LEADS_WITHOUT_SOURCE,
        Check.LEADS_WITHOUT_REP,
        Check.LEADS_UNTOUCHED,
        Check.LEADS_GONE,
    }
)
_GONE = frozenset({Check.LEADS_GONE, Check.DEALS_GONE})


def describe_quality(store: Store, period: Period, today: date) -> QualityResult:
    """Run every check of the store.

    Args:
        store: The store.
        period: The period whose numbers are to be trusted.
        today: The day by which ages are counted.
    """
    facts = load_facts(store)
    counts = count_records(store, period, today)
    points = load_points(store)
    found = _check_records(counts, points)
    found |= _check_team(store, facts, period, today)
    batches = tuple(batch for batch in load_batches(store) if not batch.undone_at)
    found[Check.NO_LOST_DEALS] = _check_lost(counts)
    found[Check.REJECTED_ROWS] = _check_rejected(batches)
    found[Check.FRESHNESS] = _check_freshness(facts, batches, today)
    ordered = tuple(found[check] for check in Check)
    return QualityResult(period, today, facts.team.currency, ordered)


def list_found(store: Store, check: Check, today: date) -> RecordList:
    """Return the records that a check finds; none of them adds to a number.

    Raises:
        KeyError: The check is not about records.
    """
    keys = find_records(store, check, today)
    kind = FileKind.LEADS if check in _OF_LEADS else FileKind.OPPORTUNITIES
    return RecordList(kind, keys, np.zeros(len(keys)))


def _check_records(
    counts: RecordCounts, points: dict[Check, tuple[CheckPoint, ...]]
) -> dict[Check, CheckResult]:
    results = {}
    for check, found in counts.counts.items():
        missing = "" if found.of or check in _GONE else _nothing_of(check)
        if check is Check.LEADS_UNTOUCHED and not counts.answered:
            missing = "no file says when a lead was first answered"
        results[check] = CheckResult(
            check,
            0 if missing else found.count,
            found.of,
            found.in_period,
            None if check in _OF_LEADS else found.amount,
            days=counts.stale_days if check is Check.STALE_DEALS else None,
            points=points.get(check, ()),
            missing=missing,
        )
    return results


def _nothing_of(check: Check) -> str:
    if check in _OF_LEADS:
        return "there are no leads"
    if check in {Check.WON_WITHOUT_CLOSE, Check.WON_WITHOUT_AMOUNT, Check.WON_IN_FUTURE}:
        return "no deal is won yet"
    if check is Check.STALE_DEALS:
        return "no deal is open"
    return "there are no opportunities"


def _check_team(
    store: Store, facts: Facts, period: Period, today: date
) -> dict[Check, CheckResult]:
    """Run the checks about reps, sources and targets."""
    reps = {line.rep.name: line.leads + line.opportunities for line in load_rep_activity(store)}
    sources = {
        line.source.name: line.leads + line.opportunities for line in load_source_activity(store)
    }
    asked = count_reps(facts, period)
    no_reps = "" if asked else "no rep has a record or a target there"

    def named(check: Check, found: Named, of: int) -> CheckResult:
        return CheckResult(
            check,
            len(found),
            of,
            len(found),
            sum(amount for _, amount in found),
            tuple(name for name, _ in found),
            missing="" if of else no_reps or "there is nobody to look at",
        )

    targeted = len({target.rep for target in facts.plan.targets})
    return {
        Check.REPS_WITHOUT_TARGET: named(
            Check.REPS_WITHOUT_TARGET, find_reps_without_target(facts, period), asked
        ),
        Check.TARGETS_WITHOUT_RECORDS: named(
            Check.TARGETS_WITHOUT_RECORDS, find_idle_targets(facts, period), targeted
        ),
        Check.SILENT_REPS: named(
            Check.SILENT_REPS, find_silent_reps(facts, to_day(today)), len(facts.reps)
        ),
        Check.SIMILAR_REPS: _check_names(Check.SIMILAR_REPS, reps),
        Check.SIMILAR_SOURCES: _check_names(Check.SIMILAR_SOURCES, sources),
    }


def _check_names(check: Check, records: dict[str, int]) -> CheckResult:
    """Look for names spelt two ways; the count is of pairs, `in_period` of their records."""
    weigh: Callable[[str], int] = records.__getitem__
    pairs = find_alike(tuple(records), weigh)
    return CheckResult(
        check,
        len(pairs),
        len(records),
        sum(records[name] for name in {second for _, second in pairs}),
        names=tuple(f"{first} / {second}" for first, second in pairs),
        missing="" if records else "there are no names",
    )


def _check_lost(counts: RecordCounts) -> CheckResult:
    """Ask whether lost deals were archived: with so many wins there should be one."""
    is_suspect = counts.won >= FEWEST_WINS and not counts.lost
    return CheckResult(
        Check.NO_LOST_DEALS,
        counts.won if is_suspect else 0,
        counts.won,
        counts.won if is_suspect else 0,
        counts.won_amount if is_suspect else 0,
        missing="" if counts.won >= FEWEST_WINS else f"fewer than {FEWEST_WINS} deals are won",
    )


def _check_rejected(batches: tuple[ImportBatch, ...]) -> CheckResult:
    """Count the rows that the newest import of each kind of file turned away."""
    newest: dict[FileKind, ImportBatch] = {}
    for batch in batches:
        for account in batch.accounts:
            newest.setdefault(account.kind, batch)
    accounts = [a for kind, batch in newest.items() for a in batch.accounts if a.kind is kind]
    rejected = sorted((a for a in accounts if a.rejected), key=lambda a: -a.rejected)
    count = sum(account.rejected for account in rejected)
    return CheckResult(
        Check.REJECTED_ROWS,
        count,
        sum(account.rows for account in accounts),
        count,
        names=tuple(dict.fromkeys(account.file for account in rejected)),
        missing="" if accounts else "nothing was imported from a file",
    )


def _check_freshness(facts: Facts, batches: tuple[ImportBatch, ...], today: date) -> CheckResult:
    """Count the days since the last day on which anything is recorded to have happened."""
    recorded = find_last_day(facts, to_day(today))
    if recorded is None or not any(batch.accounts for batch in batches):
        return CheckResult(Check.FRESHNESS, 0, missing="nothing was imported from a file")
    age = to_day(today) - recorded
    return CheckResult(Check.FRESHNESS, age if age > FRESH_DAYS else 0, days=age)
