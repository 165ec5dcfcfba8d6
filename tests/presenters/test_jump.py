"""Ctrl+K finds what was meant."""

import pytest

from cockpit.presenters.jump import JumpEntry, find_entries

TITLES = "Cockpit,Reps,Plan,Data,Amara Okafor,Ben Lindqvist,Benedikt Wolf,Q3 FY26,Theme: Dark"
ENTRIES = tuple(JumpEntry(title, "thing", "command", lambda: None) for title in TITLES.split(","))


def found(text: str) -> list[str]:
    return [entry.title for entry in find_entries(ENTRIES, text)]


def test_nothing_typed_offers_everything_in_order() -> None:
    assert found("  ") == TITLES.split(",")
    assert len(find_entries(ENTRIES, "", limit=3)) == 3


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ben", "Ben Lindqvist"),
        ("LIND", "Ben Lindqvist"),
        ("ben l", "Ben Lindqvist"),
        ("b wolf", "Benedikt Wolf"),
        ("lindqvits", "Ben Lindqvist"),
        ("okafor amara", "Amara Okafor"),
        ("q3", "Q3 FY26"),
        ("dark", "Theme: Dark"),
    ],
)
def test_best_match_comes_first(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_what_is_not_there_is_not_offered() -> None:
    assert found("xyzzy") == []
