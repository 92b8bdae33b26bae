"""The rows that an administrator chose, as a file."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from common.csv_files import BYTE_ORDER_MARK, cell_of, harmless, lines_of
from common.streaming import stream

Columns = Mapping[str, Callable[[Any], Any]]
# A text may have thousands of characters: of these, so many rows are in memory at most.
ROWS_AT_ONCE = 200


class Exportable(admin.ModelAdmin):
    """`exported`: its columns by name, each with what gives it of a row. Who may see them may take them."""

    exported: ClassVar[Columns] = {}
    actions: Any = ("export_csv", "export_json")

    def rows_exported(self, queryset: QuerySet) -> QuerySet:
        """With what the columns need joined."""
        return queryset.select_related("owner")

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet) -> StreamingHttpResponse:
        return self._sent(request, _as_csv(self._rows(queryset), self.exported), "text/csv", "csv")

    @admin.action(description="Export as JSON", permissions=["view"])
    def export_json(self, request: HttpRequest, queryset: QuerySet) -> StreamingHttpResponse:
        lines = _as_json(self._rows(queryset), self.exported)
        return self._sent(request, lines, "application/json", "json")

    def _rows(self, queryset: QuerySet) -> Iterator[Any]:
        return self.rows_exported(queryset).iterator(chunk_size=ROWS_AT_ONCE)

    def _sent(
        self, request: HttpRequest, lines: Iterator[bytes], content_type: str, suffix: str
    ) -> StreamingHttpResponse:
        response = stream(request, lines, content_type=f"{content_type}; charset=utf-8")
        name = f"{self.opts.verbose_name_plural}-{timezone.localdate():%Y-%m-%d}.{suffix}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Cache-Control"] = "private, no-store"
        return response


def _as_csv(rows: Iterator[Any], columns: Columns) -> Iterator[bytes]:
    yield (BYTE_ORDER_MARK + lines_of([columns])).encode()
    for row in rows:
        yield lines_of([[harmless(cell_of(read(row))) for read in columns.values()]]).encode()


def _as_json(rows: Iterator[Any], columns: Columns) -> Iterator[bytes]:
    start = b"["
    for row in rows:
        told = {name: read(row) for name, read in columns.items()}
        yield start + b"\n" + json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
        start = b","
    yield b"[]\n" if start == b"[" else b"\n]\n"
