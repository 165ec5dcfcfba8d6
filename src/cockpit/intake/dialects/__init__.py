"""One file per CRM that declares how its exports become ours; `forms` says with which words."""

from cockpit.intake.dialects.forms import Dialect
from cockpit.intake.dialects.plain import PLAIN

DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (PLAIN,)}
"""All of them by name, as `--from` takes it."""
