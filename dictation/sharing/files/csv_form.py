"""Items as a table. What a spreadsheet would carry out as a formula lies behind an apostrophe, and comes
back without it.
"""

import re
from collections.abc import Iterable

from common.csv_files import BYTE_ORDER_MARK, guarded, lines_of, unguarded
from common.csv_tables import Table, flag_of, rows_of
from common.errors import AppError, InvalidInput
from dictation.items.cleaning import ItemDraft
from dictation.models import Item
from dictation.sharing.files.drafts import Numbered, Wrong, difficulty_given
from dictation.sharing.limits import FILE_ITEMS_AT_MOST, FILE_MAX_BYTES

COLUMNS = ("locale", "text", "alternatives", "is_strict", "difficulty", "tags")
TABLE = Table(
    columns=COLUMNS,
    key="text",
    without_heading=("text",),
    file_max_bytes=FILE_MAX_BYTES,
    rows_at_most=FILE_ITEMS_AT_MOST,
)
# Between the alternatives; behind a backslash it is a letter of one.
_BAR = "|"
_PARTS = re.compile(r"((?:[^\\|]|\\.?)*)(?:\||$)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.0)?")


def write_csv(items: Iterable[Item]) -> str:
    return BYTE_ORDER_MARK + lines_of([COLUMNS, *map(_row, items)])


def read_csv(data: bytes, *, locale: str) -> tuple[list[Numbered], list[Wrong]]:
    """`locale` is that of the rows that name none."""
    good, wrong = [], []
    for line, cells in rows_of(data, TABLE):
        try:
            good.append((f"Line {line}", _draft(cells, locale)))
        except AppError as error:
            wrong.append((f"Line {line}", error))
    return good, wrong


def _row(item: Item) -> list[str]:
    cells = (
        item.locale,
        item.text,
        alternatives_cell(item.alternatives),
        str(item.is_strict).lower(),
        str(difficulty_given(item) or ""),
        ", ".join(tag.name for tag in item.tags.all()),
    )
    return [guarded(cell) for cell in cells]


def _draft(cells: dict[str, str], locale: str) -> ItemDraft:
    cells = {column: unguarded(cell) for column, cell in cells.items()}
    return ItemDraft(
        locale=cells.get("locale") or locale,
        text=cells.get("text", ""),
        alternatives=alternatives_in(cells.get("alternatives", "")),
        is_strict=flag_of(cells, "is_strict", default=False),
        difficulty=_difficulty(cells.get("difficulty", "")),
        tags=[tag for tag in map(str.strip, cells.get("tags", "").split(",")) if tag],
    )


def alternatives_cell(alternatives: Iterable[str]) -> str:
    return f" {_BAR} ".join(re.sub(r"([\\|])", r"\\\1", text) for text in alternatives)


def alternatives_in(cell: str) -> list[str]:
    texts = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip() for part in _PARTS.findall(cell))
    return [text for text in texts if text]


def _difficulty(cell: str) -> int | None:
    """Spreadsheets make 3 into 3.0."""
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell):
        raise InvalidInput("difficulty is a whole number from 1 to 5, or empty.", param="difficulty")
    return int(cell.partition(".")[0])
