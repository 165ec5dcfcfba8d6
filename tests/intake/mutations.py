"""Files damaged at random, as transfers, editors and spreadsheets damage them; seeded."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

import xlsxwriter

Mutate = Callable[[Random, bytes], bytes]
_DELIMITERS = (b",", b";", b"\t", b"|")
_SHEET = "xl/worksheets/sheet1.xml"


def mutate_text(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Return a text file after one to three accidents; `others` may be appended to it."""
    for _ in range(random.randint(1, 3)):
        content = random.choice(_ACCIDENTS)(random, content)
        if random.random() < 0.05:
            content += random.choice(others)
    return content


def mutate_workbook(random: Random, content: bytes) -> bytes:
    """Return a workbook of which the archive, or the text of a part, was damaged."""
    if random.random() < 0.3:
        return random.choice((_flip, _truncate, _insert, _cut_out))(random, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice([_SHEET, _SHEET, *parts])
    if name == _SHEET and random.random() < 0.6:
        parts[name] = random.choice(_SHEET_ACCIDENTS)(random, parts[name])
    elif random.random() < 0.2:
        del parts[name]
    else:
        parts[name] = random.choice((_flip, _truncate, _cut_out))(random, parts[name])
    damaged = io.BytesIO()
    with zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return damaged.getvalue()


def to_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet of the rows; what looks like a number is one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                is_number = re.fullmatch(r"-?\d{1,9}(\.\d+)?", cell) is not None
                if is_number:
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, cell)
    return file.getvalue()


def _flip(random: Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(random.choice((1, 3, 20)) if damaged else 0):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def _truncate(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def _cut_out(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + content[start + random.choice((1, 7, 300)) :]


def _insert(random: Random, content: bytes) -> bytes:
    place = random.randint(0, len(content))
    piece = random.choice(
        (b"\0", b'"', b"\r", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"=1+1", b"'", b"\\")
    )
    return content[:place] + piece * random.choice((1, 2, 9)) + content[place:]


def _grow_a_cell(random: Random, content: bytes) -> bytes:
    place = random.randint(0, len(content))
    piece = random.choice((b"x", b"9", b" ", b"\xc3\xa9", b'"'))
    return content[:place] + piece * random.choice((1_000, 140_000)) + content[place:]


def _repeat_lines(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    start = random.randrange(len(lines))
    block = lines[start : start + random.randint(1, 4)]
    return b"".join(lines[:start] + block * random.choice((2, 50)) + lines[start:])


def _shuffle_lines(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def _swap_delimiters(random: Random, content: bytes) -> bytes:
    return content.replace(random.choice(_DELIMITERS), random.choice(_DELIMITERS))


def _change_ends(random: Random, content: bytes) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\r", b"\n\n", b"\x0b", b"")))


def _reencode(random: Random, content: bytes) -> bytes:
    text = content.decode("utf-8", errors="replace")
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-7", "utf-32"))
    return text.encode(encoding, errors="replace")


def _swap_cells(random: Random, content: bytes) -> bytes:
    cells = content.split(b",")
    for _ in range(5):
        first, second = random.randrange(len(cells)), random.randrange(len(cells))
        cells[first], cells[second] = cells[second], cells[first]
    return b",".join(cells)


def _plant(random: Random, content: bytes) -> bytes:
    cells = content.split(b",")
    cells[random.randrange(len(cells))] = random.choice(
        (
            b"#REF!",
            b"1e309",
            b"-0",
            b"99999999999999999999",
            b"0000-00-00",
            b"9999-12-31 25:61:61",
            b"3/4/2026",
            b"1.234",
            b"NaN",
            b"inf",
            b"\xc2\xa0",
            b"\xe2\x80\x8b",
            b"'=cmd|' /C calc'!A0",
            b"(500)",
            b"\xe2\x82\xac 3.500,00",
            b"2026-02-29T24:00:00+99:99",
            b"true",
            b";" * 40,
        )
    )
    return b",".join(cells)


_ACCIDENTS: tuple[Mutate, ...] = (
    _flip,
    _truncate,
    _cut_out,
    _insert,
    _insert,
    _grow_a_cell,
    _repeat_lines,
    _shuffle_lines,
    _swap_delimiters,
    _change_ends,
    _reencode,
    _swap_cells,
    _plant,
    _plant,
)


def _move_far(random: Random, content: bytes) -> bytes:
    place = random.choice((b"XFD1048576", b"A70000", b"ZZ9", b"XFD1", b"AAAA1", b"A0", b"1"))
    return re.sub(rb'r="[A-Z]+\d+"', b'r="' + place + b'"', content, count=1)


def _change_type(random: Random, content: bytes) -> bytes:
    kind = random.choice((b"e", b"b", b"s", b"str", b"d", b"inlineStr", b"zz"))
    return re.sub(rb't="s"', b't="' + kind + b'"', content, count=random.randint(1, 9))


def _change_value(random: Random, content: bytes) -> bytes:
    value = random.choice((b"#DIV/0!", b"1e400", b"-1", b"999999", b"x", b"", b"45000.5", b"nan"))
    values = list(re.finditer(rb"<v>[^<]*</v>", content))
    if not values:
        return content
    found = random.choice(values)
    return content[: found.start()] + b"<v>" + value + b"</v>" + content[found.end() :]


def _drop_places(random: Random, content: bytes) -> bytes:
    return re.sub(rb' r="[A-Z]*\d+"', b"", content, count=random.choice((1, 0)))


_SHEET_ACCIDENTS: tuple[Mutate, ...] = (_move_far, _change_type, _change_value, _drop_places)
