"""What the list of compositions is drawn from."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator

from common.htmx import PageRequest
from common.undo import just_deleted
from studio.compositions.access import discarded_composition_for
from studio.compositions.queries import compositions_of
from studio.compositions.shown import summaries
from studio.models import Composition

COMPOSITIONS_PER_PAGE = 20


def list_context(request: PageRequest) -> dict[str, Any]:
    search = request.GET.get("q", "").strip()
    found = compositions_of(request.user, search=search)
    page = Paginator(found, COMPOSITIONS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "compositions": page,
        "composition_rows": rows_of(page.object_list),
        "composition_search": search,
        "deleted_composition": just_deleted(request, discarded_composition_for),
    }


def rows_of(compositions: Iterable[Composition]) -> list[dict[str, Any]]:
    return [{**row, "duration_seconds": row["duration_ms"] / 1000} for row in summaries(compositions)]
