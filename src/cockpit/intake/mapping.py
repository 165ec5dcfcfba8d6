"""How a foreign file is read as one of ours: its columns, its words, its dates and numbers.

A mapping file in TOML::

    kind = "opportunities"
    dates = "dmy"                      # auto, ymd, dmy, mdy, or a pattern such as "%d %b %Y"
    numbers = "1.234,56"               # auto, "1,234.56" or "1.234,56"
    ignore = ["product"]               # columns not to be read; "*" for all that are not named
    [columns]                          # file column = our column, or several of ours
    deal_stage = ["outcome", "stage"]
    [constants]                        # our column = the same value in every row
    source = "Referral"
    [values.outcome]                   # our column: file value = our value
    Engaging = "open"
    [missing]                          # our column: what becomes of rows that leave it empty
    created_at = "skip"                # skip (listed, counted as skipped) or reject, the default
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS

DATE_ORDERS = ("auto", "ymd", "dmy", "mdy")
NUMBER_FORMATS = ("auto", "1,234.56", "1.234,56")
_OUR_COLUMNS = frozenset(column.name for columns in COLUMNS.values() for column in columns)
_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How the columns and cells of a file become ours; the module says what each part means.

    Args:
        kind: What the rows are, or `None` to recognise it from the columns.
        columns: File column → our columns.
        constants: Our column → a value for every row.
        values: Our column → file value → our value; file values match without regard to case.
        missing: Our column → "skip" or "reject" for rows that leave it empty.
        dates: One of `DATE_ORDERS`, or a pattern of `datetime.strptime`.
        numbers: One of `NUMBER_FORMATS`.
        ignore: File columns that are not to be read; `*` for all that are not named.
    """

    kind: FileKind | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _EMPTY)
    constants: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _EMPTY)
    missing: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    dates: str = "auto"
    numbers: str = "auto"
    ignore: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the mapping as JSON, the form in which it is kept with the store."""
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps({name: part for name, part in parts.items() if part}, sort_keys=True)


def read_mapping(path: Path) -> FileMapping:
    """Read a mapping from a TOML file.

    Raises:
        UsageError: The file cannot be read, is no TOML, or says something that has no meaning.
    """
    try:
        parts = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"The mapping {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The mapping {path} is not TOML: {error}.") from error
    return build_mapping(parts, str(path))


def parse_mapping(text: str) -> FileMapping:
    """Return the mapping that `FileMapping.to_json` wrote."""
    return build_mapping(json.loads(text), "the saved mapping")


def build_mapping(parts: Mapping[str, Any], name: str) -> FileMapping:
    """Return a mapping from its parts as TOML or JSON has them; `name` is where they come from.

    Raises:
        UsageError: A part is unknown or has a value without a meaning; the sentence names it.
    """
    unknown = parts.keys() - FileMapping.__dataclass_fields__.keys()
    if unknown:
        raise UsageError(f"{name}: {min(unknown)!r} is not a part of a mapping.")
    for part in ("columns", "constants", "values", "missing"):
        _check_table(parts.get(part, {}), part, name)
    columns = {
        header: tuple(ours) if isinstance(ours, list | tuple) else (str(ours),)
        for header, ours in parts.get("columns", {}).items()
    }
    _check_columns(columns, parts, name)
    for column, words in parts.get("values", {}).items():
        _check_table(words, f"values.{column}", name)
    for column, fate in parts.get("missing", {}).items():
        _check_word(fate, ("skip", "reject"), f"missing.{column}", name)
    dates = str(parts.get("dates", "auto"))
    if "%" not in dates:
        _check_word(dates, DATE_ORDERS, "dates", name)
    kind = parts.get("kind")
    return FileMapping(
        kind=None if kind is None else FileKind(_check_word(kind, tuple(FileKind), "kind", name)),
        columns=columns,
        constants={column: str(value) for column, value in parts.get("constants", {}).items()},
        values={
            column: {str(theirs): str(ours) for theirs, ours in words.items()}
            for column, words in parts.get("values", {}).items()
        },
        missing=dict(parts.get("missing", {})),
        dates=dates,
        numbers=_check_word(parts.get("numbers", "auto"), NUMBER_FORMATS, "numbers", name),
        ignore=tuple(parts.get("ignore", ())),
    )


def _check_columns(
    columns: Mapping[str, tuple[str, ...]], parts: Mapping[str, Any], name: str
) -> None:
    filled = [*(ours for many in columns.values() for ours in many), *parts.get("constants", {})]
    for column in [*filled, *parts.get("values", {}), *parts.get("missing", {})]:
        if column not in _OUR_COLUMNS:
            raise UsageError(f"{name}: {column!r} is not one of our columns.")
    for column in filled:
        if filled.count(column) > 1:
            raise UsageError(f"{name}: {column!r} is given more than once.")


def _check_table(value: object, part: str, name: str) -> None:
    if not isinstance(value, Mapping):
        raise UsageError(f"{name}: {part} must be a table, such as [{part}].")


def _check_word(word: object, words: tuple[str, ...], part: str, name: str) -> str:
    if word not in words:
        raise UsageError(f"{name}: {part} is {word!r}; it can be {', '.join(words)}.")
    return str(word)
