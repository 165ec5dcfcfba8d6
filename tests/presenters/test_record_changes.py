from datetime import datetime

import pytest

from cockpit.domain.money import Money
from cockpit.domain.record_changes import ChangeKind, FieldChange, RecordChange, Value
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.record_changes import format_counts, format_fields, format_value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (Money(-120_050, "EUR"), "−€1,200.50"),
        (Outcome.LOST, "lost"),
        (datetime(2026, 9, 14), "14 Sep 2026"),  # noqa: DTZ001 - wall clock
        (datetime(2026, 9, 14, 9, 5), "14 Sep 2026 09:05"),  # noqa: DTZ001
        (1204, "1,204"),
        (0.25, "0.25"),
        ("Closed Won", "Closed Won"),
    ],
)
def test_values_read_as_they_do_elsewhere(value: Value, text: str) -> None:
    assert format_value(value) == text


def change(kind: ChangeKind, *fields: FieldChange) -> RecordChange:
    return RecordChange(1, "O1", FileKind.OPPORTUNITIES, kind, fields)


def test_an_update_says_before_and_after_and_the_rest_only_what_there_is() -> None:
    stage = FieldChange("stage", "a", "b")
    closed = FieldChange("closed_at", None, datetime(2026, 9, 14))  # noqa: DTZ001
    assert format_fields(change(ChangeKind.UPDATED, stage, closed)) == (
        "stage: a → b, closed: nothing → 14 Sep 2026"
    )
    assert format_fields(change(ChangeKind.ADDED, closed)) == "closed: 14 Sep 2026"
    assert format_fields(change(ChangeKind.REMOVED, FieldChange("leads", 60.0, None))) == (
        "leads: 60"
    )
    assert format_fields(change(ChangeKind.VANISHED)) == ""


def test_counts_name_the_records_once() -> None:
    assert format_counts(
        FileKind.OPPORTUNITIES, {ChangeKind.UPDATED: 1204, ChangeKind.VANISHED: 1}
    ) == ("1,204 opportunities updated, 1 gone from the CRM")
    assert format_counts(FileKind.SPEND, {ChangeKind.ADDED: 1}) == "1 month of spend added"
