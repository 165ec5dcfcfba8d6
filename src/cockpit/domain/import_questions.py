"""What only the user can say about files: asked in the preview, answered once, remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cockpit.domain.records import Outcome


@dataclass(frozen=True, slots=True)
class StageQuestion:
    """A stage of a sales process and what it means.

    Args:
        stage: As the CRM spells it.
        rows: How many rows of the file are in it.
        outcome: What it is read as; `None` when nothing in the file, the dialect or the store
            says so, and the user has to.
        is_certain: The CRM's own flags, a dialect's fixed word or an earlier answer says so;
            otherwise it is a proposal from the word itself.
    """

    stage: str
    rows: int
    outcome: Outcome | None
    is_certain: bool


@dataclass(frozen=True, slots=True)
class DateOrderQuestion:
    """A column whose every date can be read with the day or the month first.

    Args:
        column: Header as the file spells it.
        samples: Some of its cells.
    """

    column: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurrencyQuestion:
    """Amounts in another currency than the team's.

    Args:
        currency: ISO 4217.
        rows: How many rows of the file are in it.
        rate: Units of the team's currency for one unit, from an earlier answer; `None` when nobody
            said, and the rows are rejected until somebody does.
    """

    currency: str
    rows: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A rep or source that nobody knows, spelt much like one that is known.

    Args:
        role: "rep" or "source".
        name: As the file spells it.
        rows: How many rows of the file carry it.
        like: The known name that it resembles.
        likeness: 0 to 1.
    """

    role: str
    name: str
    rows: int
    like: str
    likeness: float


@dataclass(frozen=True, slots=True)
class VanishedQuestion:
    """Records of the same source system that a file does not hold.

    They are marked as gone only when the user says that the file is a full export.

    Args:
        known: Records that came from the system and are not marked as gone.
        vanished: Those among them that the file does not hold.
        is_likely_full: So few are missing that the file looks like a full export.
    """

    known: int
    vanished: int
    is_likely_full: bool


@dataclass(frozen=True, slots=True)
class ImportQuestions:
    """All that a file leaves open, and what is assumed until the user says otherwise."""

    stages: tuple[StageQuestion, ...] = ()
    date_orders: tuple[DateOrderQuestion, ...] = ()
    currencies: tuple[CurrencyQuestion, ...] = ()
    names: tuple[NameQuestion, ...] = ()
    vanished: VanishedQuestion | None = None


ALL_FILES = "*"
"""Among the keys of full exports: every file of the import is one."""


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the user said; what concerns the source system is remembered with the store.

    Args:
        stages: System (a dialect's name, "" for any) → stage → what it means; the stage `*` stands
            for all of which nothing else is said.
        rates: Currency → units of the team's currency for one unit of it.
        reps: Name in a file → the known rep that it is; the same name says that it is a new one.
        sources: The same for sources.
        full: Keys of the tables that are full exports: what they lack is gone from the CRM;
            `ALL_FILES` for all of them.
    """

    stages: Mapping[str, Mapping[str, Outcome]] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    reps: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    full: frozenset[str] = frozenset()
