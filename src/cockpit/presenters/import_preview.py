"""One file of an import as the dialog shows it: its columns, its words, what is wrong with it."""

from dataclasses import dataclass

from cockpit.domain.problems import Fate
from cockpit.domain.records import FileKind
from cockpit.presenters.formatting import format_count, format_list, format_plural
from cockpit.presenters.problems import ProblemLine, list_account_problems
from cockpit.services.importing import COLUMNS, Column, ColumnPreview, FilePreview

KIND_LABELS = {kind: kind.value.capitalize() for kind in FileKind}
"""The name of each kind of file."""

DATE_LABELS = {
    "auto": "Automatic",
    "ymd": "2026-09-14",
    "dmy": "14/09/2026",
    "mdy": "09/14/2026",
}
"""An example of each order of dates."""

NUMBER_LABELS = {"auto": "Automatic", "1,234.56": "1,234.56", "1.234,56": "1.234,56"}
"""An example of each way to write numbers."""

_HOLDS = {
    "KEY": "an id, different in every row",
    "REP": "the name of a rep",
    "SOURCE": "the name of a source",
    "PERIOD": "a year, quarter or month",
    "MONTH": "a month",
    "MOMENT": "a date, with or without the time of day",
    "MONEY": "an amount",
    "COUNT": "a number, 0 or more",
    "DAYS": "a number of days, or learned",
    "RATE": "a share, such as 40% or 0.4",
    "FLAG": "yes or no",
}
SURENESS = (
    (0.0, "a guess: check", "bad"),
    (0.6, "likely: check", "marketing"),
    (0.85, "very likely", "accent"),
)
"""Least confidence, word and tone of what was matched by likeness, the least sure first."""

NOT_IMPORTED = "Not imported"
"""What stands beside a column that is not read."""
_SAMPLES_SHOWN = 3
_WORDS_SHOWN = 40
"""A column with more words than this is no column of few words; the mapping is then wrong."""


@dataclass(frozen=True, slots=True)
class OurColumn:
    """One of our columns, to choose for a column of the file.

    Args:
        name: Its name in mappings.
        label: Its name for the user.
        tip: What it holds.
        is_required: Whether the file must fill it.
        choices: The words it may hold; none where it may hold anything.
    """

    name: str
    label: str
    tip: str
    is_required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the file with what it would be read as.

    Args:
        header: As the file spells it.
        samples: Some of its cells.
        ours: Names of our columns that it fills; empty when it is not read.
        label: The same for the user.
        is_guessed: It rests on a similar name or on the cells and should be looked at.
        sureness: How sure that is, as a word with its tone; empty when it is not read.
        rank: Order of sureness, the least sure first.
    """

    header: str
    samples: str
    ours: tuple[str, ...]
    label: str
    is_guessed: bool
    sureness: tuple[str, str] = ("", "waiting")
    rank: int = 0


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of the file in a column that has few words, and which of ours it stands for.

    Args:
        ours: Our column.
        label: Our column for the user.
        theirs: The word in the file.
        choice: Our word, or empty when it stands for none.
        choices: Our words.
    """

    ours: str
    label: str
    theirs: str
    choice: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A required column of ours that some rows leave empty, and what becomes of those rows.

    Args:
        ours: Our column.
        label: Our column for the user.
        count: How many rows leave it empty; `None` once they are skipped, as blank lines are.
        fate: `reject` or `skip`.
    """

    ours: str
    label: str
    count: int | None
    fate: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the import.

    Args:
        preview: What importing holds of the file; its key and mapping are edited.
        title: Name of the file.
        state: A short word on it with its tone: "1,204 rows", "needs a column".
        note: How it was recognised, in a sentence.
        blocker: What must be decided before it can be imported, or empty.
        ours: Our columns, the required ones first.
        columns: Its columns, in the order of the file.
        words: Words to translate.
        gaps: Required columns that some rows leave empty.
        constants: Our columns that have one value in every row.
        problems: What is wrong with its rows.
    """

    preview: FilePreview
    title: str
    state: tuple[str, str]
    note: str
    blocker: str
    ours: tuple[OurColumn, ...]
    columns: tuple[ColumnLine, ...]
    words: tuple[WordLine, ...]
    gaps: tuple[GapLine, ...]
    constants: tuple[tuple[str, str], ...]
    problems: tuple[ProblemLine, ...]

    @property
    def is_unreadable(self) -> bool:
        """Return whether nothing of the file could be read at all."""
        return not self.preview.columns

    @property
    def to_check(self) -> int:
        """Return how many columns were matched by likeness."""
        return sum(line.is_guessed for line in self.columns)


def build_file_view(
    preview: FilePreview, *, is_recalled: bool, is_edited: bool, has_twin: bool = False
) -> FileView:
    """Return what the dialog shows of a file.

    Args:
        preview: What importing holds of it.
        is_recalled: It is read by a mapping that was kept from an earlier import.
        is_edited: The user changed the mapping just now.
        has_twin: Another sheet of its workbook holds the same.
    """
    accounts = () if preview.account is None else (preview.account,)
    problems = list_account_problems(accounts)
    blocker = _find_blocker(preview)
    if has_twin and not blocker:
        blocker = f"Another sheet of this workbook holds {preview.kind} too: keep one of the two."
    return FileView(
        preview=preview,
        title=preview.file,
        state=_build_state(preview, blocker, problems),
        note=_build_note(preview, is_recalled=is_recalled, is_edited=is_edited),
        blocker=blocker,
        ours=tuple(_build_ours(column) for column in _columns_of(preview)),
        columns=tuple(_build_column(column, is_edited=is_edited) for column in preview.columns),
        words=_build_words(preview),
        gaps=_build_gaps(preview),
        constants=tuple(preview.mapping.constants.items()),
        problems=problems,
    )


def format_column(name: str) -> str:
    """Return one of our columns for the user: `lead_to_opp_days` as `Lead to opp days`."""
    return name.replace("_", " ").capitalize()


def _columns_of(preview: FilePreview) -> tuple[Column, ...]:
    """Return our columns for the kind of the file; none while the kind is not known."""
    return () if preview.kind is None else COLUMNS[preview.kind]


def _find_blocker(preview: FilePreview) -> str:
    """Return what must be decided before the file can be imported."""
    if not preview.columns:
        return preview.problem or "It cannot be read."
    if preview.kind is None:
        return "Its columns do not tell what the rows are: choose it at “Rows are”."
    if preview.missing:
        names = format_list([format_column(name) for name in preview.missing])
        return f"Choose the columns that hold: {names}."
    return preview.problem or ""


def _build_state(
    preview: FilePreview, blocker: str, problems: tuple[ProblemLine, ...]
) -> tuple[str, str]:
    """Return the word on a file for the list of files, with its tone."""
    if not preview.columns:
        return "cannot be read", "bad"
    if blocker or preview.account is None:
        return "to decide", "bad"
    if preview.account.rejected:
        return f"{format_count(preview.account.rejected)} rejected", "bad"
    if problems:
        return format_plural(len(problems), "finding"), "accent"
    return "ready", "good"


def _build_note(preview: FilePreview, *, is_recalled: bool, is_edited: bool) -> str:
    """Return how the file was recognised, and what becomes of the mapping."""
    if is_edited:
        return "Columns chosen by hand; kept for the next file with these columns."
    if is_recalled:
        return "Read as you chose the last time a file had these columns."
    guessed = sum(1 for column in preview.columns if column.guessed)
    if guessed:
        return f"{format_plural(guessed, 'column')} matched by a similar name: please check."
    if preview.kind is None:
        return ""
    return "All columns recognised by their names."


def _build_ours(column: Column) -> OurColumn:
    """Return one of our columns to choose from."""
    holds = " or ".join(column.choices) if column.choices else _HOLDS.get(column.holds.name, "text")
    return OurColumn(
        column.name, format_column(column.name), holds, column.required, column.choices
    )


def _build_column(column: ColumnPreview, *, is_edited: bool) -> ColumnLine:
    """Return a column of the file."""
    sureness, rank = _tell_sureness(column, is_edited=is_edited)
    return ColumnLine(
        column.header,
        " · ".join(tuple(dict.fromkeys(column.samples))[:_SAMPLES_SHOWN]),
        column.ours,
        format_list([format_column(name) for name in column.ours]) or NOT_IMPORTED,
        column.guessed,
        sureness,
        rank,
    )


def _tell_sureness(column: ColumnPreview, *, is_edited: bool) -> tuple[tuple[str, str], int]:
    """Return how sure it is what a column becomes, in a word with its tone, and its rank."""
    if not column.ours:
        return ("", "waiting"), len(SURENESS) + 1
    if not column.guessed:
        return ("chosen" if is_edited else "known", "good"), len(SURENESS)
    rank = sum(column.confidence >= least for least, _, _ in SURENESS[1:])
    _, word, tone = SURENESS[rank]
    return (word, tone), rank


def _build_words(preview: FilePreview) -> tuple[WordLine, ...]:
    """Return the words of the file in columns of few words that are not ours already.

    They are known from the mapping, from the first cells, and from the rows that fail for them.
    """
    lines = []
    for ours in _columns_of(preview):
        origin = next((c for c in preview.columns if ours.name in c.ours), None)
        is_asked = ours.name == "outcome" and preview.questions.stages
        if not ours.choices or origin is None or is_asked:
            continue
        chosen = dict(preview.mapping.values.get(ours.name, {}))
        failing = [p.value for p in preview.problems if p.column == origin.header and p.value]
        for theirs in dict.fromkeys((*chosen, *origin.samples, *failing)):
            if theirs not in chosen and theirs.strip().casefold() in ours.choices:
                continue
            label, choice = format_column(ours.name), chosen.get(theirs, "")
            lines.append(WordLine(ours.name, label, theirs, choice, ours.choices))
    return tuple(lines[:_WORDS_SHOWN])


def _build_gaps(preview: FilePreview) -> tuple[GapLine, ...]:
    """Return the required columns that rows leave empty, and are rejected or skipped for."""
    gaps = []
    for ours in _columns_of(preview):
        origin = next((c.header for c in preview.columns if ours.name in c.ours), None)
        if not ours.required or origin is None:
            continue
        label = format_column(ours.name)
        if preview.mapping.missing.get(ours.name) == "skip":
            gaps.append(GapLine(ours.name, label, None, "skip"))
            continue
        count = sum(
            1
            for found in preview.problems
            if found.column == origin and not found.value and found.fate is Fate.REJECTED
        )
        if count:
            gaps.append(GapLine(ours.name, label, count, "reject"))
    return tuple(gaps)
