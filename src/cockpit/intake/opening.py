"""From the paths of a command to its tables."""

from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.intake.csv_files import CsvTable
from cockpit.intake.tables import Table
from cockpit.intake.workbooks import open_workbook

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # the archive of .xlsx, the compound file of .xls


def open_tables(path: Path) -> list[Table]:
    """Return the tables of a file: one for CSV, one for each filled sheet of a workbook.

    Raises:
        UsageError: There is no such file, or it cannot be read as text or as a workbook.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name the files in it.")
    try:
        with path.open("rb") as file:
            is_workbook = file.read(4) in _WORKBOOKS
        if is_workbook:
            return list(open_workbook(path))
        return [CsvTable(path)]
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is neither a text file nor a workbook.") from error
