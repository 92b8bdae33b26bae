"""The History page: everything that was made, found again."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from clips.queries import storage_used_bytes
from common.charts import last_day_of
from common.errors import InvalidInput
from common.htmx import PageRequest, wants_part
from common.moments import moment_of
from common.undo import offer_undo
from history import services
from history.asking import ListSerializer, list_asked, span_asked, zone_of
from history.charts import chart_of
from history.choices import choices_of, voices_called
from history.exports import Export, start_export
from history.models import Kind, Proof, Source, State
from history.queries import Wanted, count_of, entries_for, page_of
from history.statistics import statistics_of
from jobs.views import JOBS_STARTED

ENTRIES_PER_PAGE = 40
HISTORY_CHANGED = "history-changed"
MOST_SELECTED = 1_000
SORT_LABELS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "longest": "Longest first",
    "shortest": "Shortest first",
}


@login_required
@require_safe
def history(request: PageRequest) -> HttpResponse:
    if not wants_part(request):
        context = {**_list_context(request), **_filter_context(request)}
        return render(request, "history/page.html", context)
    template = "history/_rows.html" if "cursor" in request.GET else "history/_list.html"
    return render(request, template, _list_context(request))


@login_required
@require_safe
def statistics(request: PageRequest) -> HttpResponse:
    """Asked for by the page when it is opened: to sum up months takes longer than to list a page."""
    zone = zone_of(request.user)
    since, until = span_asked(request.GET).span(zone=zone)
    found = statistics_of(request.user, since=since, until=until, zone=zone)
    chart = chart_of(found, zone=zone)
    context = {"statistics": found, "chart": chart, "last_day": last_day_of(until, zone=zone)}
    template = "history/_statistics.html" if wants_part(request) else "history/statistics.html"
    return render(request, template, context)


@login_required
@require_POST
def discard(request: PageRequest) -> HttpResponse:
    """Those that were ticked; all at once, and back at once."""
    ids = [_uuid(given) for given in request.POST.getlist("id")]
    if not ids:
        raise InvalidInput("Tick what is to be deleted first.", param="id")
    if len(ids) > MOST_SELECTED:
        raise InvalidInput(f"{MOST_SELECTED:,} are the most at once.", param="id")
    moment, count = services.discard_some(user=request.user, ids=ids)
    text = "1 entry is deleted." if count == 1 else f"{count:,} entries are deleted."
    undo = f"{reverse('history:restore-some')}?{urlencode({'at': moment.isoformat()})}"
    if not wants_part(request):
        messages.success(request, text)
        return redirect(f"{reverse('history:page')}?{urlencode({'undo': moment.isoformat()})}")
    response = HttpResponse()
    response["HX-Trigger-After-Swap"] = HISTORY_CHANGED
    return offer_undo(response, text=text, undo_url=undo)


@login_required
@require_POST
def export(request: PageRequest) -> HttpResponse:
    """Those that were ticked, or all that the filters leave, as an archive: the job has it to download."""
    ids = tuple(_uuid(given) for given in request.POST.getlist("id"))
    if ids:
        wanted = Wanted(ids=ids)
    else:
        asked = list_asked(request.GET)
        wanted = asked.wanted(zone=zone_of(request.user), sort=asked.validated_data["sort"])
    start_export(user=request.user, export=Export(wanted=wanted))
    if not wants_part(request):
        return redirect("jobs:list")
    return trigger_client_event(HttpResponse(status=204), JOBS_STARTED)


@login_required
@require_POST
def restore_some(request: PageRequest) -> HttpResponse:
    moment = moment_of(request.GET.get("at", ""))
    count = services.restore_some(user=request.user, moment=moment) if moment else 0
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Trigger": HISTORY_CHANGED})
    messages.success(request, "1 entry is back." if count == 1 else f"{count:,} entries are back.")
    return redirect("history:page")


def _list_context(request: PageRequest) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("undo", None)
    asked = list_asked(query)
    wanted = asked.wanted(zone=zone_of(request.user), sort=asked.validated_data["sort"])
    page = page_of(request.user, wanted, limit=ENTRIES_PER_PAGE, after=asked.cursor_asked)
    query.pop("cursor", None)
    filters = {name: str(value) for name, value in query.items() if value}
    context: dict[str, Any] = {
        "entries": page.entries,
        "query": urlencode(filters),
        "more_url": _more_url(filters, page.next) if page.next else "",
        "is_narrowed": any(name != "sort" for name in filters),
    }
    if asked.cursor_asked is None:
        count, is_exact = count_of(entries_for(request.user, wanted))
        context |= {"count": count, "count_is_exact": is_exact}
    return context


def _filter_context(request: PageRequest) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in map(str, ListSerializer().fields)}
    hidden = ("engine", "voice", "language", "profile", "state", "source", "since", "until", "proof")
    choices = choices_of(request.user)
    return {
        "asked": asked,
        "is_detailed": any(asked.get(name) for name in hidden),
        "kinds": Kind.choices,
        "states": State.choices,
        "sources": Source.choices,
        "proofs": [choice for choice in Proof.choices if choice[0]],
        "sorts": SORT_LABELS.items(),
        "choices": choices,
        "called": voices_called(request.user, choices["voice"]),
        "storage_used_bytes": storage_used_bytes(request.user),
        "storage_quota_bytes": request.user.storage_quota_bytes,
        "undo": moment_of(request.GET.get("undo", "")),
    }


def _more_url(filters: dict[str, str], cursor: Any) -> str:
    return f"{reverse('history:page')}?{urlencode({**filters, 'cursor': str(cursor)})}"


def _uuid(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise InvalidInput("That is not the id of an entry.", param="id") from None
