"""Reps and sources as tables."""

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.data import SOURCE_KIND_LABELS, RepActivity, SourceActivity
from cockpit.presenters.formatting import UNKNOWN, format_count, format_date

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def build_reps_model(parent: "QObject | None" = None) -> RowsTableModel[RepActivity]:
    """Return an empty model of reps; the key of a row is the rep's id."""
    columns = (
        Column[RepActivity]("Rep", lambda line: line.rep.name),
        Column[RepActivity](
            "Also known as",
            lambda line: ", ".join(line.rep.aliases) or UNKNOWN,
            tip=lambda line: "\n".join(line.rep.aliases),
        ),
        Column[RepActivity](
            "Starts",
            lambda line: format_date(line.rep.starts_on),
            sort=lambda line: line.rep.starts_on,
            is_number=True,
        ),
        Column[RepActivity](
            "Ends",
            lambda line: format_date(line.rep.ends_on),
            sort=lambda line: line.rep.ends_on,
            is_number=True,
        ),
        *_activity_columns(),
    )
    return RowsTableModel(columns, key=lambda line: line.rep.id, parent=parent)


def build_sources_model(parent: "QObject | None" = None) -> RowsTableModel[SourceActivity]:
    """Return an empty model of sources; the key of a row is the source's id."""
    columns = (
        Column[SourceActivity]("Source", lambda line: line.source.name),
        Column[SourceActivity](
            "Brought in by",
            lambda line: SOURCE_KIND_LABELS[line.source.kind],
            tone=lambda line: _KIND_TONES[line.source.kind],
        ),
        *_activity_columns(),
    )
    return RowsTableModel(columns, key=lambda line: line.source.id, parent=parent)


_KIND_TONES = dict(zip(SOURCE_KIND_LABELS, ("marketing", "sales", "other", "size"), strict=True))


def _activity_columns() -> tuple[Column[Any], ...]:
    """Return the columns that count what the store holds of a rep or source."""
    return tuple(
        Column(
            title,
            lambda line, count=count: format_count(count(line)),  # type: ignore[misc]
            sort=count,
            export=count,
            is_number=True,
        )
        for title, count in (
            ("Leads", attrgetter("leads")),
            ("Opportunities", attrgetter("opportunities")),
        )
    )
