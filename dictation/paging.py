"""Pages as the API of dictation numbers them: `?page=2&per_page=20`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from common.errors import InvalidInput
from dictation.limits import PER_PAGE_MOST

PER_PAGE_USUAL = 20
# SQLite counts rows in 64 bits; nobody has that many pages.
_LAST_PAGE = 1_000_000
NAMES = ("page", "per_page")
PARAMETERS = [
    OpenApiParameter("page", int, description="From 1; one beyond the last is empty"),
    OpenApiParameter("per_page", int, description=f"Up to {PER_PAGE_MOST}; {PER_PAGE_USUAL} if left out"),
]


@dataclass(frozen=True)
class PageAsked:
    page: int
    per_page: int

    @property
    def rows(self) -> slice:
        return slice((self.page - 1) * self.per_page, self.page * self.per_page)


def page_asked(params: Mapping[str, Any]) -> PageAsked:
    return PageAsked(
        _whole(params, "page", usual=1, most=_LAST_PAGE),
        _whole(params, "per_page", usual=PER_PAGE_USUAL, most=PER_PAGE_MOST),
    )


def paged(
    rows: QuerySet, params: Mapping[str, Any], serializer: type[serializers.Serializer], *, user: Any
) -> dict[str, Any]:
    """The page that is asked for, each row as `serializer` shows it to `user`."""
    asked = page_asked(params)
    items = serializer(rows[asked.rows], many=True, context={"user": user}).data
    return page_answer(items, asked, total=rows.count())


def page_answer(items: Any, asked: PageAsked, *, total: int) -> dict[str, Any]:
    return {
        "items": items,
        "total": total,
        "page": asked.page,
        "per_page": asked.per_page,
        "total_pages": -(-total // asked.per_page),
    }


class PageFieldsSerializer(serializers.Serializer):
    """What stands beside the `items` of a page."""

    total = serializers.IntegerField(help_text="On all pages")
    page = serializers.IntegerField()
    per_page = serializers.IntegerField()
    total_pages = serializers.IntegerField()


def _whole(params: Mapping[str, Any], name: str, *, usual: int, most: int) -> int:
    given = params.get(name)
    if given in (None, ""):
        return usual
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise InvalidInput(f"{name} must be a whole number from 1 to {most:,}.", param=name)
    return int(text)
