"""The records behind a number add up to the number that stands on the screen."""

import numpy as np
from tests.knowledge_builders import FIRST, Delivery, LeadRow, deliver

from cockpit.domain.records import FileKind
from cockpit.presenters.record_rows import ask_page, build_record_list, build_records
from cockpit.presenters.workspace import Workspace
from cockpit.services.records import RecordList, RecordsResult
from cockpit.store.opening import Store


def _line(amount: int) -> str:
    leads = RecordList(FileKind.LEADS, np.array([1, 2]), np.array([1_000.4, -300.2]))
    result = RecordsResult({"promised_leads": -2_000.0}, (leads,))
    return build_records(result, "Too few leads · Team", "USD", amount).sum_line


def test_the_sum_is_the_amount_on_the_screen_and_rounding_is_told() -> None:
    assert _line(-1_298) == (
        "−$20.00 from the promised leads, +$7.00 from 2 leads, +$0.02 from rounding: "
        "together −$12.98."
    )


def test_nothing_is_said_of_rounding_that_moved_nothing() -> None:
    assert _line(-1_300).endswith("+$7.00 from 2 leads: together −$13.00.")


def test_a_record_that_is_gone_is_marked(store: Store) -> None:
    deliver(store, Delivery(leads=(LeadRow(1), LeadRow(2)), gone_leads=(2,)), FIRST)
    keys = np.array([1, 2])
    records = RecordList(FileKind.LEADS, keys, np.zeros(2))
    view = build_record_list(records, "Leads", "", "USD")
    rows = ask_page(Workspace(store), view.tabs[0], 0, "USD")
    assert [row[0].text for row in rows] == ["L1", "L2 (gone)"]
    assert [row[0].export for row in rows] == ["L1", "L2"]
