from datetime import datetime

import pytest

from cockpit.domain.money import Money
from cockpit.domain.record_changes import (
    ChangeKind,
    FieldChange,
    RecordChange,
    SettingChange,
    Value,
)
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.record_changes import (
    format_counts,
    format_fields,
    format_settings,
    format_value,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
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
        "stage: a → b, closed: — → 14 Sep 2026"
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


def test_names_users_and_answers_are_told_in_sentences() -> None:
    changes = [
        SettingChange("rep", None, {"id": 4, "name": "Cleo"}),
        SettingChange("rep", None, {"id": 5, "name": "Ben"}),
        SettingChange("rep", {"id": 1, "name": "005A"}, {"id": 1, "name": "Amara"}),
        SettingChange("rep_name", None, {"id": 9, "name": "Amara", "rep_id": 1}),
        SettingChange(
            "rep_name",
            {"id": 2, "name": "005B", "rep_id": 2},
            {"id": 2, "name": "005B", "rep_id": 5},
        ),
        SettingChange("source", None, {"id": 1, "name": "Search"}),
        SettingChange("crm_user", None, {"id": 1, "user_id": "005A"}),
        SettingChange("crm_user", {"id": 2, "active": 1}, {"id": 2, "active": 0}),
        SettingChange("stage_meaning", None, {"stage": "Demo", "outcome": 2}),
        SettingChange("exchange_rate", {"rate": 1.0}, {"currency": "EUR", "rate": 1.1}),
    ]
    assert format_settings(changes, {5: "Ben"}) == (
        "2 reps added: Ben and Cleo.",
        "1 source added: Search.",
        "1 user added.",
        "1 user updated.",
        "Rep 005A is Amara.",
        "005B is Ben.",
        "Stage Demo means lost.",
        "Rate of EUR: 1.1.",
    )


def test_many_new_names_are_counted() -> None:
    changes = [SettingChange("rep", None, {"name": f"Rep {n}"}) for n in range(9)]
    (sentence,) = format_settings(changes, {})
    assert sentence == "9 reps added: Rep 0, Rep 1, Rep 2, Rep 3, Rep 4, Rep 5 and 3 more."
