"""One entry: heard, marked, noted, made again, compared with its other takes, and removed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from clips.services import keep as keep_clip
from clips.serving import audio_response
from common.errors import AppError, Conflict, NotFound
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.undo import offer_undo
from history import services
from history.access import discarded_entry_for, entry_for
from history.crafts import craft_of
from history.doors import PAGE
from history.models import NOTE_MAX_CHARACTERS, Entry
from history.queries import PREVIEW_CHARACTERS, listed
from history.takes import choose, takes_beside
from history.views import HISTORY_CHANGED
from history.words import words_response
from jobs.views import JOBS_STARTED


@login_required
@never_cache
@require_safe
def row(request: PageRequest, pk: UUID) -> HttpResponse:
    """As it is now: asked for while it is made, and to leave its note alone."""
    found = entry_for(request.user, pk)
    return _row(request, found) if wants_part(request) else redirect("history:entry", pk=pk)


@login_required
@never_cache
@require_safe
def entry(request: PageRequest, pk: UUID) -> HttpResponse:
    """The whole of it: its text, its settings and its takes."""
    found = entry_for(request.user, pk)
    takes = list(listed(takes_beside(request.user, found)))
    return render(request, "history/entry.html", {"entry": found, "takes": takes, "craft": craft_of(found)})


@login_required
@require_safe
def audio(request: PageRequest, pk: UUID) -> HttpResponseBase:
    found = entry_for(request.user, pk)
    if found.clip is None or not found.has_audio:
        raise NotFound("This entry has no audio: it is not done yet, or its audio was not kept.")
    return audio_response(request, found.clip)


@login_required
@require_safe
def words(request: PageRequest, pk: UUID, form: str) -> HttpResponse:
    return words_response(entry_for(request.user, pk), form)


@login_required
@require_POST
def favourite(request: PageRequest, pk: UUID) -> HttpResponse:
    """On or off: what it is to be is said, so that twice is as once."""
    found = entry_for(request.user, pk)
    services.change(entry=found, is_favourite=request.POST.get("is_favourite") == "true")
    return _row(request, found) if wants_part(request) else redirect("history:page")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: PageRequest, pk: UUID) -> HttpResponse:
    found = entry_for(request.user, pk)
    context = {"entry": found, "note": found.note, "most_characters": NOTE_MAX_CHARACTERS}
    if request.method == "POST":
        written = request.POST.get("note", "")
        context["note"] = written
        try:
            services.change(entry=found, note=written)
        except AppError as error:
            return _note(request, {**context, "problem": error.message}, status=UNPROCESSABLE)
        return _row(request, found) if wants_part(request) else redirect("history:entry", pk=pk)
    return _note(request, context)


@login_required
@require_POST
def again(request: PageRequest, pk: UUID) -> HttpResponse:
    found = entry_for(request.user, pk)
    take = craft_of(found).again(user=request.user, entry=found, changes={}, door=PAGE)
    if not wants_part(request):
        return redirect("history:entry", pk=take.pk)
    response = _row(request, take)
    response["HX-Retarget"], response["HX-Reswap"] = "#entries", "afterbegin show:top"
    return response


@login_required
@require_POST
def listen(request: PageRequest, pk: UUID) -> HttpResponse:
    """Whether it says its text: its row tells, once that is known."""
    found = entry_for(request.user, pk)
    craft_of(found).listen(user=request.user, entry=found)
    if not wants_part(request):
        return redirect("history:entry", pk=pk)
    found.refresh_from_db()
    return trigger_client_event(_row(request, found), JOBS_STARTED)


@login_required
@require_POST
def current(request: PageRequest, pk: UUID) -> HttpResponse:
    found = entry_for(request.user, pk)
    choose(take=found)
    messages.success(request, f"Take {found.take_number} is the current one.")
    return redirect("history:entry", pk=pk)


@login_required
@require_POST
def keep(request: PageRequest, pk: UUID) -> HttpResponse:
    found = entry_for(request.user, pk)
    if found.clip is None or not found.has_audio:
        raise Conflict("This has no audio to keep.")
    keep_clip(clip=found.clip)
    if wants_part(request):
        return _row(request, found)
    messages.success(request, f"“{found.title}” is in your Library.")
    return redirect("history:page")


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    found = entry_for(request.user, pk)
    services.discard(entry=found)
    if not wants_part(request):
        messages.success(request, f"“{found.title}” is deleted.")
        return redirect("history:page")
    undo_url = reverse("history:restore", args=[pk])
    return offer_undo(HttpResponse(), text=f"“{found.title}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    found = discarded_entry_for(request.user, pk)
    services.restore(entry=found)
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Trigger": HISTORY_CHANGED})
    messages.success(request, f"“{found.title}” is back.")
    return redirect("history:page")


def _row(request: PageRequest, found: Entry) -> HttpResponse:
    found.preview = found.text[:PREVIEW_CHARACTERS]  # type: ignore[attr-defined]
    return render(request, "history/_row.html", {"entry": found})


def _note(request: PageRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    template = "history/_note.html" if wants_part(request) else "history/note.html"
    return render(request, template, context, status=status)
