"""Pulls from real HTTP servers that speak as Salesforce and HubSpot do, into a real store."""

import pytest
from tests.crm.conftest import MemoryKeyring
from tests.crm.hubspot_server import BUSY, Portal
from tests.crm.local_server import Failure
from tests.crm.salesforce_server import USED_UP, Org
from tests.store_builders import dump

from cockpit.domain.errors import CancelledError, UsageError
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.services.live import (
    CrmError,
    ExpiredTokenError,
    PullResult,
    connect,
    disconnect,
    load_connections,
    pull,
)
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel, load_reps


def _counts(result: PullResult) -> dict[str, tuple[int, int, int]]:
    assert result.imported is not None
    return {
        str(each.kind): (each.added, each.updated, each.rejected) for each in result.imported.files
    }


@pytest.fixture
def salesforce(store: Store, org: Org) -> Org:
    connect(store, "salesforce", org.crm.address, "valid")
    return org


@pytest.fixture
def hubspot(store: Store, portal: Portal) -> Portal:
    connect(store, "hubspot", portal.crm.address, "valid")
    return portal


def test_the_first_pull_from_salesforce_brings_everything_page_by_page(
    store: Store, salesforce: Org
) -> None:
    assert _counts(pull(store, "salesforce")) == {
        "users": (2, 0, 0),
        "leads": (3, 0, 0),
        "opportunities": (2, 0, 0),
    }
    funnel = load_funnel(store)
    assert [rep.name for rep in load_reps(store)] == ["Ada Park", "Ben Lindqvist"]
    assert (funnel.leads["converted"] < NEVER).sum() == 1
    assert (funnel.opportunities["lead_key"] != NOBODY).tolist() == [True, False]
    assert funnel.opportunities["outcome"].tolist() == [Outcome.WON, Outcome.OPEN]
    assert funnel.opportunities["amount"].tolist() == [100050, 100050]
    assert sum("/query/01g" in path for path in salesforce.crm.asked) == 1


def test_the_next_pull_fetches_only_what_was_changed(store: Store, salesforce: Org) -> None:
    first = pull(store, "salesforce")
    assert first.connection.seen_until is not None
    assert first.connection.seen_until.isoformat() == "2026-07-06T10:00:00+00:00"
    salesforce.change(
        "Opportunity", 1, "2026-08-02T08:00:00", IsClosed=True, StageName="Closed Lost"
    )
    second = pull(store, "salesforce")
    assert _counts(second)["opportunities"] == (0, 1, 0)
    assert "leads" not in _counts(second)
    assert load_funnel(store).opportunities["outcome"].tolist() == [Outcome.WON, Outcome.LOST]
    assert [each.seen_until for each in load_connections(store)] == [second.connection.seen_until]


def test_what_the_crm_deletes_is_marked_as_gone_and_not_counted(
    store: Store, salesforce: Org
) -> None:
    pull(store, "salesforce")
    salesforce.change("Lead", 1, "2026-08-02T08:00:00", IsDeleted=True)
    assert pull(store, "salesforce").deleted == 1
    assert len(load_funnel(store).leads) == 2
    salesforce.change("Lead", 1, "2026-08-03T08:00:00", IsDeleted=False)
    pull(store, "salesforce")
    assert len(load_funnel(store).leads) == 3


def test_a_whole_pull_marks_what_is_no_longer_there(store: Store, salesforce: Org) -> None:
    pull(store, "salesforce")
    del salesforce.records["Lead"][2]
    pull(store, "salesforce")
    assert len(load_funnel(store).leads) == 3
    pull(store, "salesforce", everything=True)
    assert len(load_funnel(store).leads) == 2


def test_an_expired_token_is_said_and_nothing_is_changed(store: Store, salesforce: Org) -> None:
    salesforce.crm.token = "another"  # noqa: S105 - no secret
    before = dump(store.location)
    with pytest.raises(ExpiredTokenError, match="connect again with a new one"):
        pull(store, "salesforce")
    assert dump(store.location) == before


def test_a_token_that_expires_between_two_pages_leaves_no_half_pull(
    store: Store, salesforce: Org
) -> None:
    salesforce.crm.failures.append(Failure("/query/01g", 1, 401, []))
    before = dump(store.location)
    with pytest.raises(ExpiredTokenError):
        pull(store, "salesforce")
    assert dump(store.location) == before


def test_the_limit_of_the_day_is_not_waited_for(store: Store, salesforce: Org) -> None:
    salesforce.crm.failures.append(Failure("/queryAll/", 2, 403, USED_UP))
    before = dump(store.location)
    with pytest.raises(CrmError, match="day's limit of requests is used up"):
        pull(store, "salesforce")
    assert dump(store.location) == before


def test_a_pull_can_be_cancelled_and_changes_nothing(store: Store, salesforce: Org) -> None:
    before = dump(store.location)
    del salesforce.records["Lead"][1:]

    def cancel(_: float, text: str) -> None:
        if "opportunities" in text:
            raise CancelledError("Cancelled; nothing was changed.")

    with pytest.raises(CancelledError):
        pull(store, "salesforce", progress=cancel)
    assert dump(store.location) == before


def test_a_dry_run_accounts_for_all_and_changes_nothing(store: Store, hubspot: Portal) -> None:
    assert hubspot.crm.asked == []
    before = dump(store.location)
    assert _counts(pull(store, "hubspot", dry_run=True))["leads"] == (3, 0, 0)
    assert dump(store.location) == before


def test_the_first_pull_from_hubspot_brings_everything_page_by_page(
    store: Store, hubspot: Portal
) -> None:
    assert _counts(pull(store, "hubspot")) == {
        "users": (2, 0, 0),
        "leads": (3, 0, 0),
        "opportunities": (2, 0, 0),
    }
    funnel = load_funnel(store)
    assert [rep.name for rep in load_reps(store)] == ["Ada Park", "Ben Lindqvist"]
    assert (funnel.opportunities["lead_key"] != NOBODY).tolist() == [True, False]
    assert funnel.opportunities["outcome"].tolist() == [Outcome.WON, Outcome.OPEN]
    assert sum(path.endswith("/contacts/search") for path in hubspot.crm.asked) == 2


def test_hubspot_is_asked_again_when_it_is_busy(store: Store, hubspot: Portal) -> None:
    hubspot.crm.failures.append(Failure("/deals/search", 1, 429, BUSY, {"Retry-After": "0"}))
    assert _counts(pull(store, "hubspot"))["opportunities"] == (2, 0, 0)


def test_hubspot_pulls_only_what_was_changed_and_what_was_deleted(
    store: Store, hubspot: Portal
) -> None:
    pull(store, "hubspot")
    deal = hubspot.records["deals"]["202"]
    deal |= {"dealstage": "79", "hs_is_closed_lost": "true"}
    deal["hs_lastmodifieddate"] = "2026-08-02T08:00:00Z"
    del hubspot.records["contacts"]["103"]
    hubspot.archived["contacts"]["103"] = "2026-08-02T09:00:00Z"
    second = pull(store, "hubspot")
    assert _counts(second)["opportunities"] == (0, 1, 0)
    assert second.deleted == 1
    funnel = load_funnel(store)
    assert funnel.opportunities["outcome"].tolist() == [Outcome.WON, Outcome.LOST]
    assert len(funnel.leads) == 2


def test_links_that_hubspot_cannot_tell_fail_the_pull(store: Store, hubspot: Portal) -> None:
    hubspot.broken_links.add("101")
    before = dump(store.location)
    with pytest.raises(CrmError, match="deals of 1 contacts"):
        pull(store, "hubspot")
    assert dump(store.location) == before


def test_hubspot_with_an_expired_token(store: Store, hubspot: Portal) -> None:
    hubspot.crm.token = "another"  # noqa: S105 - no secret
    with pytest.raises(ExpiredTokenError):
        pull(store, "hubspot")


def test_tokens_are_kept_in_the_keyring_and_nowhere_else(
    store: Store, org: Org, secrets: MemoryKeyring
) -> None:
    connect(store, "salesforce", org.crm.address, "very-secret")
    assert list(secrets.kept.values()) == ["very-secret"]
    assert "very-secret" not in f"{dump(store.location)}"
    disconnect(store, "salesforce")
    assert not secrets.kept
    assert load_connections(store) == ()
    with pytest.raises(UsageError, match="not connected"):
        pull(store, "salesforce")


@pytest.mark.parametrize(
    ("system", "address", "sentence"),
    [
        ("salesforce", None, "address of your salesforce is needed"),
        ("salesforce", "http://acme.example", "starts with https://"),
        ("salesforce", "acme", "starts with https://"),
        ("sugar", None, "cannot be pulled from; it can be salesforce, hubspot"),
    ],
)
def test_an_address_that_is_none(
    store: Store, system: str, address: str | None, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        connect(store, system, address, "token")
    with pytest.raises(UsageError, match="access token"):
        connect(store, "hubspot", None, "  ")
