"""From the paths of a command to its tables."""

import zipfile
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.intake.csv_files import CsvTable
from cockpit.intake.tables import Table
from cockpit.intake.workbooks import open_workbook

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of .xls


def open_tables(path: Path) -> list[Table]:
    """Return the tables of a file: one for CSV, one for each filled sheet of a workbook.

    Raises:
        UsageError: There is no such file, or it cannot be read as text or as a workbook.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name the files in it.")
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLD_WORKBOOK))
        if head == _OLD_WORKBOOK or zipfile.is_zipfile(path):
            return list(open_workbook(path))
        return [CsvTable(path)]
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is neither a text file nor a workbook.") from error
