"""Decisions about an import, one at a time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.records import FileKind
from cockpit.presenters.import_draft import (
    ImportDraft,
    choose_kind,
    choose_missing,
    map_column,
    set_constant,
    translate_word,
)
from cockpit.services.importing import FileMapping

MAPPING = FileMapping(
    FileKind.OPPORTUNITIES,
    columns={"Stage": ("outcome", "stage"), "Agent": ("rep",)},
    constants={"source": "Fair"},
    dates="dmy",
)


def test_a_column_takes_over_from_the_one_before() -> None:
    after = map_column(MAPPING, "Owner", ("rep",))
    assert after.columns == {"Stage": ("outcome", "stage"), "Owner": ("rep",)}
    assert after.ignore == ("Agent",)


def test_a_column_takes_over_from_a_constant() -> None:
    after = map_column(MAPPING, "Origin", ("source",))
    assert (after.columns["Origin"], after.constants) == (("source",), {})


def test_part_of_a_column_can_be_taken() -> None:
    after = map_column(MAPPING, "Phase", ("stage",))
    assert after.columns == {"Stage": ("outcome",), "Agent": ("rep",), "Phase": ("stage",)}


def test_a_column_that_is_not_read_is_ignored_until_it_is() -> None:
    without = map_column(MAPPING, "Agent", ())
    assert (without.columns, without.ignore) == ({"Stage": ("outcome", "stage")}, ("Agent",))
    assert map_column(without, "Agent", ("rep",)).ignore == ()


def test_a_constant_takes_over_from_a_column_and_goes_when_empty() -> None:
    after = set_constant(MAPPING, "stage", " Deal ")
    assert after.columns["Stage"] == ("outcome",)
    assert after.constants == {"source": "Fair", "stage": "Deal"}
    assert set_constant(after, "stage", "").constants == {"source": "Fair"}


def test_words_are_translated_and_left_alone() -> None:
    after = translate_word(MAPPING, "outcome", "Engaging", "open")
    assert after.values == {"outcome": {"Engaging": "open"}}
    assert translate_word(after, "outcome", "Engaging", "").values == {}


def test_rows_with_a_gap_are_skipped_or_rejected() -> None:
    after = choose_missing(MAPPING, "created_at", "skip")
    assert after.missing == {"created_at": "skip"}
    assert choose_missing(after, "created_at", "reject").missing == {}


def test_another_kind_keeps_the_formats_only() -> None:
    assert choose_kind(MAPPING, FileKind.LEADS) == FileMapping(FileKind.LEADS, dates="dmy")


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.lists(st.sampled_from(["rep", "stage", "amount"]), unique=True, max_size=2),
        ),
        max_size=8,
    )
)
def test_each_of_our_columns_has_one_origin_at_most(steps: list[tuple[str, list[str]]]) -> None:
    mapping = MAPPING
    for header, ours in steps:
        mapping = map_column(mapping, header, tuple(ours))
    named = [name for names in mapping.columns.values() for name in names]
    assert len(named) == len(set(named))
    assert not set(mapping.columns) & set(mapping.ignore)


@pytest.mark.parametrize("key", ["/a/book.xlsx", "/a/book.xlsx#Leads"])
def test_a_file_is_left_out_with_all_its_sheets(key: str) -> None:
    draft = ImportDraft().with_paths([Path("/a/book.xlsx"), Path("/a/b.csv"), Path("/a/b.csv")])
    assert draft.without_file(key).paths == (Path("/a/b.csv"),)
