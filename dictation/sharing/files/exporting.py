"""Items, or a list of them, as a file."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.errors import InvalidInput
from common.file_names import stem_of_title
from dictation.models import Item
from dictation.sharing.files.csv_form import write_csv
from dictation.sharing.files.json_form import as_json
from dictation.sharing.limits import EXPORTED_AT_MOST

CSV, JSON = "csv", "json"
FORMATS = (CSV, JSON)
_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}
_SEVERAL = "dictation items"


def format_asked(params: Any) -> str:
    given = params.get("format", CSV)
    if given not in FORMATS:
        raise InvalidInput(f"format is one of {', '.join(FORMATS)}.", param="format")
    return str(given)


def export_response(items: QuerySet[Item], *, form: str, list_name: str = "") -> HttpResponse:
    found = list(items[: EXPORTED_AT_MOST + 1])
    if len(found) > EXPORTED_AT_MOST:
        raise InvalidInput(
            f"{EXPORTED_AT_MOST:,} items are the most in one file. Narrow them by a filter.",
            code="too_many_items",
        )
    name = f"{stem_of_title(list_name, otherwise=_SEVERAL)}.{form}"
    response = HttpResponse(_written(found, form, list_name), content_type=_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _written(items: Iterable[Item], form: str, list_name: str) -> str:
    if form == CSV:
        return write_csv(items)
    return json.dumps(as_json(items, name=list_name), ensure_ascii=False, indent=1)
