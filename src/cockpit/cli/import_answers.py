"""The options by which `cockpit import` is told what the files do not say."""

from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ALL_FILES, ImportAnswers
from cockpit.domain.records import Outcome

StagesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stage",
        metavar="STAGE=OUTCOME",
        help="What a stage means: open, won or lost; * for all others. Remembered.",
    ),
]
RatesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="CURRENCY=RATE",
        help="What one unit of a currency is worth in the team's: EUR=1.08. Remembered.",
    ),
]
RepsOption = Annotated[
    list[str] | None,
    typer.Option("--rep", metavar="NAME=REP", help="Whom a name in the files means. Remembered."),
]
SourcesOption = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME=SOURCE", help="Which source a name means. Remembered."),
]
DatesOption = Annotated[
    Literal["auto", "dmy", "mdy"],
    typer.Option("--dates", help="How to read 3/4/2026 where the files do not tell."),
]
FullOption = Annotated[
    bool,
    typer.Option(
        "--full",
        help="The files are full exports: what they lack is gone from the CRM, and is marked.",
    ),
]


def build_answers(
    *,
    stages: Iterable[str] | None,
    rates: Iterable[str] | None,
    reps: Iterable[str] | None,
    sources: Iterable[str] | None,
    full: bool,
) -> ImportAnswers:
    """Return what the options of a command say.

    Raises:
        UsageError: An option is not written as NAME=VALUE, or its value has no meaning.
    """
    return ImportAnswers(
        stages={"": {stage: _read_outcome(stage, word) for stage, word in _split("stage", stages)}},
        rates={code.upper(): _read_rate(code, text) for code, text in _split("rate", rates)},
        reps=dict(_split("rep", reps)),
        sources=dict(_split("source", sources)),
        full=frozenset({ALL_FILES} if full else ()),
    )


def _split(option: str, texts: Iterable[str] | None) -> list[tuple[str, str]]:
    pairs = []
    for text in texts or ():
        name, _, value = (part.strip() for part in text.rpartition("="))
        if not name or not value:
            raise UsageError(f"--{option} is {text!r}; write it as NAME=VALUE.")
        pairs.append((name, value))
    return pairs


def _read_outcome(stage: str, word: str) -> Outcome:
    try:
        return Outcome[word.upper()]
    except KeyError as error:
        raise UsageError(
            f"--stage says that {stage!r} means {word!r}; it can mean open, won or lost."
        ) from error


def _read_rate(currency: str, text: str) -> float:
    if len(currency) != 3 or not currency.isalpha():  # noqa: PLR2004 - ISO 4217
        raise UsageError(f"--rate names {currency!r}; a currency is written as EUR.")
    try:
        rate = float(text)
    except ValueError as error:
        raise UsageError(f"--rate {currency}={text}: {text!r} is not a number.") from error
    if not 0 < rate < float("inf"):
        raise UsageError(f"--rate {currency}={text}: a rate is more than 0.")
    return rate
