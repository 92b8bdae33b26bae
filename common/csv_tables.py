"""Tables as spreadsheets write them, in whichever dialect. What is wrong in a file is told with its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from common.errors import InvalidInput, TooLarge
from common.sizes import MIB

ERRORS_TOLD = 5
# Spreadsheets write these in the language of their menus.
_TRUE = {"true", "yes", "y", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "sì"}
_FALSE = {"false", "no", "n", "0", "-", "falsch", "nein", "faux", "non", "falso", "não", "nao"}
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Table:
    """What may be in it. A first row that names `key` is a heading, its columns in whatever order."""

    columns: tuple[str, ...]
    key: str
    without_heading: tuple[str, ...]
    file_max_bytes: int
    rows_at_most: int


def text_of_file(data: bytes, *, most_bytes: int) -> str:
    require_size(len(data), most_bytes=most_bytes)
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


def require_size(size_bytes: int, *, most_bytes: int) -> None:
    if size_bytes > most_bytes:
        raise TooLarge(f"This file is larger than {most_bytes // MIB} MB.", param="file")


def rows_of(data: bytes, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that holds something, with the line it begins on, as column and cell."""
    separator, text, skipped = _separator(text_of_file(data, most_bytes=table.file_max_bytes))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: tuple[str, ...] | None = None
    begins = 1 + skipped
    try:
        for number, row in enumerate(reader):
            line, begins = begins, reader.line_num + 1 + skipped
            if number > table.rows_at_most:
                raise InvalidInput(f"This file has more than {table.rows_at_most:,} rows.", param="file")
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _heading(cells, table)
                if columns:
                    continue
                columns = table.without_heading
            yield line, _named(cells, columns, line)
    except csv.Error as error:
        raise InvalidInput(
            f"Line {begins}: this is not CSV ({error}).", param="file", code="not_csv"
        ) from None


def flag_of(cells: dict[str, str], column: str, *, default: bool) -> bool:
    given = cells.get(column, "").lower()
    if not given:
        return default
    if given in _TRUE:
        return True
    if given in _FALSE:
        return False
    raise InvalidInput(f"{column} is true or false, not “{given[:20]}”.", param=column)


def refuse(problems: list[str], *, of: str = "lines") -> NoReturn:
    """The first of them, and how many more."""
    told = " ".join(problems[:ERRORS_TOLD])
    rest = len(problems) - ERRORS_TOLD
    more = f" And {rest:,} more {of}." if rest > 0 else ""
    raise InvalidInput(f"{told}{more} Nothing was imported.", param="file", code="bad_rows")


def _separator(text: str) -> tuple[str, str, int]:
    """What parts the cells, what is left to read, and how many lines were skipped."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first[len("sep=")], rest, 1
    counts = {separator: first.count(separator) for separator in ",;\t"}
    return max(counts, key=lambda separator: counts[separator]), text, 0


def _heading(first_row: list[str], table: Table) -> tuple[str, ...] | None:
    """None where the first row holds what the others do."""
    names = tuple(cell.lower().replace(" ", "_") for cell in first_row)
    if table.key not in names:
        return None
    if unknown := [name for name in names if name and name not in table.columns]:
        raise InvalidInput(
            f"Line 1: there is no column “{unknown[0][:40]}”. The columns are {', '.join(table.columns)}.",
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
