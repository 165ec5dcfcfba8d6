"""The plain files of our own: a column is what its header says."""

from cockpit.intake.dialects.forms import Dialect, Form
from cockpit.intake.kinds import COLUMNS

PLAIN = Dialect(
    name="plain",
    title="Plain file",
    forms=tuple(
        Form(kind, columns={column.name: column.name for column in columns})
        for kind, columns in COLUMNS.items()
    ),
)
