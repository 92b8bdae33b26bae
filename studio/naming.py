"""Names of what a person has in the studio: those of copies, and what a search finds by them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from common.errors import InvalidInput
from speech.names import folded
from studio.models import NAME_MAX_CHARACTERS

Row = TypeVar("Row", bound=Model)

COPY = " copy"


def copied_name(name: str) -> str:
    return name[: NAME_MAX_CHARACTERS - len(COPY)].rstrip() + COPY


def found_by_name(rows: QuerySet[Row], search: str, *, param: str, also: str | None = None) -> QuerySet[Row]:
    """`also`: a column of further names. A person has a thousand rows at most: they are compared here, since
    SQLite lowers ASCII alone."""
    search = folded(search.strip())
    if len(search) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {NAME_MAX_CHARACTERS} characters at most.", param=param)
    if not search:
        return rows
    columns = ("name",) if also is None else ("name", also)
    named = rows.order_by().values_list("pk", *columns)
    return rows.filter(pk__in=[pk for pk, *names in named if _is_like(search, names)])


def _is_like(search: str, names: Iterable[Any]) -> bool:
    """Of a name, or of several as a list."""
    each = (name for one in names for name in ([one] if isinstance(one, str) else one))
    return any(search in folded(name) for name in each)
