from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store_builders import DAY, merge

from cockpit.domain.records import FileKind
from cockpit.store.opening import Store, open_store

LEAD_IDS = ["L1", "L2", "L3"]
OPPORTUNITY_IDS = ["O1", "O2", "O3"]


def add_lead(store: Store, lead: str, opportunities: str | None, day: int = 1) -> None:
    merge(
        store,
        FileKind.LEADS,
        lead_id=[lead],
        assigned_at=[day * DAY],
        opportunity_ids=[opportunities],
    )


def add_opportunity(store: Store, opportunity: str, lead: str | None = None) -> None:
    merge(
        store,
        FileKind.OPPORTUNITIES,
        opportunity_id=[opportunity],
        created_at=[5 * DAY],
        outcome=[0],
        lead_id=[lead],
    )


def links(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT opportunity_id, lead.lead_id FROM lead_link "
            "JOIN opportunity ON opportunity.id = opportunity JOIN lead ON lead.id = lead"
        )
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("lead_is_first", [True, False])
def test_lead_names_its_opportunities_in_whatever_order_they_come(
    store: Store, *, lead_is_first: bool
) -> None:
    if lead_is_first:
        add_lead(store, "L1", "O1; O2;O9")
    for name in ("O1", "O2", "O3"):
        add_opportunity(store, name)
    if not lead_is_first:
        add_lead(store, "L1", "O1; O2;O9")
    assert links(store) == {"O1": "L1", "O2": "L1"}


def test_opportunity_that_names_a_known_lead_is_believed(store: Store) -> None:
    add_lead(store, "L1", "O1")
    add_opportunity(store, "O1", "L2")
    assert links(store) == {"O1": "L1"}
    add_lead(store, "L2", None)
    assert links(store) == {"O1": "L2"}


def test_of_several_leads_the_one_assigned_first_wins(store: Store) -> None:
    add_opportunity(store, "O1")
    add_lead(store, "L1", "O1", day=3)
    add_lead(store, "L2", "O1", day=2)
    add_lead(store, "L3", "O1", day=2)
    assert links(store) == {"O1": "L2"}


def test_link_goes_when_the_lead_no_longer_says_so(store: Store) -> None:
    add_opportunity(store, "O1")
    add_lead(store, "L1", "O1")
    add_lead(store, "L1", None)
    assert links(store) == {}


def test_ids_with_quotes_and_brackets_are_ids(store: Store) -> None:
    add_opportunity(store, 'a"],[\\b')
    add_lead(store, "L1", 'x;a"],[\\b')
    assert links(store) == {'a"],[\\b': "L1"}


def expected_links(
    leads: dict[str, tuple[int, Sequence[str]]], opportunities: dict[str, str | None]
) -> dict[str, str]:
    """Say the rule once more, one opportunity at a time."""
    found = {}
    for opportunity, named in opportunities.items():
        claims = [(day, lead) for lead, (day, names) in leads.items() if opportunity in names]
        if named in leads:
            found[opportunity] = named
        elif claims:
            day = min(day for day, _ in claims)
            found[opportunity] = next(lead for each, lead in claims if each == day)
    return found


_A_LEAD = st.tuples(
    st.sampled_from(LEAD_IDS),
    st.integers(1, 2),
    st.lists(st.sampled_from(OPPORTUNITY_IDS), unique=True),
)
_AN_OPPORTUNITY = st.tuples(st.sampled_from(OPPORTUNITY_IDS), st.none() | st.sampled_from(LEAD_IDS))


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(_A_LEAD | _AN_OPPORTUNITY, max_size=8))
def test_links_follow_from_what_the_records_say_now(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    path: Path = tmp_path_factory.mktemp("links") / "team.sqlite"
    store = open_store(path)
    leads: dict[str, tuple[int, Sequence[str]]] = {}
    opportunities: dict[str, str | None] = {}
    for step in steps:
        match step:
            case (str(lead), int(day), list(names)):
                add_lead(store, lead, ";".join(names) or None, day)
                leads[lead] = (day, names)
            case (str(opportunity), named):
                add_opportunity(store, opportunity, named if isinstance(named, str) else None)
                opportunities[opportunity] = named if isinstance(named, str) else None
    assert links(store) == expected_links(leads, opportunities)
    store.close()
