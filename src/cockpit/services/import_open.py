"""What only the user can say about a file: questions for a preview, a sentence for a refusal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import (
    CurrencyQuestion,
    DateOrderQuestion,
    NameQuestion,
    StageQuestion,
)
from cockpit.domain.records import Outcome
from cockpit.intake.layouts import Layout
from cockpit.intake.proposals import propose_outcomes
from cockpit.intake.rows import TableReader
from cockpit.intake.tally import Place, Tally

_ALIKE = 84.0
_INITIALS = 0.9
_NAMED, _LONGEST = 20, 60
"""Stages that a sentence names, and letters of each."""
_ASKED = 40
"""Near-duplicates asked for each role; beyond that nobody reads on."""


def build_stages(layout: Layout, tally: Tally) -> tuple[StageQuestion, ...]:
    """Return the stages of a file; what nobody said is proposed from the word itself."""
    if "outcome" not in layout.columns:
        return ()
    open_ones = [stage for stage, outcome in tally.stages.items() if outcome is None]
    proposed = propose_outcomes(open_ones)
    return tuple(
        StageQuestion(
            stage,
            tally.stage_rows[stage].rows,
            outcome if outcome is not None else _to_outcome(proposed.get(stage)),
            is_certain=outcome is not None,
        )
        for stage, outcome in tally.stages.items()
        if stage in tally.stage_rows
    )


def build_date_orders(tally: Tally) -> tuple[DateOrderQuestion, ...]:
    """Return the columns whose dates can be read two ways."""
    return tuple(
        DateOrderQuestion(title, tuple(samples)) for title, samples in tally.undecided.items()
    )


def build_currencies(tally: Tally, rates: Mapping[str, float]) -> tuple[CurrencyQuestion, ...]:
    """Return the currencies of a file other than the team's."""
    return tuple(
        CurrencyQuestion(code, place.rows, rates.get(code))
        for code, place in sorted(tally.currencies.items())
    )


def find_alike(
    role: str, names: Mapping[str, Place], new: Iterable[str], known: Iterable[str]
) -> tuple[NameQuestion, ...]:
    """Return for names that nobody knows the known one that each resembles.

    Args:
        role: "rep" or "source".
        names: The names of a file and how often each stands in it.
        new: Those among them that nobody knew before.
        known: The names that were known.
    """
    known, new = set(known), [name for name in dict.fromkeys(new) if name in names]
    questions = []
    for name in new:
        others = known | {o for o in new if names[o].rows > names[name].rows}
        like, likeness = _find_most_alike(name, sorted(others))
        if like:
            questions.append(NameQuestion(role, name, names[name].rows, like, likeness))
    questions.sort(key=lambda question: -question.likeness)
    return tuple(questions[:_ASKED])


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """A table that was read, and what its reader could not know.

    Args:
        file: Its name.
        layout: How it was read.
        reader: Its reader, after the last row.
    """

    file: str
    layout: Layout
    reader: TableReader


def refuse_open(opened: Iterable[OpenQuestions]) -> None:
    """Refuse an import of files that leave something open.

    Raises:
        UsageError: The sentence says what to add to the command.
    """
    sentences = []
    for each in opened:
        for title, samples in each.reader.tally.undecided.items():
            sentences.append(
                f"{each.file}, column {title}: dates such as {next(iter(samples))} could have the "
                "day or the month first: say --dates dmy or --dates mdy."
            )
        stages = [s for s in build_stages(each.layout, each.reader.tally) if not s.is_certain]
        if stages and each.layout.recognised_as not in ("plain", "mapping"):
            sentences.append(f"{each.file}: {_ask_for_stages(stages)}")
    if sentences:
        raise UsageError(" ".join(sentences))


def _ask_for_stages(stages: list[StageQuestion]) -> str:
    """Return a sentence with the options that say what stages mean, as they seem to."""
    options = " ".join(
        f'--stage "{_shorten(stage.stage)}={(stage.outcome or Outcome.OPEN).name.lower()}"'
        for stage in stages[:_NAMED]
    )
    rest = len(stages) - _NAMED
    more = f' There are {rest:,} more; --stage "*=open" stands for all others.' if rest > 0 else ""
    if len(stages) == 1:
        return f"nobody has said what a stage means; if it is what it seems, add {options}."
    return (
        f"nobody has said what some stages mean; if they are what they seem, add {options}.{more}"
    )


def _shorten(stage: str) -> str:
    text = " ".join(stage.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _to_outcome(word: str | None) -> Outcome | None:
    return None if word is None else Outcome[word.upper()]


def _find_most_alike(name: str, others: list[str]) -> tuple[str, float]:
    """Return the name that resembles another most, and how much; "" when none does."""
    best, score = "", 0.0
    match = process.extractOne(
        name,
        others,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=_ALIKE,
    )
    if match and _digits(match[0]) == _digits(name):
        best, score = str(match[0]), match[1] / 100
    if not best:
        short = [other for other in others if _is_short_for(name, other)]
        if len(short) == 1:
            best, score = short[0], _INITIALS
    return best, score


def _is_short_for(name: str, other: str) -> bool:
    """Return whether two names have the same first word and one shortens the last: `Amara O.`."""
    one, two = (utils.default_process(each).split() for each in (name, other))
    if len(one) != len(two) or len(one) < 2 or one[:-1] != two[:-1]:  # noqa: PLR2004 - first and last
        return False
    return one[-1] != two[-1] and (one[-1].startswith(two[-1]) or two[-1].startswith(one[-1]))


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)
