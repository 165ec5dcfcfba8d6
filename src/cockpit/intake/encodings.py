"""The encoding of a text file, by rule: mark, else UTF-16, UTF-8 and cp1252 in turn."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from cockpit.domain.errors import UsageError

_BLOCK = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAMPLE = 2_000
_ENOUGH = 20_000  # bytes beyond ASCII that tell UTF-8 from cp1252
_NOT_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_WIDE_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MANY_ZEROS = 0.4  # of every second byte, western text in UTF-16 has nearly all zero


def detect_encoding(path: Path) -> tuple[str, int]:
    """Return the encoding of a text file and the number of bytes of its byte order mark.

    Detectors that guess from statistics misread western cp1252; rules do not.

    Raises:
        UsageError: The file is empty or is not text.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        raise UsageError(f"{path.name} is empty: it has no header row.")
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding, len(mark)
    if _has_zeros(head[1::2]) and b"\0" not in head[::2]:
        return "utf-16-le", 0
    if _has_zeros(head[::2]) and b"\0" not in head[1::2]:
        return "utf-16-be", 0
    for encoding in ("utf-8", "cp1252"):
        if _is_encoded(path, encoding):
            if encoding == "cp1252":
                _refuse_broken_utf_8(path)
            return encoding, 0
    raise UsageError(f"{path.name} is neither a text file nor a workbook.")


def _refuse_broken_utf_8(path: Path) -> None:
    """Refuse a file whose letters are those of UTF-8 but for a few: half a letter at its end.

    Raises:
        UsageError: In cp1252, `José` would come out as `JosÃ©` in every row.
    """
    wide = beyond = 0
    for block in _read_blocks(path):
        if not block.isascii() and beyond < _ENOUGH:
            wide += sum(map(len, _WIDE_LETTER.findall(block)))
            beyond += len(_BEYOND_ASCII.findall(block))
    if wide * 2 > beyond:
        raise UsageError(
            f"{path.name} is text in UTF-8, but line {_find_broken_line(path):,} holds a letter "
            "that is cut off or damaged: export the file again."
        )


def _find_broken_line(path: Path) -> int:
    """Return the number of the first line that cannot be decoded."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0


def _has_zeros(half: bytes) -> bool:
    return half.count(0) > len(half) * 2 * _MANY_ZEROS


def _is_encoded(path: Path, encoding: str) -> bool:
    """Return whether all of a file can be decoded and holds no NUL."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _read_blocks(path):
            if b"\0" in block:
                return False
            if encoding == "cp1252":
                if any(byte in block for byte in _NOT_CP1252):
                    return False
                continue
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
