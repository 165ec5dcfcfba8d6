"""What was said about files: shown, changed, forgotten."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.imports import SavedMapping
from cockpit.domain.records import Outcome
from cockpit.domain.users import CrmUser
from cockpit.presenters.data_answers import AnswersPresenter, MappingLine, RateLine, StageLine
from cockpit.presenters.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "cockpit.sqlite", date(2026, 9, 14))
    with workspace.store.unit_of_work() as work:
        work.save_rates({"EUR": 1.08})
        work.save_stage_meanings("hubspot", {"Angebot": Outcome.OPEN})
        document = '{"columns": {"deal_stage": ["outcome", "stage"]}, "constants": {"rep": "Ben"}}'
        work.save_mapping(SavedMapping("x", "deals.csv", document))
        work.merge_users([CrmUser("hubspot", "7", "Ana")], work.begin_batch("import users.csv"))
    yield workspace
    workspace.close()


def test_all_that_is_remembered_is_shown(workspace: Workspace) -> None:
    view = AnswersPresenter(workspace).load()
    assert not view.is_empty
    assert [(line.currency, line.rate) for line in view.rates] == [("EUR", 1.08)]
    assert view.stages == (StageLine("hubspot", "Angebot", Outcome.OPEN),)
    assert [(line.name, line.text) for line in view.mappings] == [
        ("deals.csv", "deal_stage → Outcome and Stage, 1 fixed value")
    ]
    assert view.users == "1 user of HubSpot known: their ids are read as names."


def test_answers_are_changed_and_forgotten(workspace: Workspace) -> None:
    presenter = AnswersPresenter(workspace)
    before = presenter.load()
    assert presenter.save_rate("gbp", "1,27")
    assert presenter.save_stage(before.stages[0], Outcome.LOST)
    view = presenter.load()
    assert [line.currency for line in view.rates] == ["EUR", "GBP"]
    assert view.stages[0].outcome is Outcome.LOST
    lines: tuple[RateLine | StageLine | MappingLine, ...] = (
        *view.rates,
        *view.stages,
        *view.mappings,
    )
    for line in lines:
        assert presenter.forget(line)
    left = presenter.load()
    assert (left.rates, left.stages, left.mappings) == ((), (), ())


@pytest.mark.parametrize(
    ("currency", "rate", "sentence"),
    [
        ("Euro", "1", "'Euro' is not a currency: write its code, such as EUR."),
        ("USD", "1", "USD is the team's own currency and needs no rate."),
        ("EUR", "much", "'much' is not a rate: write a number such as 1.08."),
        ("EUR", "0", "0 is not a rate: it must be more than 0."),
        ("EUR", "nan", "nan is not a rate: it must be more than 0."),
    ],
)
def test_a_rate_that_is_none_is_refused(
    workspace: Workspace, currency: str, rate: str, sentence: str
) -> None:
    presenter = AnswersPresenter(workspace)
    with pytest.raises(UsageError) as refused:
        presenter.save_rate(currency, rate)
    assert str(refused.value) == sentence
    assert len(presenter.load().rates) == 1
