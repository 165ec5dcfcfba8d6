"""The plain files of our own: a column is what its header says."""

from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS
from cockpit.intake.mapping import FileMapping
from cockpit.intake.tables import normalise_header


def read_header(header: tuple[str, ...], kind: FileKind) -> FileMapping:
    """Return the columns of a header that carry the name of a column of the kind."""
    names = {column.name for column in COLUMNS[kind]}
    own = {title: normalise_header(title) for title in header}
    return FileMapping(columns={title: (name,) for title, name in own.items() if name in names})
