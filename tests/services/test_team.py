"""Settings, reps and sources on a real store."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.team import SourceKind, Team
from cockpit.services import Store
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.team import (
    find_absorbed,
    is_currency_fixed,
    load_rep_activity,
    load_source_activity,
    load_team,
    load_totals,
    restore_rep,
    save_rep,
    save_source,
    save_team,
)


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    leads = tmp_path / "leads.csv"
    leads.write_text(
        "lead_id,assigned_at,rep,source\n"
        "L1,2026-07-01,Ben Lindqvist,Webinar\nL2,2026-07-02,B. Lindqvist,Webinar\n"
        "L3,2026-07-03,Amara Okafor,Referral\nL4,2026-07-04,,\n",
        encoding="utf-8",
    )
    targets = tmp_path / "targets.csv"
    targets.write_text("rep,period,revenue\nBen Lindqvist,2026-Q3,62000\n", encoding="utf-8")
    import_files(store, ImportRequest((leads, targets)))
    return store


def test_activity_counts_each_reps_and_sources_records(filled: Store) -> None:
    reps = {line.rep.name: line.leads for line in load_rep_activity(filled)}
    sources = {line.source.name: line.leads for line in load_source_activity(filled)}
    assert reps == {"Amara Okafor": 1, "B. Lindqvist": 1, "Ben Lindqvist": 1}
    assert sources == {"Referral": 1, "Webinar": 2}
    assert (load_totals(filled).leads, load_totals(filled).targets) == (4, 1)


def test_an_alias_that_is_a_rep_makes_the_two_one(filled: Store) -> None:
    ben = next(x.rep for x in load_rep_activity(filled) if x.rep.name == "Ben Lindqvist")
    after = replace(ben, aliases=("B. Lindqvist",))
    assert find_absorbed(filled, after) == ("B. Lindqvist",)
    assert find_absorbed(filled, ben) == ()
    assert save_rep(filled, after)
    reps = {line.rep.name: line.leads for line in load_rep_activity(filled)}
    assert reps == {"Amara Okafor": 1, "Ben Lindqvist": 2}


def test_a_new_name_keeps_the_old_one_and_can_be_taken_back(filled: Store) -> None:
    amara = load_rep_activity(filled)[0].rep
    save_rep(filled, replace(amara, name="Amara O.", starts_on=date(2026, 1, 5)))
    renamed = load_rep_activity(filled)[0].rep
    assert (renamed.name, renamed.aliases) == ("Amara O.", ("Amara Okafor",))
    restore_rep(filled, amara)
    assert load_rep_activity(filled)[0].rep == amara


def test_a_rep_needs_a_name_and_days_in_order(filled: Store) -> None:
    amara = load_rep_activity(filled)[0].rep
    with pytest.raises(UsageError, match="needs a name"):
        save_rep(filled, replace(amara, name=" "))
    backwards = replace(amara, starts_on=date(2026, 3, 1), ends_on=date(2026, 2, 1))
    with pytest.raises(UsageError, match="cannot end on 2026-02-01"):
        save_rep(filled, backwards)
    assert load_rep_activity(filled)[0].rep == amara


def test_the_currency_stays_once_an_amount_is_recorded(store: Store, tmp_path: Path) -> None:
    assert not is_currency_fixed(store)
    assert save_team(store, Team(currency="EUR"))
    targets = tmp_path / "targets.csv"
    targets.write_text("rep,period,revenue\nBen,2026-Q3,62000\n", encoding="utf-8")
    import_files(store, ImportRequest((targets,)))
    assert is_currency_fixed(store)
    with pytest.raises(UsageError, match="stays EUR"):
        save_team(store, Team(currency="USD"))
    assert load_team(store).currency == "EUR"


def test_a_source_changes_its_kind(filled: Store) -> None:
    webinar = load_source_activity(filled)[1].source
    assert save_source(filled, replace(webinar, kind=SourceKind.CHANNEL))
    assert load_source_activity(filled)[1].source.kind is SourceKind.CHANNEL
    with pytest.raises(UsageError, match="needs a name"):
        save_source(filled, replace(webinar, name=""))
