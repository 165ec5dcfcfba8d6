import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store_builders import DAY, leads

from cockpit.domain.imports import MergeCounts
from cockpit.domain.plan import Plan, Target
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.domain.team import Rep
from cockpit.domain.users import CrmUser, UserMerge
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import (
    load_batches,
    load_leads,
    load_plan,
    load_reps,
    load_users,
)

AMARA = CrmUser("salesforce", "005A", "Amara Okafor", "amara@example.com", is_active=True)
BEN = CrmUser("salesforce", "005B", "Ben Ko", is_active=False)


def add_users(store: Store, *users: CrmUser) -> UserMerge:
    with store.unit_of_work() as work:
        return work.merge_users(users, work.begin_batch("import users.csv"))


def add_leads(store: Store, *owners: str, system: str = "salesforce") -> MergeCounts:
    """Import one lead per owner, as a file of a system would."""
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv")
        ids = work.ensure_reps(owners, system)
        counts = work.merge(
            FileKind.LEADS,
            {
                "lead_id": [f"{system}-{n}" for n in range(len(owners))],
                "assigned_at": [DAY] * len(owners),
                "rep": [ids[owner] for owner in owners],
            },
            batch,
        )
        account = FileAccount(
            "leads.csv",
            FileKind.LEADS,
            system,
            rows=len(owners),
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged,
        )
        work.record_file(batch, account)
        return counts


def add_target(store: Store, rep: str, period: str, revenue: int) -> None:
    with store.unit_of_work() as work:
        plan = Plan((Target(rep, period, revenue),))
        work.save_plan(plan, Plan(), work.begin_batch("import targets.csv"))


def owners(store: Store, count: int) -> list[str]:
    return list(load_leads(store, range(1, count + 1))["rep"])


def test_users_are_added_changed_and_known_again(store: Store) -> None:
    assert add_users(store, AMARA, BEN).counts == MergeCounts(added=2)
    assert add_users(store, AMARA, BEN).counts == MergeCounts(unchanged=2)
    left = CrmUser("salesforce", "005A", "Amara Okafor", is_active=False)
    assert add_users(store, left, BEN).counts == MergeCounts(updated=1, unchanged=1)
    assert load_users(store) == (left, BEN)


def test_a_user_is_no_rep_until_a_record_names_one(store: Store) -> None:
    add_users(store, AMARA, BEN)
    assert load_reps(store) == ()
    add_leads(store, "005A")
    assert [rep.name for rep in load_reps(store)] == ["Amara Okafor"]
    assert owners(store, 1) == ["Amara Okafor"]


def test_records_that_came_first_get_the_name_when_the_users_come(store: Store) -> None:
    add_leads(store, "005A", "005X")
    assert owners(store, 2) == ["005A", "005X"]
    assert add_users(store, AMARA).named == (("005A", "Amara Okafor"),)
    assert owners(store, 2) == ["Amara Okafor", "005X"]
    assert add_leads(store, "005A", "005X") == MergeCounts(unchanged=2)


def test_rep_named_by_an_id_becomes_one_with_the_rep_of_that_name(store: Store) -> None:
    add_target(store, "Amara Okafor", "2026-Q3", 100)
    add_target(store, "005A", "2026-Q4", 200)
    add_leads(store, "005A")
    add_users(store, AMARA)
    (rep,) = load_reps(store)
    assert (rep.name, rep.aliases) == ("Amara Okafor", ("005A",))
    assert owners(store, 1) == ["Amara Okafor"]
    assert load_plan(store).targets == (
        Target("Amara Okafor", "2026-Q3", 100),
        Target("Amara Okafor", "2026-Q4", 200),
    )


def test_two_plans_for_one_period_keep_the_reps_apart_and_are_told(store: Store) -> None:
    add_target(store, "Amara Okafor", "2026-Q3", 100)
    add_target(store, "005A", "2026-Q3", 200)
    before = load_plan(store)
    merged = add_users(store, AMARA)
    assert merged.named == ()
    (conflict,) = merged.conflicts
    assert conflict.startswith("Amara Okafor and 005A both have a target for 2026-Q3")
    assert load_plan(store) == before


def test_renamed_user_renames_the_rep(store: Store) -> None:
    add_users(store, AMARA)
    add_leads(store, "005A")
    add_users(store, CrmUser("salesforce", "005A", "Amara Smith"))
    (rep,) = load_reps(store)
    assert (rep.name, rep.aliases) == ("Amara Smith", ("005A", "Amara Okafor"))


def test_a_name_given_by_hand_stays(store: Store) -> None:
    add_leads(store, "005A")
    (rep,) = load_reps(store)
    with store.unit_of_work() as work:
        work.save_rep(Rep(rep.id, "Amara O."))
    assert add_users(store, AMARA).named == ()
    assert [rep.name for rep in load_reps(store)] == ["Amara O."]


def test_same_id_in_two_systems_is_two_people(store: Store) -> None:
    add_users(store, CrmUser("pipedrive", "7", "Amara Okafor"), CrmUser("odoo", "7", "Ben Ko"))
    add_leads(store, "7", system="pipedrive")
    add_leads(store, "7", system="odoo")
    assert owners(store, 2) == ["Amara Okafor", "Ben Ko"]
    assert add_leads(store, "7", system="pipedrive") == MergeCounts(unchanged=1)
    assert add_leads(store, "7", system="odoo") == MergeCounts(unchanged=1)


def test_id_from_another_system_is_not_named_by_these_users(store: Store) -> None:
    add_leads(store, "7", system="odoo")
    assert add_users(store, CrmUser("pipedrive", "7", "Amara Okafor")).named == ()
    assert owners(store, 1) == ["7"]


def test_naming_reps_needs_no_batch_of_its_own(store: Store) -> None:
    add_target(store, "Amara Okafor", "2026-Q3", 100)
    add_target(store, "005A", "2026-Q4", 200)
    add_users(store, AMARA)
    assert [batch.command for batch in load_batches(store)] == [
        "import users.csv",
        "import targets.csv",
        "import targets.csv",
    ]


def test_file_is_read_again_once_its_owners_have_names(store: Store) -> None:
    account = FileAccount("leads.csv", FileKind.LEADS, "salesforce", rows=2, added=2)
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv")
        work.merge(FileKind.LEADS, leads(), batch)
        work.record_file(batch, account, "digest")
        assert work.find_same_file("digest") is not None
        work.merge_users([AMARA], batch)
        assert work.find_same_file("digest") is None


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(["users", "leads", "leads", "targets", "named targets"]))
def test_any_order_of_files_gives_the_same_reps_and_plans(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    store = open_store(tmp_path_factory.mktemp("order") / "team.sqlite")
    for step in order:
        if step == "users":
            add_users(store, AMARA, BEN)
        elif step == "leads":
            add_leads(store, "005A", "005B", "Cleo Dubois", "005Z")
        elif step == "targets":
            add_target(store, "005A", "2026-Q3", 100)
        else:
            add_target(store, "Amara Okafor", "2026-Q4", 200)
    assert owners(store, 4) == ["Amara Okafor", "Ben Ko", "Cleo Dubois", "005Z"]
    assert load_plan(store).targets[-2:] == (
        Target("Amara Okafor", "2026-Q3", 100),
        Target("Amara Okafor", "2026-Q4", 200),
    )
    store.close()
