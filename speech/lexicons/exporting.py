"""A lexicon as a file to keep, to edit and to give away."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from speech.lexicons.access import entries_of
from speech.lexicons.csv_files import write_csv
from speech.models import Lexicon


def csv_response(lexicon: Lexicon) -> HttpResponse:
    response = HttpResponse(write_csv(entries_of(lexicon)), content_type="text/csv; charset=utf-8")
    name = lexicon.name.replace("/", "-").replace("\\", "-").strip(". ") or "lexicon"
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
