"""The page that makes items of an entry of the history."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest
from dictation.sources.entries import WAYS, locale_of_entry, pieces_of_entry
from dictation.sources.forms import SourceForm
from dictation.sources.services import known_texts, make_items
from history.access import entry_for
from history.models import Entry, Kind


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_entry(request: PageRequest, pk: UUID) -> HttpResponse:
    """`?by=` says what its pieces are. Ticked are those that are no items yet."""
    entry = entry_for(request.user, pk)
    by = _way(request, entry)
    texts = pieces_of_entry(entry, by=by)
    form = SourceForm(
        request.POST or None,
        texts=texts,
        known=known_texts(request.user, texts),
        locale=locale_of_entry(entry),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, entry, form)
        except AppError as error:
            form.add_error(None, error.message)
    status = UNPROCESSABLE if form.errors else 200
    context = {"entry": entry, "by": by, "ways": WAYS[Kind(entry.kind)], "form": form}
    return render(request, "dictation/sources/entry.html", context, status=status)


def _way(request: PageRequest, entry: Entry) -> str:
    ways = WAYS[Kind(entry.kind)]
    asked = request.GET.get("by", "")
    return asked if asked in ways else ways[0]


def _made(request: PageRequest, entry: Entry, form: SourceForm) -> HttpResponse:
    outcomes = make_items(user=request.user, texts=form.chosen_texts, entry=entry, **form.common)
    wrong = [outcome for outcome in outcomes if isinstance(outcome, AppError)]
    count = len(outcomes) - len(wrong)
    if not count:
        raise wrong[0]
    made = "1 item is made" if count == 1 else f"{count} items are made"
    messages.success(request, f"{made}. Their audio comes in a moment.")
    if wrong:
        messages.warning(request, f"{len(wrong)} could not be made. Of the first: {wrong[0].message}")
    return redirect("items:list")
