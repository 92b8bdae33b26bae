"""Items as JSON, with the name of their list where they are one."""

import io
from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ParseError

from common.csv_tables import require_size
from common.errors import AppError, InvalidInput
from common.parsers import JSONParser, fields_sent
from dictation.items.cleaning import ItemDraft
from dictation.items.serializers import item_sent
from dictation.models import Item
from dictation.sharing.files.drafts import Numbered, Wrong, difficulty_given
from dictation.sharing.limits import FILE_ITEMS_AT_MOST, FILE_MAX_BYTES

FORM = "voicesite-dictation-items"
VERSION = 1
DOCUMENT = ("format", "version", "name", "items")


def as_json(items: Iterable[Item], *, name: str = "") -> dict[str, Any]:
    """`name` is that of a list."""
    named = {"name": name} if name else {}
    return {"format": FORM, "version": VERSION, **named, "items": [_written(item) for item in items]}


def parse_json(data: bytes) -> Any:
    require_size(len(data), most_bytes=FILE_MAX_BYTES)
    try:
        return JSONParser().parse(io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")))
    except ParseError as error:
        raise InvalidInput(str(error.detail), param="file", code="not_json") from None
    except AppError as error:
        raise InvalidInput(error.message, param="file", code=error.code) from None


def read_json(document: Any, *, locale: str) -> tuple[list[Numbered], list[Wrong]]:
    """What an export gave, or a list of items alone. `locale` is that of the items that name none."""
    sent = document if isinstance(document, list) else _items_of(document)
    if len(sent) > FILE_ITEMS_AT_MOST:
        raise InvalidInput(f"This file has more than {FILE_ITEMS_AT_MOST:,} items.", param="items")
    good, wrong = [], []
    for number, each in enumerate(sent, 1):
        try:
            good.append((f"Item {number}", _draft(each, locale)))
        except AppError as error:
            wrong.append((f"Item {number}", error))
    return good, wrong


def name_in(document: Any) -> str:
    name = document.get("name") if isinstance(document, dict) else None
    return name if isinstance(name, str) else ""


def _written(item: Item) -> dict[str, Any]:
    return {
        "locale": item.locale,
        "text": item.text,
        "alternatives": item.alternatives,
        "is_strict": item.is_strict,
        "difficulty": difficulty_given(item),
        "tags": [tag.name for tag in item.tags.all()],
    }


def _items_of(document: Any) -> list[Any]:
    sent = fields_sent(document, DOCUMENT)
    if sent.get("format", FORM) != FORM:
        raise InvalidInput(f"This is no file of dictation items: its format is not {FORM!r}.", param="format")
    version = sent.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        raise InvalidInput(
            f"Version {VERSION} is what is read here.", param="version", code="unknown_version"
        )
    if not isinstance(sent.get("items"), list):
        raise InvalidInput("Send the items as a list.", param="items")
    items: list[Any] = sent["items"]
    return items


def _draft(each: Any, locale: str) -> ItemDraft:
    sent = {name: value for name, value in item_sent(each).items() if value is not None}
    return ItemDraft(**{"locale": locale, "text": "", **sent})
