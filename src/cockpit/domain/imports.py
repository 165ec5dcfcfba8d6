"""What an import or an edit left behind: its batch, its counts, and saved column mappings."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.problems import FileAccount


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What became of the rows that were merged; their sum is the number of rows."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "MergeCounts") -> "MergeCounts":
        return MergeCounts(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Where a file was when it was imported.

    Args:
        path: Of the file; of its workbook for a sheet.
        content: A hash of its bytes.
    """

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One command that wrote records or plans.

    Args:
        id: Number of the batch, counting up from 1.
        at: When it was written, wall clock without a zone.
        command: What the user did, in words: `import leads.csv`, `edit plan`.
        accounts: One account per file, in the order given; none for an edit. Problems are loaded
            apart (`load_problems`), so these accounts carry none.
        undone_at: When it was undone; nothing that it wrote is left then.
    """

    id: int
    at: datetime
    command: str
    accounts: tuple[FileAccount, ...] = ()
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A column mapping that was set by hand, kept for the next file that looks the same.

    Args:
        signature: What a file looks like, in a form that intake chooses (its header).
        name: What the user sees: the file it was made for.
        document: The mapping itself, as TOML.
    """

    signature: str
    name: str
    document: str


@dataclass(frozen=True, slots=True)
class CrmConnection:
    """A live CRM that records are pulled from; its token is in the system's keyring.

    Args:
        system: The dialect of what it sends: "salesforce", "hubspot".
        address: Where its interface is.
        seen_until: The latest change that was read, on the CRM's own clock; `None` when nothing
            was read yet, so that the next pull fetches everything.
        pulled_at: When it was last read, wall clock; `None` when it was not.
    """

    system: str
    address: str
    seen_until: datetime | None = None
    pulled_at: datetime | None = None
