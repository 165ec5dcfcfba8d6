"""How the exports of one CRM are described: as data, one `Form` for each sort of file.

Wherever a header can be spelt in several ways, the spellings stand in one text with `|` between
them: `"Close Date|Schlusstermin|Date de clôture"`. Case, padding, dashes, underscores and the
decomposition of accents make no difference (`normalise_header`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.tables import normalise_header

YES = ("1", "true", "yes", "ja", "oui", "sí", "si", "sim", "verdadero", "vrai", "wahr", "waar")
"""What a ticked box becomes in an export, in any language."""

NO = ("0", "false", "no", "nein", "non", "não", "nao", "nee", "falso", "faux", "falsch", "onwaar")
"""What an empty box becomes in an export, in any language."""

_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """A column that decides what became of a deal, whatever the name of its stage.

    Args:
        outcome: What the deal is when one of the words stands in the column.
        headers: Spellings of the column's header.
        words: The words, casefolded. With `YES`, the column must hold yes or no in every row, and
            a row that does not is rejected.
    """

    outcome: Outcome
    headers: str
    words: tuple[str, ...] = YES


@dataclass(frozen=True, slots=True)
class SkipRule:
    """A column that tells rows which are no records any more.

    Args:
        headers: Spellings of the column's header.
        reason: What the account says of such a row: "deleted in Salesforce".
        words: What marks such a row, casefolded.
        unless: Spellings of headers; a row that fills one of these columns is a record after all.
    """

    headers: str
    reason: str
    words: tuple[str, ...] = YES
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One sort of file that a CRM exports.

    Args:
        kind: What its rows are.
        variant: How it came about, for a sentence: "report", "data export"; may be empty.
        columns: Our column → spellings of the headers that fill it. When a file has several of
            them, the first that is filled in a row counts, in the order given here; of columns
            with the very same header the leftmost. A header may fill several of our columns:
            `Stage` both `outcome` and `stage`, `Close Date` both `closed_at` and
            `expected_close_at` (the latter then counts for open deals only, the former for
            closed ones only).
        marks: Headers of which a file must have at least one to be taken for this form.
        owner_ids: Headers among those of `rep` that hold the id of a user and not a name; the
            names come from the users file of the same system.
        known: Headers that nobody reads; they count as known and are no finding.
        patterns: Regular expressions for more of these, over the header as the file spells it.
        values: Our column → word of the CRM → our word. Words match without regard to case. Of
            `outcome` these are the stages that mean the same everywhere; all others are asked.
        outcomes: Columns that decide the outcome; the first rule that fits a row counts, and a
            row that none fits is open. They hold only when the file has the columns of all
            rules; otherwise the column `outcome` counts.
        skips: Rows that are no records any more.
        identity: When no column fills the id: the headers that together name a record, those that
            change least first. The id is made of their cells. Each entry holds spellings; an
            entry that the file lacks is left out, but the first must be there.
        constants: Our column → what stands in every row.
    """

    kind: FileKind
    variant: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    marks: str = ""
    owner_ids: str = ""
    known: str = ""
    patterns: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _EMPTY)
    outcomes: tuple[OutcomeRule, ...] = ()
    skips: tuple[SkipRule, ...] = ()
    identity: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the exports of one CRM have in common.

    Args:
        name: As `--from` and accounts call it: "salesforce".
        title: As a sentence calls it: "Salesforce".
        forms: Its files.
        null_ids: Ids that stand for none.
        id_prefix: What precedes ids in some exports of the CRM and not in others; taken away.
        has_checked_ids: Ids of 15 letters are the same as those of 18 that end in Salesforce's
            three letters of case; they are brought to 18.
        footers: Regular expressions for the first filled cell of rows below the records, beside
            those that are footers everywhere.
        no_losses: Why a file may hold no lost deal at all, and what to do; "" when the CRM gives
            no reason of its own.
    """

    name: str
    title: str
    forms: tuple[Form, ...]
    null_ids: frozenset[str] = frozenset()
    id_prefix: str = ""
    has_checked_ids: bool = False
    footers: tuple[str, ...] = ()
    no_losses: str = ""


def spellings(headers: str) -> tuple[str, ...]:
    """Return the spellings of a header, normalised, in order."""
    return tuple(normalise_header(each) for each in headers.split("|") if each.strip())


def is_custom(form: Form, header: str) -> bool:
    """Return whether a header is one of those that users add to the CRM themselves."""
    return any(re.fullmatch(pattern, header, re.IGNORECASE) for pattern in form.patterns)
