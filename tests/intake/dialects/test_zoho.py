"""Where every row of Zoho's exports went."""

from pathlib import Path

import pytest
from tests.intake.dialects.exports import import_export, read_expected, show, tell

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import Outcome
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel

ANSWERS = ImportAnswers(stages={"zoho": {"Signed": Outcome.WON}}, rates={"EUR": 1.1})
DEALS, LEADS = "zoho_deals.csv", "zoho_leads.csv"


@pytest.mark.parametrize("name", [DEALS, LEADS])
def test_every_row_is_accounted_for_and_every_record_is_what_the_crm_says(
    store: Store, name: str
) -> None:
    account = import_export(store, name, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(name)


@pytest.mark.parametrize("order", [(DEALS, LEADS), (LEADS, DEALS)])
def test_a_converted_lead_is_linked_to_its_deal_with_or_without_the_prefix(
    store: Store, order: tuple[str, str]
) -> None:
    for name in order:
        import_export(store, name, ANSWERS)
    funnel = load_funnel(store)
    links = funnel.opportunities["lead_key"].tolist()
    assert links[0] == funnel.leads["key"].tolist()[0]
    assert set(links[1:]) == {-1}


def test_amounts_in_another_currency_wait_for_a_rate(store: Store) -> None:
    answers = ImportAnswers(stages=ANSWERS.stages)
    account = import_export(store, DEALS, answers)
    [problem] = [p for p in account.problems if p.fate.value == "rejected"]
    assert (problem.row, problem.column, problem.value) == (5, "Amount", "€ 3.500,00")


def test_two_dates_that_could_be_either_are_asked_for(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Record Id,Deal Owner,Amount,Deal Name,Closing Date,Stage,Created Time\n"
        "zcrm_1,Ada Park,10,Chairs,5/6/2026,Closed Won,1/2/2026\n"
    )
    with pytest.raises(UsageError, match="--dates dmy"):
        import_export(store, path)
