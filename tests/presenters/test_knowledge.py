"""What an answer about a day says it knows."""

from datetime import date, datetime

import pytest

from cockpit.domain.knowledge import EMPTY_TIMELINE, EVERYTHING_KNOWN, Moment, Timeline
from cockpit.domain.records import FileKind
from cockpit.presenters.knowledge import build_known, format_knowledge

_LEADS, _DEALS, _TARGETS = FileKind.LEADS, FileKind.OPPORTUNITIES, FileKind.TARGETS
TIMELINE = Timeline(
    (
        Moment(1, datetime(2026, 6, 28, 9), has_files=True),  # noqa: DTZ001 - wall clock
        Moment(2, datetime(2026, 6, 30, 9), has_files=False),  # noqa: DTZ001
        Moment(3, datetime(2026, 7, 5, 9), has_files=True),  # noqa: DTZ001
    ),
    {_TARGETS: 2, _LEADS: 1, _DEALS: 3},
)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            27,
            (
                "As of 27 Jun 2026. Nothing had been imported by then: today's targets, leads and "
                "opportunities are used, the records by the days they name."
            ),
        ),
        (
            29,
            (
                "As known on 29 Jun 2026. Last import by then: 28 Jun 2026. Targets and "
                "opportunities came later, so today's are used, the records by the days they name."
            ),
        ),
        (
            30,
            (
                "As known on 30 Jun 2026. Last import by then: 28 Jun 2026. Opportunities came "
                "later, so today's are used, by the days they name."
            ),
        ),
    ],
)
def test_it_says_what_was_there_and_what_stands_in(day: int, said: str) -> None:
    assert format_knowledge(TIMELINE.known_on(date(2026, 6, day))) == said


def test_after_the_last_change_the_past_is_the_present() -> None:
    knowledge = TIMELINE.known_on(date(2026, 7, 5))
    assert format_knowledge(knowledge) == (
        "As known on 5 Jul 2026. Last import: 5 Jul 2026, nothing since."
    )
    assert all(knowledge.cut(kind) is None for kind in FileKind)


def test_an_edit_alone_is_no_import() -> None:
    timeline = Timeline(TIMELINE.moments[1:], {_TARGETS: 2, _DEALS: 3})
    knowledge = timeline.known_on(date(2026, 7, 1))
    assert format_knowledge(knowledge) == (
        "As known on 1 Jul 2026. Nothing had been imported by then: opportunities came later, so "
        "today's are used, by the days they name."
    )
    assert (knowledge.batch, knowledge.last) == (2, None)


def test_a_clock_that_was_wrong_once_hides_nothing() -> None:
    moments = (Moment(1, datetime(2031, 1, 1), has_files=True), *TIMELINE.moments[1:])  # noqa: DTZ001
    assert Timeline(moments, TIMELINE.first).known_on(date(2026, 7, 1)).batch == 2


def test_without_a_day_everything_is_known() -> None:
    assert format_knowledge(EVERYTHING_KNOWN) == ""
    assert build_known(EVERYTHING_KNOWN) == {
        "on": None, "batch": None, "note": "All that is known now.",
    }  # fmt: skip
    empty = EMPTY_TIMELINE.known_on(date(2026, 7, 1))
    assert build_known(empty) == {
        "on": "2026-07-01",
        "batch": None,
        "note": "As known on 1 Jul 2026. Nothing had been imported by then.",
    }
