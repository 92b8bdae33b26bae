"""One take: heard, followed, downloaded, kept, stopped and removed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from clips.serving import audio_response
from common.errors import Conflict, NotFound
from common.htmx import PageRequest, asked_again_and_again, in_its_own_place, wants_part
from common.streaming import stream
from common.undo import offer_undo
from history.models import Entry
from history.services import restore as restore_entry
from speak import downloads, making, takes
from speak.access import discarded_take_for, take_for
from speak.views import TAKES_CHANGED


@login_required
@require_safe
def audio(request: PageRequest, pk: UUID) -> HttpResponseBase:
    """As it is made, from the beginning; once it is done, the clip with its ranges."""
    take = take_for(request.user, pk)
    if take.is_failed:
        raise Conflict(take.error)
    if not take.is_unfinished:
        return audio_response(request, downloads.audio_of(take))
    if request.method == "HEAD":
        return HttpResponse(content_type="audio/mpeg")
    response = stream(request, takes.making_of(take).follow(), content_type="audio/mpeg")
    response["Cache-Control"] = "no-store"
    return response


@login_required
@never_cache
@require_safe
def words(request: PageRequest, pk: UUID) -> JsonResponse:
    """When each word is heard: characters from and to, seconds from and to."""
    take = take_for(request.user, pk)
    work = making.under_way(take.pk)
    return JsonResponse({"state": take.state, "words": work.words if work else take.timings})


@login_required
@never_cache
@require_safe
@asked_again_and_again
def state(request: PageRequest, pk: UUID) -> HttpResponse:
    """Asked for while it is made: how far it is, and at the end the whole card."""
    take = take_for(request.user, pk)
    if not wants_part(request):
        return redirect("speak:page")
    takes.go_on(take)
    if take.is_unfinished:
        return in_its_own_place(render(request, "speak/_progress.html", {"take": take}))
    return _card(request, take)


@login_required
@require_safe
def download(request: PageRequest, pk: UUID) -> HttpResponseBase:
    return downloads.download(request, take_for(request.user, pk), request.GET.get("format", ""))


@login_required
@require_safe
def subtitles(request: PageRequest, pk: UUID, kind: str) -> HttpResponse:
    if kind not in downloads.SUBTITLES:
        raise NotFound("Subtitles come as srt or vtt.")
    return downloads.subtitles(take_for(request.user, pk), kind)


@login_required
@require_POST
def again(request: PageRequest, pk: UUID) -> HttpResponse:
    return _answered(request, takes.try_again(take=take_for(request.user, pk)))


@login_required
@require_POST
def stop(request: PageRequest, pk: UUID) -> HttpResponse:
    return _answered(request, takes.stop_take(take=take_for(request.user, pk)))


@login_required
@require_POST
def keep(request: PageRequest, pk: UUID) -> HttpResponse:
    take = take_for(request.user, pk)
    takes.keep_take(take=take)
    if not wants_part(request):
        messages.success(request, f"“{take.title}” is in your Library.")
    return _answered(request, take)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    take = take_for(request.user, pk)
    takes.discard_take(take=take)
    if not wants_part(request):
        return redirect(f"{reverse('speak:page')}?deleted={pk}")
    undo_url = reverse("speak:restore", args=[pk])
    return offer_undo(HttpResponse(), text=f"“{take.title}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    take = discarded_take_for(request.user, pk)
    restore_entry(entry=take)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), TAKES_CHANGED)
    messages.success(request, f"“{take.title}” is back.")
    return redirect("speak:page")


def _answered(request: PageRequest, take: Entry) -> HttpResponse:
    return _card(request, take) if wants_part(request) else redirect("speak:page")


def _card(request: PageRequest, take: Entry) -> HttpResponse:
    return render(request, "speak/_take.html", {"take": take})
