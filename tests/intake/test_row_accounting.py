"""Every row of every sort of file is accounted for, whatever stands in it."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.problems import Fate, FileAccount
from cockpit.domain.records import Outcome
from cockpit.intake.dialects import DIALECTS
from cockpit.intake.dialects.forms import Dialect, Form
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.kinds import COLUMNS, Holds
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store

FORMS = [
    (dialect, form)
    for dialect in DIALECTS.values()
    for form in dialect.forms
    if form.variant != "quotas"  # which lack what a target needs
]
ANSWERS = ImportAnswers(stages={"": {"*": Outcome.OPEN}}, rates={"EUR": 1.1})
CELLS = {
    Holds.KEY: ["A1", "A2", "00Q5g00000AbCdE", "zcrm_77", "000000000000000AAA"],
    Holds.MOMENT: ["2026-05-04", "2026-05-04 10:11:12", "20260504", "31.12.2025", "2099-01-01"],
    Holds.MONEY: ["100", "-5", "1000.50", "$7", "7 EUR", "7 CHF"],
    Holds.PERIOD: ["2026-Q3", "2026-07"],
    Holds.MONTH: ["2026-07"],
    Holds.OUTCOME: ["open", "Closed Won", "Closed Lost", "Verhandlung"],
    Holds.FLAG: ["1", "0", "yes", "nein"],
    Holds.CHOICE: ["new", "prospect", "Renewal"],
    Holds.RATE: ["0.4", "40 %"],
    Holds.DAYS: ["12"],
}
TEXTS = ["Ada Park", "ada park", " Größe, AG ", 'He said "no"', "A\nB"]
JUNK = ["", "#REF!", "soon", "Total", "x" * 300]
COUNTS = ("added", "updated", "unchanged", "rejected", "skipped")


def first_spelling(headers: str) -> str:
    return headers.split("|", maxsplit=1)[0]


@st.composite
def exports(draw: st.DrawFn) -> tuple[Dialect, Form, list[str], list[list[str]]]:
    """Draw a form, a header of it and rows: records, junk, repeats, footers, headers again."""
    dialect, form = draw(st.sampled_from(FORMS))
    holds = {column.name: column.holds for column in COLUMNS[form.kind]}
    cells: dict[str, list[str]] = {}
    for ours, headers in form.columns.items():
        cells.setdefault(first_spelling(headers), CELLS.get(holds[ours], TEXTS))
    rules = [(rule.headers, rule.words) for rule in form.outcomes]
    rules += [(rule.headers, rule.words) for rule in form.skips]
    for headers, words in rules:
        if draw(st.booleans()):
            cells.setdefault(first_spelling(headers), [*words[:2], "0", "1"])
    for headers in (*form.identity, first_spelling(form.marks), first_spelling(form.known)):
        if headers:
            cells.setdefault(first_spelling(headers), TEXTS)
    header = [*cells]
    record = st.tuples(*(st.sampled_from([*cells[title], *JUNK]) for title in header)).map(list)
    good = st.tuples(*(st.sampled_from(cells[title]) for title in header)).map(list)
    footer = st.sampled_from(["Total", "Grand Totals (5700 records)", "© 2026", "Summe"]).map(
        lambda text: [text]
    )
    other = st.sampled_from([[""], header, ["a"] * (len(header) + 2), [*header, "", ""]])
    rows = draw(st.lists(st.one_of(good, good, record, footer, other), max_size=30))
    again = draw(st.lists(st.sampled_from(rows), max_size=5)) if rows else []
    return dialect, form, header, rows + again


def check(account: FileAccount, rows: int) -> None:
    """Check that counts and findings tell the same story about each row."""
    assert account.rows == rows
    assert sum(getattr(account, name) for name in COUNTS) == rows
    fates = {
        fate: {p.row for p in account.problems if p.fate is fate and p.row is not None}
        for fate in Fate
    }
    assert len(fates[Fate.REJECTED]) == account.rejected
    assert len(fates[Fate.SKIPPED]) <= account.skipped
    assert not fates[Fate.REJECTED] & fates[Fate.SKIPPED]


@given(exports())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_row_is_accounted_for(
    store: Store,
    tmp_path: Path,
    export: tuple[Dialect, Form, list[str], list[list[str]]],
) -> None:
    dialect, form, header, rows = export
    text = io.StringIO(newline="")
    style = csv.excel if dialect is PLAIN else csv.unix_dialect  # which quotes all
    csv.writer(text, style).writerows([header, *rows])
    path = tmp_path / "export.csv"
    path.write_bytes(text.getvalue().encode())
    request = ImportRequest(
        (path,), form.kind, dialect.name, answers=ANSWERS, dates="dmy", dry_run=True
    )
    [account] = import_files(store, request).files
    check(account, len(rows))
    assert account.recognised_as == dialect.name
