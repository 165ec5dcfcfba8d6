"""Checks about reps, sources and targets."""

from datetime import date
from pathlib import Path

import pytest

from cockpit.analysis.quality import (
    count_reps,
    find_alike,
    find_idle_targets,
    find_last_day,
    find_reps_without_target,
    find_silent_reps,
)
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.team import Rep
from cockpit.services import open_store
from cockpit.services.diagnosis import load_facts
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.team import save_rep

Q3 = FiscalCalendar().parse("2026-Q3")
TODAY = to_day(date(2026, 9, 14))


def build_facts(
    folder: Path, *, targets: str = "", leads: str = "", deals: str = "", left: str = ""
) -> Facts:
    """Import files with the lines given into a store and return what it knows."""
    headers = {
        "targets.csv": ("rep,period,revenue", targets),
        "leads.csv": ("lead_id,assigned_at,rep", leads),
        "opportunities.csv": ("opportunity_id,created_at,outcome,rep,amount,closed_at", deals),
    }
    paths = []
    for name, (header, lines) in headers.items():
        if lines:
            paths.append(folder / name)
            paths[-1].write_text(f"{header}\n{lines}\n", encoding="utf-8")
    store = open_store(folder / "cockpit.sqlite")
    import_files(store, ImportRequest(paths=tuple(paths)))
    facts = load_facts(store)
    if left:
        rep = next(rep for rep in facts.reps if rep.name == left)
        save_rep(store, Rep(rep.id, rep.name, rep.aliases, ends_on=date(2026, 6, 30)))
        facts = load_facts(store)
    store.close()
    return facts


def test_a_rep_needs_a_target_that_touches_the_period(tmp_path: Path) -> None:
    facts = build_facts(
        tmp_path,
        targets="Amara,2026-07,1000\nBen,2026-Q2,1000\nCarla,2026,1000",
        leads="L1,2026-07-02,Amara\nL2,2026-07-02,Ben\nL3,2026-07-02,Carla\nL4,2026-04-02,Dmitri",
        deals="O1,2026-04-01,won,Ben,250,2026-08-01\nO2,2026-04-01,won,Ben,90,2026-05-01",
    )
    assert find_reps_without_target(facts, Q3) == (("Ben", 25_000),)
    assert count_reps(facts, Q3) == 3


def test_a_target_without_a_record_in_a_year_is_idle(tmp_path: Path) -> None:
    facts = build_facts(
        tmp_path,
        targets="Amara,2026-Q3,1000\nBen,2026-07,500\nBen,2026-08,500\nCarla,2026-Q3,70",
        leads="L1,2025-12-02,Amara\nL2,2025-01-02,Ben",
    )
    assert find_idle_targets(facts, Q3) == (("Ben", 100_000), ("Carla", 7_000))


def test_a_rep_is_silent_where_most_are_not(tmp_path: Path) -> None:
    leads = "L1,2026-09-10,Amara\nL2,2026-09-09,Carla\nL3,2026-09-09,Dmitri\nL4,2026-06-01,Ben"
    facts = build_facts(tmp_path, leads=leads, deals="O1,2026-06-01,open,Ben,40,")
    assert find_silent_reps(facts, TODAY) == (("Ben", 4_000),)


@pytest.mark.parametrize(
    ("leads", "left"),
    [
        ("L1,2026-09-10,Amara\nL2,2026-09-09,Carla\nL3,2026-06-01,Ben", "Ben"),
        ("L1,2026-09-10,Amara\nL2,2026-06-01,Carla\nL3,2026-06-01,Ben", ""),
        ("L1,2026-09-10,Amara\nL2,2026-06-01,Ben", ""),
        ("L1,2026-09-10,Amara\nL2,2026-09-09,Carla\nL3,2024-06-01,Ben", ""),
    ],
    ids=["has left", "most are silent", "too few to tell", "nothing within a year"],
)
def test_a_rep_is_not_called_silent_without_reason(leads: str, left: str, tmp_path: Path) -> None:
    assert find_silent_reps(build_facts(tmp_path, leads=leads, left=left), TODAY) == ()


def test_the_last_day_is_that_of_a_record_and_never_after_today(tmp_path: Path) -> None:
    deals = "O1,2026-06-01,won,Ben,40,2026-12-24"
    facts = build_facts(tmp_path, leads="L1,2026-07-02,Amara", deals=deals)
    assert find_last_day(facts, TODAY) == to_day(date(2026, 7, 2))


@pytest.mark.parametrize(
    ("first", "second", "is_alike"),
    [
        ("Ben Lindqvist", "ben  lindqvist", True),
        ("Ben Lindqvist", "Lindqvist, Ben", True),
        ("Ben Lindqvist", "B. Lindqvist", True),
        ("Ben Lindqvist", "Ben Lindquist", True),
        ("José Núñez", "Jose Nunez", True),
        ("Web-Site", "Website", True),
        ("Ben Lindqvist", "Bea Lindqvist", True),
        ("Ben Lindqvist", "Carla Lindqvist", False),
        ("Rep 1", "Rep 2", False),
        ("Webinar 2025", "Webinar 2026", False),
        ("SEO", "SEA", False),
    ],
)
def test_names_spelt_two_ways(first: str, second: str, is_alike: bool) -> None:
    weights = {first: 10, second: 3}
    found = find_alike((second, first), weights.__getitem__)
    assert found == (((first, second),) if is_alike else ())
