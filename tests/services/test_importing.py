from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from tests.store_builders import dump

from cockpit.domain.changes import Changed
from cockpit.domain.errors import CancelledError, UsageError
from cockpit.domain.problems import Fate, FileAccount
from cockpit.domain.records import FileKind
from cockpit.services.importing import (
    FileMapping,
    ImportRequest,
    ImportResult,
    import_files,
    parse_mapping,
    preview_files,
    read_mapping,
)
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_funnel, load_plan, load_reps

TARGETS = "rep,period,revenue\nAda Park,2026-Q3,1000\n"
LEADS = "lead_id,assigned_at,rep\nL1,2026-07-01,Ada Park\nL2,2026-07-02,Ada Park\n"
OPPORTUNITIES = (
    "opportunity_id,created_at,outcome,rep,lead_id,amount,closed_at\n"
    "O1,2026-07-05,won,Ada Park,L1,1000.50,2026-08-01\n"
    "O2,2026-07-06,open,Ada Park,,,\n"
)

Import = Callable[..., ImportResult]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Import:
    """Import texts as files: `run(leads="…")`; other arguments go to the request."""

    def run_import(mapping: FileMapping | None = None, **texts: object) -> ImportResult:
        options = {k: texts.pop(k) for k in ("dry_run", "kind") if k in texts}
        paths = []
        for name, text in texts.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(str(text), encoding="utf-8")
            paths.append(path)
        return import_files(store, ImportRequest(tuple(paths), mapping=mapping, **options))  # type: ignore[arg-type]

    return run_import


def counts(account: FileAccount) -> dict[str, int]:
    names = ("rows", "added", "updated", "unchanged", "rejected", "skipped")
    return {name: getattr(account, name) for name in names if getattr(account, name)}


def said(account: FileAccount) -> list[tuple[int | None, str | None, str | None, str, str]]:
    return [(p.row, p.column, p.value, p.problem, p.fate.value) for p in account.problems]


def test_every_kind_goes_in_and_an_identical_import_changes_nothing(
    run: Import, store: Store
) -> None:
    texts = {
        "opportunities": OPPORTUNITIES,
        "leads": LEADS,
        "targets": TARGETS,
        "commitments": "rep,period,leads\nAda Park,2026-07,12.5\n",
        "assumptions": "rep,win_rate,deal_size\n,40 %,2000\n",
        "spend": "month,source,amount,reserve\n2026-07,Event,100,yes\n",
        "visitors": "month,visitors\n2026-07,1000\n",
        "meetings": "meeting_id,held_at,rep,net_new\nM1,2026-07-01 10:30,Ada Park,no\n",
    }
    result = run(**texts)
    assert [account.kind for account in result.files] == [FileKind(name) for name in texts]
    assert all(a.added == a.rows and not a.problems for a in result.files), result.files
    assert result.batch == 1
    assert result.changes.parts == frozenset(Changed)
    before = dump(store.location)
    again = run(**texts)
    assert again.batch is None
    assert not again.changes
    assert all(account.unchanged == account.rows for account in again.files)
    assert dump(store.location) == before


def test_a_dry_run_accounts_for_every_row_and_changes_nothing(run: Import, store: Store) -> None:
    before = dump(store.location)
    result = run(leads=LEADS, dry_run=True)
    assert counts(result.files[0]) == {"rows": 2, "added": 2}
    assert result.batch is None
    assert dump(store.location) == before


def test_changed_rows_are_updated_and_the_rest_left_alone(run: Import) -> None:
    run(leads=LEADS)
    result = run(leads=LEADS.replace("2026-07-02", "2026-07-03") + "L3,2026-07-04,\n")
    assert counts(result.files[0]) == {"rows": 3, "added": 1, "updated": 1, "unchanged": 1}


def test_blank_lines_repeated_headers_and_footers_are_skipped(run: Import) -> None:
    text = f"{LEADS}\n,,\n{LEADS}Grand Totals (2 records),,\n"
    account = run(leads=text).files[0]
    assert counts(account) == {"rows": 8, "added": 2, "unchanged": 2, "skipped": 4}
    footers = [p for p in account.problems if p.fate is Fate.SKIPPED]
    assert [(p.row, p.value) for p in footers] == [(9, "Grand Totals (2 records)")]


def test_an_unknown_rep_is_kept_and_named_once(run: Import, store: Store) -> None:
    text = LEADS + "L3,2026-07-03,Ada Parc\nL4,2026-07-03,Ada Parc\n"
    account = run(targets=TARGETS, leads=text).files[1]
    assert counts(account) == {"rows": 4, "added": 4}
    problem = "not a known rep; added without a target (did you mean Ada Park?) (2 rows)"
    assert said(account) == [(4, "rep", "Ada Parc", problem, "kept")]
    assert {rep.name for rep in load_reps(store)} == {"Ada Park", "Ada Parc"}


def test_a_rep_of_a_rejected_row_joins_nobody(run: Import, store: Store) -> None:
    run(leads=LEADS + "L3,soon,Ghost\n")
    assert [rep.name for rep in load_reps(store)] == ["Ada Park"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "commitments",
            "rep,period,leads\nA,2026-07,-3\n",
            [(2, "leads", "-3", "negative", "rejected")],
        ),
        (
            "assumptions",
            "rep,win_rate\nA,140 %\n",
            [(2, "win_rate", "140 %", "a rate of more than 100 %", "rejected")],
        ),
        (
            "assumptions",
            "rep,win_rate\nA,\n",
            [(2, None, None, "gives no rate, size or number of days", "rejected")],
        ),
        (
            "assumptions",
            "deal_size\n9600.005\n",
            [(2, "deal_size", "9600.005", "finer than the smallest unit of USD", "rejected")],
        ),
        (
            "targets",
            "rep,period,revenue\nA,,100\n",
            [(2, "period", None, "empty, but period is required", "rejected")],
        ),
        (
            "leads",
            "lead_id,assigned_at\nL1,31/02/2026\n",
            [(2, "assigned_at", "31/02/2026", "not a date", "rejected")],
        ),
        (
            "leads",
            "lead_id,assigned_at,qualified_at\nL1,2026-07-01,#REF!\n",
            [(2, "qualified_at", "#REF!", "not a date; left empty", "kept")],
        ),
        (
            "leads",
            "lead_id,assigned_at\nL1,2026-07-01,x\n",
            [(2, None, None, "more cells than the header", "rejected")],
        ),
        (
            "leads",
            "lead_id,assigned_at,sorce\nL1,2026-07-01,x\n",
            [
                (
                    None,
                    "sorce",
                    None,
                    "not a column of leads; not read (did you mean source?)",
                    "kept",
                )
            ],
        ),
        (
            "leads",
            "lead_id,assigned_at\n",
            [(None, None, None, "has a header but no rows", "kept")],
        ),
    ],
)
def test_bad_rows_are_listed_with_row_column_value_and_fate(
    run: Import,
    name: str,
    text: str,
    expected: list[tuple[int | None, str | None, str | None, str, str]],
) -> None:
    assert said(run(**{name: text}).files[0]) == expected


@pytest.mark.parametrize(
    ("row", "problem", "fate"),
    [
        ("O1,2026-07-05,won,1,2026-07-04", "closed before it was created", "rejected"),
        ("O1,2026-07-05,won,1,", "won without a close date; counted in no period", "kept"),
        ("O1,2026-07-05,lost,,", "lost without a close date", "kept"),
        ("O1,2026-07-05,open,,2026-08-01", "open, so the close date is not used", "kept"),
        ("O1,2026-07-05,won,-1,2026-08-01", "negative amount", "kept"),
        ("O1,2026-07-05,won,,2026-08-01", "won without an amount", "kept"),
        ("O1,2026-07-05,maybe,1,2026-08-01", "not one of open, won, lost", "rejected"),
        ("O1,2026-07-05,,1,2026-08-01", "empty, but outcome is required", "rejected"),
        ("O1,2026-07-05,lost,1.0055,2026-08-01", "finer than the smallest unit", "rejected"),
        ('O1,2026-07-05,lost,"3.500,00 €",2026-08-01', "in EUR, for which no", "rejected"),
    ],
)
def test_opportunities_that_contradict_themselves_are_listed(
    run: Import, row: str, problem: str, fate: str
) -> None:
    header = "opportunity_id,created_at,outcome,amount,closed_at\n"
    account = run(opportunities=f"{header}{row}\n").files[0]
    assert [(p.row, p.problem.startswith(problem), p.fate.value) for p in account.problems] == [
        (2, True, fate)
    ]
    assert account.rejected == (fate == "rejected")


def test_spend_without_a_word_on_the_reserve_is_not_from_it(run: Import, store: Store) -> None:
    text = "month,source,amount,reserve\n2026-07,Event,100,\n2026-07,Event,-5,yes\n"
    account = run(spend=text).files[0]
    assert [p.problem for p in account.problems] == ["negative amount"]
    assert counts(run(spend="month,source,amount\n2026-07,Event,100\n").files[0]) == {
        "rows": 1,
        "unchanged": 1,
    }
    assert len(dump(store.location)["spend"]) == 2


def test_a_deal_won_in_the_future_is_a_finding(run: Import) -> None:
    later = date.today() + timedelta(days=400)  # noqa: DTZ011 - wall calendar
    text = OPPORTUNITIES.replace("2026-08-01", later.isoformat())
    problems = [p.problem for p in run(opportunities=text).files[0].problems]
    assert problems == ["closed in the future"]


def test_text_that_looks_like_nothing_stays_text(run: Import, store: Store) -> None:
    run(leads="lead_id,assigned_at,segment,rep\nNA,2026-07-01,NA,null\n")
    assert [rep.name for rep in load_reps(store)] == ["null"]
    words = dump(store.location)["word"]
    assert [word[1] for word in words] == ["NA"]


def test_ids_that_come_twice_in_a_file_are_told_apart(run: Import) -> None:
    text = LEADS + "L1,2026-07-01,Ada Park\nL2,2026-07-09,Ada Park\n"
    account = run(leads=text).files[0]
    assert counts(account) == {"rows": 4, "added": 2, "unchanged": 1, "rejected": 1}
    assert said(account) == [
        (4, "lead_id", "L1", "the same as row 2; counted once", "kept"),
        (
            5,
            "lead_id",
            "L2",
            "row 3 has the same lead_id but other content; that row was used",
            "rejected",
        ),
    ]


def test_a_row_that_was_rejected_does_not_make_its_id_taken(run: Import) -> None:
    account = run(leads="lead_id,assigned_at\nL1,soon\nL1,2026-07-01\n").files[0]
    assert counts(account) == {"rows": 2, "added": 1, "rejected": 1}


def test_ids_that_come_twice_are_found_across_chunks(
    run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.intake.csv_files.CHUNK_ROWS", 2)
    rows = [f"L{i % 5},2026-07-0{1 + i // 5}" for i in range(10)]
    account = run(leads="lead_id,assigned_at\n" + "\n".join([*rows, *rows[:5]]) + "\n").files[0]
    assert counts(account) == {"rows": 15, "added": 5, "unchanged": 5, "rejected": 5}


def test_a_plan_row_that_comes_twice_is_found(run: Import) -> None:
    text = TARGETS + "Ada  Park,2026-q3,2000\n"
    account = run(targets=text).files[0]
    assert counts(account) == {"rows": 2, "added": 1, "rejected": 1}


def test_problems_are_counted_when_they_are_too_many_to_list(
    run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.intake.findings.LISTED", 3)
    account = run(leads="lead_id,assigned_at\n" + "L,soon\n" * 10).files[0]
    assert account.rejected == 10
    assert [p.row for p in account.problems] == [2, 3, 4, None]
    assert account.problems[-1].problem == "not a date: 7 more rows that are not listed"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lead_id,rep\nL1,A\n", "looks like leads but has no column assigned_at; found: lead_id"),
        ("a,b\n1,2\n", "looks like leads but has no column lead_id and assigned_at"),
        ("lead_id,assigned_at,rep,rep\nL1,2026-07-01,A,B\n", "has two columns 'rep'"),
        ("rep,period,leads,revenue\nA,2026-07,1,2\n", "could be targets or commitments"),
    ],
)
def test_a_file_that_is_not_recognised_is_refused_in_one_sentence(
    run: Import, store: Store, text: str, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        run(targets=TARGETS, leads=text)
    assert load_plan(store).targets == ()


def test_a_workbook_holds_a_sheet_for_each_kind(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    _write_book(path, {"What we want": TARGETS, "Leads": LEADS, "Notes": "hello\nworld\n"})
    result = import_files(store, ImportRequest((path,)))
    assert [(a.file, a.kind.value, a.added) for a in result.files] == [
        ("book.xlsx, sheet What we want", "targets", 1),
        ("book.xlsx, sheet Leads", "leads", 2),
    ]
    assert [p.problem for p in result.files[0].problems] == [
        "book.xlsx, sheet Notes is not one of our files; not read"
    ]


def test_two_sheets_of_the_same_kind_are_refused_by_name(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    _write_book(path, {"East": LEADS, "West": LEADS})
    with pytest.raises(UsageError, match=r"sheet East and .*sheet West both hold leads"):
        import_files(store, ImportRequest((path,)))


def _write_book(path: Path, sheets: dict[str, str]) -> None:
    with xlsxwriter.Workbook(path) as book:
        for title, text in sheets.items():
            sheet = book.add_worksheet(title)
            for number, line in enumerate(text.splitlines()):
                sheet.write_row(number, 0, line.split(","))


MAPPING = """
kind = "opportunities"
ignore = ["product"]
[columns]
agent = "rep"
stage = ["outcome", "stage"]
engaged = "created_at"
[constants]
source = "Outbound"
[values.outcome]
Engaging = "open"
[missing]
created_at = "skip"
"""
PIPELINE = "opportunity_id,agent,product,stage,engaged\nO1,A,x,Engaging,2026-07-01\nO2,A,x,Won,\n"


def test_a_mapping_reads_a_foreign_file(run: Import, store: Store, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING)
    mapping = read_mapping(tmp_path / "m.toml")
    assert parse_mapping(mapping.to_json()) == mapping
    account = run(mapping, pipeline=PIPELINE).files[0]
    assert account.recognised_as == "mapping"
    assert counts(account) == {"rows": 2, "added": 1, "skipped": 1}
    assert said(account) == [(3, None, "O2", "left out, as the mapping says", "skipped")]
    [word] = {row[1] for row in dump(store.location)["word"]}
    assert word == "Engaging"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind = 'deals'", "kind is 'deals'; it can be targets"),
        ("colums = 1", "'colums' is not a part of a mapping"),
        ("[columns]\na = 'b'", "'b' is not one of our columns"),
        ("[columns]\na = 'rep'\nb = 'rep'", "'rep' is given more than once"),
        ("dates = 'dym'", "dates is 'dym'"),
        ("columns = 3", "columns must be a table"),
        ("x =", "is not TOML"),
    ],
)
def test_a_mapping_that_says_nothing_we_know_is_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        read_mapping(tmp_path / "m.toml")


def test_a_mapping_must_fit(run: Import) -> None:
    mapping = FileMapping(columns={"owner": ("rep",), "due": ("assigned_at",)})
    with pytest.raises(UsageError, match="fits none of the files"):
        run(mapping, leads=LEADS)
    with pytest.raises(UsageError, match="has no column 'due', which the mapping names"):
        run(mapping, leads="lead_id,owner,assigned_at\n")


def test_opportunities_can_stand_for_leads(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "opportunities.csv"
    path.write_text(OPPORTUNITIES)
    request = ImportRequest((path,), opportunities_are_leads=True)
    result = import_files(store, request)
    assert [(a.kind.value, a.rows, a.added) for a in result.files] == [
        ("opportunities", 2, 2),
        ("leads", 1, 1),
    ]
    leads = load_funnel(store).leads
    assert (leads["converted"] == leads["assigned"]).all()
    again = import_files(store, request)
    assert [(a.kind.value, a.unchanged) for a in again.files] == [
        ("opportunities", 2),
        ("leads", 1),
    ]


def test_an_unchanged_file_is_not_read_again(
    run: Import, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(leads=LEADS + "L3,soon,\n")

    def fail(*_: object) -> None:
        raise AssertionError("the file was read")

    with monkeypatch.context() as patch:
        patch.setattr("cockpit.intake.csv_files.CsvTable.read_chunks", fail)
        account = run(leads=LEADS + "L3,soon,\n").files[0]
    assert counts(account) == {"rows": 3, "unchanged": 2, "rejected": 1}
    assert len(account.problems) == 1
    run(more="lead_id,assigned_at\nL1,2026-01-01\n")
    assert counts(run(leads=LEADS + "L3,soon,\n").files[0])["updated"] == 1
    assert len(load_batches(store)) == 3


def test_a_cancelled_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(LEADS)
    before = dump(store.location)

    def cancel(fraction: float, text: str) -> None:
        if fraction > 0:
            raise CancelledError(text)

    with pytest.raises(CancelledError):
        import_files(store, ImportRequest((path,)), cancel)
    assert dump(store.location) == before


def test_a_preview_proposes_columns_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Deal No,Deal Owner,Deal State,Create Date,Close Date,Value,Notes\n"
        "1,Ada Park,Closed Won,2026-07-01,2026-07-09,100,hello\n"
        "2,Ada Park,Negotiation,2026-07-02,,200,\n"
    )
    before = dump(store.location)
    [preview] = preview_files(store, ImportRequest((path,)))
    assert dump(store.location) == before
    assert preview.kind is FileKind.OPPORTUNITIES
    assert {c.header: c.ours for c in preview.columns} == {
        "Deal No": ("opportunity_id",),
        "Deal Owner": ("rep",),
        "Deal State": ("outcome",),
        "Create Date": ("created_at",),
        "Close Date": ("closed_at",),
        "Value": ("amount",),
        "Notes": (),
    }
    assert preview.mapping.values["outcome"] == {
        "Closed Won": "won",
        "Negotiation": "open",
    }
    assert preview.rows[1][0] == "2"
    assert preview.account is not None
    assert preview.account.added == 2
    request = ImportRequest((path,), mappings={preview.key: preview.mapping})
    assert import_files(store, request).files[0].added == 2


def test_a_preview_says_what_is_missing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("lead_id,rep\nL1,A\n")
    [preview] = preview_files(store, ImportRequest((path,)))
    assert preview.missing == ("assigned_at",)
    assert preview.problem is not None
    assert "no column assigned_at" in preview.problem
    assert preview.account is None
