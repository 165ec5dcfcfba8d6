from tests.store_builders import leads

from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.opening import Store
from cockpit.store.queries import load_rates, load_stage_meanings


def test_stages_are_remembered_per_system_and_can_be_said_anew(store: Store) -> None:
    with store.unit_of_work() as work:
        work.save_stage_meanings("hubspot", {"🎉 Gewonnen": Outcome.WON, "Demo": Outcome.OPEN})
        work.save_stage_meanings("pipedrive", {"Demo": Outcome.LOST})
        work.save_stage_meanings("hubspot", {"Demo": Outcome.LOST})
    assert load_stage_meanings(store, "hubspot") == {
        "🎉 Gewonnen": Outcome.WON,
        "Demo": Outcome.LOST,
    }
    assert load_stage_meanings(store, "zoho") == {}


def test_rates_are_remembered_and_can_be_said_anew(store: Store) -> None:
    with store.unit_of_work() as work:
        work.save_rates({"EUR": 1.08, "GBP": 1.27})
        work.save_rates({"EUR": 1.1})
    assert load_rates(store) == {"EUR": 1.1, "GBP": 1.27}


def test_new_answer_has_files_read_again_and_the_same_one_does_not(store: Store) -> None:
    account = FileAccount("deals.csv", FileKind.LEADS, "hubspot", rows=2, added=2)
    with store.unit_of_work() as work:
        batch = work.begin_batch("import deals.csv")
        work.merge(FileKind.LEADS, leads(), batch)
        work.save_rates({"EUR": 1.08})
        work.save_stage_meanings("hubspot", {"Demo": Outcome.OPEN})
        work.record_file(batch, account, "digest")
        work.save_rates({"EUR": 1.08})
        work.save_stage_meanings("hubspot", {"Demo": Outcome.OPEN})
        assert work.find_same_file("digest") is not None
        work.save_rates({"EUR": 1.1})
        assert work.find_same_file("digest") is None
