"""A file of items becomes items, and a list where one is wanted: all of them, or none and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction

from common.csv_tables import refuse, require_size
from common.errors import AppError, InvalidInput
from dictation.items.services import create_missing_items
from dictation.models import NAME_MAX_CHARACTERS, Item, ItemList
from dictation.sharing.files.csv_form import read_csv
from dictation.sharing.files.drafts import Numbered, Wrong
from dictation.sharing.files.json_form import name_in, parse_json, read_json
from dictation.sharing.limits import FILE_MAX_BYTES
from dictation.sharing.lists import add_items, create_list


@dataclass(frozen=True)
class Imported:
    """`items` are new; `known_count` were there already, and are in the list, too."""

    items: Sequence[Item]
    known_count: int
    item_list: ItemList | None


def import_file(
    *, owner: Any, file: Any, locale: str = "", is_list: bool = False, item_list: ItemList | None = None
) -> Imported:
    """CSV or JSON, whichever it is. `is_list`: a new list, called as the file says or is called."""
    if not isinstance(file, File):
        raise InvalidInput(
            "Send the file as the part “file” of a multipart form.", param="file", code="missing_file"
        )
    require_size(file.size, most_bytes=FILE_MAX_BYTES)
    data = file.read()
    usual = PurePath(file.name or "").stem
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        document = parse_json(data)
        name = (name_in(document) or usual) if is_list else ""
        return _import(owner, read_json(document, locale=locale), name, item_list)
    return _import(owner, read_csv(data, locale=locale), usual if is_list else "", item_list)


def import_json(*, owner: Any, document: Any, locale: str = "") -> Imported:
    """What an export gave. One with a name becomes a list."""
    return _import(owner, read_json(document, locale=locale), name_in(document), None)


def _import(
    owner: Any, read: tuple[list[Numbered], list[Wrong]], name: str, item_list: ItemList | None
) -> Imported:
    good, wrong = read
    if not good and not wrong:
        raise InvalidInput("There is no item in this file.", param="file", code="empty_file")
    with transaction.atomic():
        made, new = create_missing_items(user=owner, drafts=[draft for _, draft in good])
        wrong += [
            (place, found)
            for (place, _), found in zip(good, made, strict=True)
            if isinstance(found, AppError)
        ]
        if wrong:
            refuse([_told(place, error) for place, error in _in_order(wrong)], of="places")
        items = [item for item in made if isinstance(item, Item)]
        return Imported(new, len(items) - len(new), _listed(owner, items, name, item_list))


def _listed(owner: Any, items: Sequence[Item], name: str, item_list: ItemList | None) -> ItemList | None:
    ids = [item.pk for item in items]
    if item_list is not None:
        add_items(item_list=item_list, item_ids=ids)
        return item_list
    return create_list(owner=owner, name=name[:NAME_MAX_CHARACTERS], item_ids=ids) if name else None


def _told(place: str, error: AppError) -> str:
    of = f"{error.param}: " if error.param else ""
    return f"{place}: {of}{error.message}"


def _in_order(wrong: list[Wrong]) -> list[Wrong]:
    return sorted(wrong, key=lambda each: int(each[0].rpartition(" ")[2]))
