"""What a table cell can tell besides its text."""

from enum import IntEnum

from PySide6.QtCore import Qt


class Role(IntEnum):
    """Item data roles that every table of the window understands.

    SORT: the value to sort by. EXPORT: the exact value for the clipboard and CSV, when it is not
    the text shown. TONE: tone of the text, or of the chip. SPANS: the text as spans, in tones.
    SEGMENTS: parts of an effect bar. KEY: identity of the row.
    """

    SORT = Qt.ItemDataRole.UserRole + 1
    EXPORT = Qt.ItemDataRole.UserRole + 2
    TONE = Qt.ItemDataRole.UserRole + 3
    SPANS = Qt.ItemDataRole.UserRole + 4
    SEGMENTS = Qt.ItemDataRole.UserRole + 5
    KEY = Qt.ItemDataRole.UserRole + 6
