"""The Library: pages and their partials."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from clips import services, serving
from clips.access import clip_for, discarded_clip_for
from clips.forms import LibraryForm, TitleForm
from clips.models import Clip
from clips.queries import library_of, storage_used_bytes
from clips.referrers import is_held, referrers
from clips.uploading import Outcome, store_each
from common.errors import InvalidInput
from common.htmx import PageRequest, wants_part
from common.referrers import sentence
from common.undo import just_deleted, offer_undo

CLIPS_PER_PAGE = 25
# The list on the page listens for it.
CLIPS_CHANGED = "clips-changed"


@login_required
@require_safe
def library(request: PageRequest) -> HttpResponse:
    return render(request, _library_template(request), _library_context(request))


@login_required
@require_POST
def upload(request: PageRequest) -> HttpResponse:
    files = request.FILES.getlist("file")
    if not files:
        raise InvalidInput("Choose at least one audio file.", param="file")
    outcomes = store_each(owner=request.user, files=files)
    if wants_part(request):
        context = {**_library_context(request), "outcomes": outcomes}
        return render(request, "clips/_library.html", context)
    _tell(request, outcomes)
    return redirect("clips:list")


@login_required
@require_safe
def detail(request: PageRequest, pk: UUID) -> HttpResponse:
    clip = clip_for(request.user, pk)
    used_by = referrers(clip)
    context = {
        "clip": clip,
        "used_by": sentence(used_by) if used_by else "",
        "is_held": is_held(clip),
        "form": TitleForm({"title": clip.title}),
    }
    return render(request, "clips/detail.html", context)


@login_required
@require_safe
def row(request: PageRequest, pk: UUID) -> HttpResponse:
    """One line of the list, as it is: what a cancelled renaming goes back to."""
    clip = clip_for(request.user, pk)
    if not wants_part(request):
        return redirect("clips:detail", pk=pk)
    return render(request, "clips/_row.html", {"clip": clip})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    clip = clip_for(request.user, pk)
    form = TitleForm(request.POST if request.method == "POST" else {"title": clip.title})
    if request.method == "POST" and form.is_valid():
        services.rename(clip=clip, title=form.cleaned_data["title"])
        return _renamed(request, clip)
    status = 422 if form.errors else 200
    template = "clips/_rename.html" if wants_part(request) else "clips/rename.html"
    return render(request, template, {"clip": clip, "form": form}, status=status)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    clip = clip_for(request.user, pk)
    services.discard(clip=clip)
    if wants_part(request):
        return _row_gone(request, clip)
    return redirect(f"{reverse('clips:list')}?deleted={pk}")


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    clip = discarded_clip_for(request.user, pk)
    services.restore(clip=clip)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), CLIPS_CHANGED)
    messages.success(request, f"“{clip.title}” is back.")
    return redirect("clips:list")


@login_required
@require_safe
def audio(request: PageRequest, pk: UUID) -> HttpResponseBase:
    return serving.audio_response(request, clip_for(request.user, pk))


@login_required
@require_safe
def waveform(request: PageRequest, pk: UUID) -> HttpResponse:
    return serving.waveform_response(request, clip_for(request.user, pk))


def _library_template(request: PageRequest) -> str:
    if not wants_part(request):
        return "clips/list.html"
    return "clips/_rows.html" if "page" in request.GET else "clips/_list.html"


def _library_context(request: PageRequest) -> dict[str, Any]:
    form = LibraryForm(request.GET)
    clips = library_of(request.user, **form.narrowing())
    query = request.GET.copy()
    for name in ("page", "deleted"):
        query.pop(name, None)
    return {
        "form": form,
        "page": Paginator(clips, CLIPS_PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "is_narrowed": any(value for name, value in query.items() if name in ("q", "source")),
        **_storage_context(request),
        "upload_max_bytes": settings.CONFIG.upload_max_bytes,
        "deleted": just_deleted(request, discarded_clip_for),
    }


def _storage_context(request: PageRequest) -> dict[str, Any]:
    used, quota = storage_used_bytes(request.user), request.user.storage_quota_bytes
    # 80 % and 95 %: where the meter turns amber, then red.
    marks = {"storage_high_bytes": quota * 0.8, "storage_full_bytes": quota * 0.95} if quota else {}
    return {"storage_used_bytes": used, "storage_quota_bytes": quota, **marks}


def _row_gone(request: PageRequest, clip: Clip) -> HttpResponse:
    """The row goes, the meter is drawn anew, and the toast can bring it back."""
    response = render(request, "clips/_storage.html", {**_storage_context(request), "is_elsewhere": True})
    if not library_of(request.user).exists():
        trigger_client_event(response, CLIPS_CHANGED)
    undo_url = reverse("clips:restore", args=[clip.pk])
    return offer_undo(response, text=f"“{clip.title}” is deleted.", undo_url=undo_url)


def _renamed(request: PageRequest, clip: Clip) -> HttpResponse:
    if wants_part(request):
        return render(request, "clips/_row.html", {"clip": clip})
    messages.success(request, "Renamed.")
    return redirect("clips:detail", pk=clip.pk)


def _tell(request: PageRequest, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.clip:
            messages.success(
                request, f"“{outcome.clip.title}” is in your Library. {outcome.clip.warning}".strip()
            )
        else:
            messages.error(request, f"{outcome.name}: {outcome.problem}")
