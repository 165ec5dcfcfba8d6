"""What the user says about files is used, kept with the store, and asked only once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.changes import Changed
from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ALL_FILES, ImportAnswers
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.services.importing import FilePreview, ImportRequest, import_files, preview_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel, load_reps, load_sources

LEADS = "lead_id,assigned_at,rep,source\n"
OPPORTUNITIES = "opportunity_id,created_at,outcome,rep,amount,currency,closed_at\n"
DEALS = (
    "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Deal owner,Deal owner\n"
    "1,Acme,Signed,2026-07-01,2026-07-09,100,,Ada Park\n"
    "2,Beta,Closed Lost,2026-07-02,2026-07-08,200,Bo Lind,\n"
)

Import = Callable[..., FileAccount]
Preview = Callable[[str], FilePreview]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Import:
    def run_import(text: str, answers: ImportAnswers | None = None) -> FileAccount:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        request = ImportRequest((path,), answers=answers or ImportAnswers())
        return import_files(store, request).files[0]

    return run_import


@pytest.fixture
def look(store: Store, tmp_path: Path) -> Preview:
    def run_preview(text: str) -> FilePreview:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return preview_files(store, ImportRequest((path,)))[0]

    return run_preview


def said(account: FileAccount) -> list[str]:
    return [f"{p.row} {p.column} {p.value}: {p.problem} ({p.fate})" for p in account.problems]


@pytest.mark.parametrize(
    "name", ["Amara O.", "amara  okafor", "Okafor, Amara", "Amara Okafo", "AMARA OKAFOR"]
)
def test_a_name_like_a_known_one_is_asked_and_an_answer_makes_it_an_alias(
    run: Import, look: Preview, store: Store, name: str
) -> None:
    run(f"{LEADS}L1,2026-07-01,Amara Okafor,Web\n")
    text = f'{LEADS}L2,2026-07-02,"{name}",Web\n'
    [question] = look(text).questions.names
    assert (question.role, question.rows, question.like) == ("rep", 1, "Amara Okafor")
    run(text, ImportAnswers(reps={question.name: "Amara Okafor"}))
    assert [rep.name for rep in load_reps(store)] == ["Amara Okafor"]
    assert look(text).questions.names == ()


@pytest.mark.parametrize(
    ("known", "name"), [("Amara Okafor", "Ada Park"), ("Territory 12", "Territory 13")]
)
def test_names_that_are_not_alike_are_no_question(
    run: Import, look: Preview, known: str, name: str
) -> None:
    run(f"{LEADS}L1,2026-07-01,{known},Web\n")
    assert look(f"{LEADS}L2,2026-07-02,{name},Web\n").questions.names == ()


def test_sources_that_are_alike_are_asked_and_joined(
    run: Import, look: Preview, store: Store
) -> None:
    text = f"{LEADS}L1,2026-07-01,Ada,Google Ads\nL2,2026-07-01,Ada,Google Ads\n"
    text += "L3,2026-07-01,Ada,google-ads\n"
    [question] = look(text).questions.names
    assert (question.role, question.name, question.like) == ("source", "google-ads", "Google Ads")
    account = run(text, ImportAnswers(sources={"google-ads": "Google Ads"}))
    assert account.added == 3
    assert [source.name for source in load_sources(store)] == ["Google Ads"]
    assert load_funnel(store).leads["source"].nunique() == 1


def test_a_source_of_its_own_does_not_become_another(run: Import) -> None:
    run(f"{LEADS}L1,2026-07-01,Ada,Web\nL2,2026-07-01,Ada,Event\n")
    with pytest.raises(UsageError, match="'Event' is a source of its own already"):
        run(f"{LEADS}L3,2026-07-01,Ada,Web\n", ImportAnswers(sources={"Event": "Web"}))


def test_a_word_spelt_two_ways_is_a_finding(run: Import) -> None:
    rows = ["L1,2026-07-01,Ada,Paid Search", "L2,2026-07-01,Ada,Paid Search"]
    account = run("\n".join([LEADS.strip(), *rows, "L3,2026-07-01,Ada,paid-search", ""]))
    assert said(account) == [
        "4 source paid-search: elsewhere spelt 'Paid Search' (2 rows); counted apart (1 row) (kept)"
    ]


def test_what_a_rep_who_left_still_gets_is_a_finding(run: Import, store: Store) -> None:
    run(f"{LEADS}L1,2026-07-01,Ada,Web\n")
    [rep] = load_reps(store)
    with store.unit_of_work() as work:
        work.save_rep(type(rep)(rep.id, rep.name, (), None, date(2026, 7, 15)))
    leads = run(f"{LEADS}L2,2026-07-15,Ada,Web\nL3,2026-07-16,Ada,Web\n")
    assert said(leads) == [
        "3 rep Ada: left on 2026-07-15 and still owns 1 lead assigned later (kept)"
    ]
    deals = run("opportunity_id,created_at,outcome,rep\nO1,2026-07-01,open,Ada\n")
    assert said(deals) == ["2 rep Ada: left on 2026-07-15 and still owns 1 open opportunity (kept)"]


@pytest.mark.parametrize(
    ("amount", "currency", "kept"),
    [
        ("100", "EUR", (11000, 10000, "EUR")),
        ("100 €", "", (11000, 10000, "EUR")),
        ("€100", "EUR", (11000, 10000, "EUR")),
        ("1000", "jpy", (700, 1000, "JPY")),
        ("100", "USD", (10000, None, None)),
        ("$100", "", (10000, None, None)),
    ],
)
def test_an_amount_in_another_currency_is_converted_and_kept(
    run: Import, store: Store, amount: str, currency: str, kept: tuple[int, int, str]
) -> None:
    rates = ImportAnswers(rates={"EUR": 1.1, "JPY": 0.007})
    run(f"{OPPORTUNITIES}O1,2026-07-01,won,Ada,{amount},{currency},2026-07-09\n", rates)
    with store.reading() as connection:
        query = "SELECT amount, original_amount, original_currency FROM opportunity"
        row = tuple(connection.exec_driver_sql(query).one())
    assert row == kept


@pytest.mark.parametrize(
    ("amount", "currency", "problem"),
    [
        ("100", "CHF", "amount 100: in CHF, for which no exchange rate is given"),
        ("100 €", "USD", "amount 100 €: in EUR, but its currency is USD"),
        ("100", "Euro", "currency Euro: not the code of a currency"),
        ("1.5", "JPY", "amount 1.5: finer than the smallest unit of JPY"),
    ],
)
def test_an_amount_that_cannot_be_converted_rejects_its_row(
    run: Import, amount: str, currency: str, problem: str
) -> None:
    text = f"{OPPORTUNITIES}O1,2026-07-01,won,Ada,{amount},{currency},2026-07-09\n"
    account = run(text, ImportAnswers(rates={"EUR": 1.1, "JPY": 0.007}))
    assert account.rejected == 1
    assert said(account) == [f"2 {problem} (rejected)"]


def test_a_rate_alone_changes_the_settings_and_a_new_one_the_amounts(
    run: Import, store: Store, tmp_path: Path
) -> None:
    text = f"{OPPORTUNITIES}O1,2026-07-01,won,Ada,100,EUR,2026-07-09\n"
    run(text, ImportAnswers(rates={"EUR": 1.1}))
    assert run(text).unchanged == 1
    assert run(text, ImportAnswers(rates={"EUR": 1.2})).updated == 1
    assert load_funnel(store).opportunities["amount"].tolist() == [12000]
    answers = ImportAnswers(rates={"CHF": 1.0})
    result = import_files(store, ImportRequest((tmp_path / "file.csv",), answers=answers))
    assert result.changes.parts == {Changed.IMPORTS, Changed.TEAM}
    with pytest.raises(UsageError, match="The rate of CHF is 0; it must be more than 0"):
        run(text, ImportAnswers(rates={"CHF": 0.0}))


def test_what_a_full_export_lacks_is_gone_and_comes_back(
    run: Import, look: Preview, store: Store
) -> None:
    rows = [f"L{n},2026-07-01,Ada,Web\n" for n in range(1, 21)]
    run(LEADS + "".join(rows))
    asked = look(LEADS + "".join(rows[1:])).questions.vanished
    assert asked is not None
    assert (asked.known, asked.vanished, asked.is_likely_full) == (20, 1, True)
    few = look(LEADS + "".join(rows[:5])).questions.vanished
    assert few is not None
    assert (few.vanished, few.is_likely_full) == (15, False)
    assert run(LEADS + "".join(rows[1:])).vanished == 0
    full = run(LEADS + "".join(rows[1:]), ImportAnswers(full=frozenset({ALL_FILES})))
    assert (full.vanished, full.is_full, full.unchanged) == (1, True, 19)
    assert len(load_funnel(store).leads) == 19
    assert run(LEADS + rows[0]).updated == 1
    assert len(load_funnel(store).leads) == 20


def test_an_order_of_dates_is_for_files_that_do_not_tell_theirs(
    store: Store, tmp_path: Path
) -> None:
    rows = {
        "open.csv": "O1,3/4/2026,won,Ada,1,USD,5/6/2026\n",
        "told.csv": "O2,3/4/2026,won,Ada,1,USD,5/6/2026\nO3,13/4/2026,won,Ada,1,USD,15/6/2026\n",
        "dots.csv": "O4,3.4.2026,won,Ada,1,USD,5.6.2026\n",
    }
    for name, text in rows.items():
        (tmp_path / name).write_text(OPPORTUNITIES + text, encoding="utf-8")
    request = ImportRequest(tuple(tmp_path / name for name in rows), dates="mdy")
    assert [account.rejected for account in import_files(store, request).files] == [0, 0, 0]
    closed = load_funnel(store).opportunities["closed"].tolist()
    days = [date(2026, 5, 6), date(2026, 6, 5), date(2026, 6, 15), date(2026, 6, 5)]
    assert closed == [(day - date(1970, 1, 1)).days for day in days]


def test_columns_of_one_name_fill_in_for_one_another(run: Import, store: Store) -> None:
    account = run(DEALS.replace("Signed", "Closed Won"))
    assert [(p.column, p.problem) for p in account.problems] == [
        ("Deal owner", "stands in the header more than once; the first that is filled counts")
    ]
    assert [rep.name for rep in load_reps(store)] == ["Ada Park", "Bo Lind"]


def test_the_mapping_of_a_preview_reads_a_file_as_the_preview_did(
    store: Store, tmp_path: Path, look: Preview
) -> None:
    preview = look(DEALS)
    assert (preview.recognised_as, preview.kind) == ("hubspot", FileKind.OPPORTUNITIES)
    assert preview.explanation == "HubSpot deals, 8 of 8 columns known"
    path = tmp_path / "file.csv"
    with pytest.raises(UsageError, match='--stage "Signed='):
        import_files(store, ImportRequest((path,), mappings={preview.key: preview.mapping}))
    outcomes = {question.stage: question.outcome for question in preview.questions.stages}
    assert outcomes["Signed"] is not None
    answers = ImportAnswers(stages={"hubspot": {"Signed": outcomes["Signed"]}})
    request = ImportRequest((path,), mappings={preview.key: preview.mapping}, answers=answers)
    account = import_files(store, request).files[0]
    assert (account.recognised_as, account.added) == ("hubspot", 2)
    assert [rep.name for rep in load_reps(store)] == ["Ada Park", "Bo Lind"]
