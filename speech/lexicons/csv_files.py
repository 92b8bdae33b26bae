"""Lexicons as CSV, in the dialects that spreadsheets write. What is wrong in a file is told with its line."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NoReturn

from common.csv_files import BYTE_ORDER_MARK, lines_of
from common.errors import AppError, InvalidInput, TooLarge
from speech.lexicons.cleaning import clean_entry, key_of
from speech.text import LexiconEntry

COLUMNS = ("written", "respelling", "ipa", "case_sensitive", "whole_word")
FILE_MAX_BYTES = 4 * 1024 * 1024
ROWS_AT_MOST = 10_000
ERRORS_TOLD = 5
# Spreadsheets write these in the language of their menus.
_TRUE = {"true", "yes", "y", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "sì"}
_FALSE = {"false", "no", "n", "0", "-", "falsch", "nein", "faux", "non", "falso", "não", "nao"}
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def write_csv(entries: Iterable[LexiconEntry]) -> str:
    """Each word as it is, whatever a spreadsheet makes of it: it is read in again."""
    return BYTE_ORDER_MARK + lines_of([COLUMNS, *map(_row, entries)])


def read_csv(data: bytes) -> list[LexiconEntry]:
    """Every word of the file, or one error that names the lines at fault."""
    if len(data) > FILE_MAX_BYTES:
        raise TooLarge(f"This file is larger than {FILE_MAX_BYTES // 1024**2} MB.", param="file")
    entries: list[LexiconEntry] = []
    first_line: dict[tuple[str, bool], int] = {}
    problems: list[str] = []
    for line, cells in _rows(_text(data)):
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
        _tell(problems)
    if not entries:
        raise InvalidInput("There is no word in this file.", param="file", code="empty_file")
    return entries


def _row(entry: LexiconEntry) -> tuple[str, ...]:
    flags = (str(entry.case_sensitive).lower(), str(entry.whole_word).lower())
    return (entry.written, entry.respelling or "", entry.ipa or "", *flags)


def _text(data: bytes) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidInput(
            "This file is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.",
            param="file",
            code="not_utf8",
        ) from None
    if "\x00" in text:
        raise InvalidInput("This is not a CSV file.", param="file", code="not_csv")
    return text


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that holds something, with the line it begins on, as column and cell."""
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: tuple[str, ...] | None = None
    begins = 1 + skipped
    try:
        for number, row in enumerate(reader):
            line, begins = begins, reader.line_num + 1 + skipped
            if number > ROWS_AT_MOST:
                raise InvalidInput(f"This file has more than {ROWS_AT_MOST:,} rows.", param="file")
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _heading(cells)
                if columns:
                    continue
                columns = COLUMNS
            yield line, _named(cells, columns, line)
    except csv.Error as error:
        raise InvalidInput(
            f"Line {begins}: this is not CSV ({error}).", param="file", code="not_csv"
        ) from None


def _separator(text: str) -> tuple[str, str, int]:
    """What parts the cells, what is left to read, and how many lines were skipped."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first[len("sep=")], rest, 1
    counts = {separator: first.count(separator) for separator in ",;\t"}
    return max(counts, key=lambda separator: counts[separator]), text, 0


def _heading(first_row: list[str]) -> tuple[str, ...] | None:
    """The columns in whatever order; None where the first row is a word already."""
    names = tuple(cell.lower().replace(" ", "_") for cell in first_row)
    if "written" not in names:
        return None
    if unknown := [name for name in names if name and name not in COLUMNS]:
        raise InvalidInput(
            f"Line 1: there is no column “{unknown[0][:40]}”. The columns are {', '.join(COLUMNS)}.",
            param="file",
        )
    return names


def _named(cells: list[str], columns: tuple[str, ...], line: int) -> dict[str, str]:
    if any(cells[len(columns) :]):
        raise InvalidInput(
            f"Line {line}: there are more cells than the {len(columns)} columns. Put quotes around a cell "
            f"that holds the separator.",
            param="file",
        )
    return dict(zip(columns, cells, strict=False))


def _entry(cells: dict[str, str]) -> LexiconEntry:
    return clean_entry(
        written=cells.get("written", ""),
        respelling=cells.get("respelling", ""),
        ipa=cells.get("ipa", ""),
        case_sensitive=_flag(cells, "case_sensitive", default=False),
        whole_word=_flag(cells, "whole_word", default=True),
    )


def _flag(cells: dict[str, str], column: str, *, default: bool) -> bool:
    given = cells.get(column, "").lower()
    if not given:
        return default
    if given in _TRUE:
        return True
    if given in _FALSE:
        return False
    raise InvalidInput(f"{column} is true or false, not “{given[:20]}”.", param=column)


def _tell(problems: list[str]) -> NoReturn:
    told = " ".join(problems[:ERRORS_TOLD])
    rest = len(problems) - ERRORS_TOLD
    more = f" And {rest:,} more lines." if rest > 0 else ""
    raise InvalidInput(f"{told}{more} Nothing was imported.", param="file", code="bad_rows")
