from datetime import UTC, datetime, timedelta

import pytest

from cockpit.intake.moments import MomentReader


def read(
    texts: list[str], order: str = "auto", *, otherwise: str = "auto", serials: bool = False
) -> list[str]:
    """Each text as an ISO moment without a zone, or its problem."""
    reader = MomentReader(order, lambda: texts, otherwise=otherwise, serials=serials)
    values, problems = reader.read(texts)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return [
        (problems and problems[i])
        or (epoch + timedelta(seconds=value)).replace(tzinfo=None).isoformat()
        for i, value in enumerate(values.tolist())
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01", "2026-07-01T00:00:00"),
        ("2026/7/1", "2026-07-01T00:00:00"),
        ("20210105", "2021-01-05T00:00:00"),
        ("2026-07-09 07:43:21", "2026-07-09T07:43:21"),
        ("2021-09-30T16:05:00Z", "2021-09-30T16:05:00"),
        ("2021-09-30T16:05:00.250+02:00", "2021-09-30T16:05:00"),
        ("15 Apr, 2021 00:03:00", "2021-04-15T00:03:00"),
        ("April 5, 2021", "2021-04-05T00:00:00"),
        ("15.06.2024 13:50", "2024-06-15T13:50:00"),
        ("11.1.2021", "2021-01-11T00:00:00"),
        ("25/12/2026 1:05 PM", "2026-12-25T13:05:00"),
        ("12/25/2026", "2026-12-25T00:00:00"),
        ("5/5/2026", "2026-05-05T00:00:00"),
        ("2023-02-07T20:47:49.000+0000", "2023-02-07T20:47:49"),
        ("2026-07-01 09:30:00 GMT+2", "2026-07-01T09:30:00"),
        ("7/13/2026 12:05 p. m.", "2026-07-13T12:05:00"),
        ("3. März 2026", "2026-03-03T00:00:00"),
        ("1er févr. 2026", "2026-02-01T00:00:00"),
        ("15 de abril de 2021", "2021-04-15T00:00:00"),
        ("2 de março de 2026 14:05", "2026-03-02T14:05:00"),
        ("9 mrt. 2026", "2026-03-09T00:00:00"),
        ("12-août-2026", "2026-08-12T00:00:00"),
        ("12 de\u0301c. 2026", "2026-12-12T00:00:00"),
        ("7/13/2026 2:03\u202fPM", "2026-07-13T14:03:00"),
        ("14 dez 2026", "2026-12-14T00:00:00"),
    ],
)
def test_a_date_that_can_be_read_one_way_is_read(text: str, moment: str) -> None:
    assert read([text]) == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "2026-13-01",
        "#REF!",
        "tomorrow",
        "13/13/2026",
        "4/13/21",
        "45000",
        "3 jui 2026",
        "٣/٤/٢٠٢٦",
    ],
)
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    assert read([text]) == ["not a date"]


def test_one_telling_date_settles_the_order_of_the_column() -> None:
    assert read(["3/4/2026", "25/4/2026"])[0] == "2026-04-03T00:00:00"
    assert read(["3/4/2026", "4/25/2026"])[0] == "2026-03-04T00:00:00"


@pytest.mark.parametrize("others", [[], ["13/4/2026", "4/13/2026"], ["25-4-2026"]])
def test_a_date_that_could_be_two_is_not_guessed(others: list[str]) -> None:
    first, *_ = read(["3/4/2026", *others])
    assert first.startswith("could be 3 April or 4 March")


def test_a_given_order_and_a_pattern_are_followed() -> None:
    assert read(["3/4/2026"], "mdy") == ["2026-03-04T00:00:00"]
    assert read(["13/4/2026"], "mdy") == ["not a date"]
    assert read(["1 Jul 26"], "%d %b %y") == ["2026-07-01T00:00:00"]


@pytest.mark.parametrize("others", [[], ["13/4/2026", "4/13/2026"], ["25-4-2026"]])
def test_what_a_column_does_not_settle_is_read_otherwise(others: list[str]) -> None:
    assert read(["3/4/2026", *others], otherwise="mdy")[0] == "2026-03-04T00:00:00"
    assert read(["3/4/2026", *others], otherwise="dmy")[0] == "2026-04-03T00:00:00"


def test_what_a_column_settles_is_not_read_otherwise() -> None:
    settled = ["2026-04-03T00:00:00", "2026-04-13T00:00:00"]
    assert read(["3/4/2026", "13/4/2026"], otherwise="mdy") == settled
    assert read(["3.4.2026", "13.4.2026"], otherwise="mdy") == settled


def test_a_sheet_may_count_days() -> None:
    assert read(["45000.5", "7"], serials=True) == ["2023-03-15T12:00:00", "not a date"]
    reader = MomentReader("auto", list, serials=True, counts_from_1904=True)
    assert reader.parse("45000.5") - MomentReader("auto", list, serials=True).parse("45000.5") == (
        (datetime(1904, 1, 1, tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)).total_seconds()
    )


def test_many_iso_dates_are_read_as_one_column_and_agree_with_single_ones() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    assert read(days) == [f"{day}T00:00:00" for day in days]
    assert read([*days, "2026-02-30"])[-1] == "not a date"
    assert read([*days, "0001-02-03"])[-1].startswith("not a date: the year")


@pytest.mark.parametrize("end", ["Z", "+02:00", ".000+0000", ".25Z"])
def test_many_moments_with_a_zone_are_read_as_one_column(end: str) -> None:
    days = [f"2026-{month:02}-{day:02}T09:30:05" for month in range(1, 13) for day in range(1, 29)]
    assert read([day + end for day in days]) == days
