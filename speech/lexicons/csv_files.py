"""Lexicons as CSV, in the dialects that spreadsheets write. What is wrong in a file is told with its line."""

from collections.abc import Iterable

from common.csv_files import BYTE_ORDER_MARK, lines_of
from common.csv_tables import Table, flag_of, refuse, rows_of
from common.errors import AppError, InvalidInput
from common.sizes import MIB
from speech.lexicons.cleaning import clean_entry, key_of
from speech.text import LexiconEntry

COLUMNS = ("written", "respelling", "ipa", "case_sensitive", "whole_word")
FILE_MAX_BYTES = 4 * MIB
ROWS_AT_MOST = 10_000
TABLE = Table(
    columns=COLUMNS,
    key="written",
    without_heading=COLUMNS,
    file_max_bytes=FILE_MAX_BYTES,
    rows_at_most=ROWS_AT_MOST,
)


def write_csv(entries: Iterable[LexiconEntry]) -> str:
    """Each word as it is, whatever a spreadsheet makes of it: it is read in again."""
    return BYTE_ORDER_MARK + lines_of([COLUMNS, *map(_row, entries)])


def read_csv(data: bytes) -> list[LexiconEntry]:
    """Every word of the file, or one error that names the lines at fault."""
    entries: list[LexiconEntry] = []
    first_line: dict[tuple[str, bool], int] = {}
    problems: list[str] = []
    for line, cells in rows_of(data, TABLE):
        try:
            entry = _entry(cells)
        except AppError as error:
            problems.append(f"Line {line}: {error.message}")
            continue
        earlier = first_line.setdefault((key_of(entry), entry.case_sensitive), line)
        if earlier != line:
            problems.append(f"Line {line}: “{entry.written}” is on line {earlier} already.")
        entries.append(entry)
    if problems:
        refuse(problems)
    if not entries:
        raise InvalidInput("There is no word in this file.", param="file", code="empty_file")
    return entries


def _row(entry: LexiconEntry) -> tuple[str, ...]:
    flags = (str(entry.case_sensitive).lower(), str(entry.whole_word).lower())
    return (entry.written, entry.respelling or "", entry.ipa or "", *flags)


def _entry(cells: dict[str, str]) -> LexiconEntry:
    return clean_entry(
        written=cells.get("written", ""),
        respelling=cells.get("respelling", ""),
        ipa=cells.get("ipa", ""),
        case_sensitive=flag_of(cells, "case_sensitive", default=False),
        whole_word=flag_of(cells, "whole_word", default=True),
    )
