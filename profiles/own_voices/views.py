"""The page of own voices: bring one, hear it, change it, delete it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, asked_again_and_again, in_its_own_place, wants_part
from common.undo import just_deleted, offer_undo
from jobs.views import JOBS_STARTED
from profiles.own_voices.bringing import bring
from profiles.own_voices.forms import OwnVoiceForm
from profiles.own_voices.preview import preview_response
from profiles.own_voices.shown import list_context, page_context, shown_voice
from speech.own_voices import services
from speech.own_voices.access import discarded_own_voice_for, own_voice_for
from speech.own_voices.models import OwnVoice
from speech.own_voices.queries import own_voices_of

# The list on the page listens for it.
OWN_VOICES_CHANGED = "own-voices-changed"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _brought(request)
    if wants_part(request) and "whole" in request.GET:
        return _all(request)
    if wants_part(request):
        return render(request, "profiles/own_voices/_list.html", list_context(request.user))
    return _page(request, OwnVoiceForm())


@login_required
@require_safe
@asked_again_and_again
def state(request: PageRequest, pk: UUID) -> HttpResponse:
    """What a card asks for while its recording is listened to."""
    voice = own_voice_for(request.user, pk)
    if not wants_part(request):
        return redirect("own-voices:page")
    shown = shown_voice(voice)
    if shown.is_heard_now:  # the card stays: somebody may be writing in it
        return in_its_own_place(render(request, "profiles/own_voices/_hearing.html", {"shown": shown}))
    return _card(request, voice)


@login_required
@require_POST
def change(request: PageRequest, pk: UUID) -> HttpResponse:
    voice = own_voice_for(request.user, pk)
    sent = {name: request.POST[name] for name in ("name", "language", "transcript") if name in request.POST}
    try:
        services.change_voice(voice=voice, **sent)
    except AppError as error:
        return _refused(request, error, at=f"#own-voice-{pk}-problem")
    if not wants_part(request):
        return redirect("own-voices:page")
    return trigger_client_event(_card(request, own_voice_for(request.user, pk)), JOBS_STARTED)


@login_required
@require_safe
def preview(request: PageRequest, pk: UUID) -> HttpResponseBase:
    return preview_response(request, own_voice_for(request.user, pk), user=request.user)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    voice = own_voice_for(request.user, pk)
    services.discard(voice=voice)
    if not wants_part(request):
        return redirect(f"{reverse('own-voices:page')}?deleted={pk}")
    response = HttpResponse()
    if own_voices_of(request.user).count() in (0, settings.CONFIG.own_voices_max - 1):
        # Nothing is left to be listed, or one more may be brought again.
        trigger_client_event(response, OWN_VOICES_CHANGED)
    undo_url = reverse("own-voices:restore", args=[pk])
    return offer_undo(response, text=f"“{voice.name}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    voice = discarded_own_voice_for(request.user, pk)
    services.restore(voice=voice)
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), OWN_VOICES_CHANGED)
    messages.success(request, f"“{voice.name}” is back.")
    return redirect("own-voices:page")


def _brought(request: PageRequest) -> HttpResponse:
    form = OwnVoiceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            voice = bring(owner=request.user, given=form.given(), source=form.source)
        except AppError as error:
            form.refuse(error)
        else:
            return _added(request, voice)
    if wants_part(request):  # a recording, above all, stays where it is
        response = render(request, "profiles/own_voices/_problem.html", {"form": form}, status=UNPROCESSABLE)
        return reswap(retarget(response, "#own-voices-problem"), "outerHTML")
    return _page(request, form)


def _added(request: PageRequest, voice: OwnVoice) -> HttpResponse:
    text = f"“{voice.name}” is one of your voices."
    if not wants_part(request):
        messages.success(request, text)
        return redirect("own-voices:page")
    response = _all(request)
    trigger_client_event(response, "toast", {"level": "success", "text": text})
    return trigger_client_event(response, JOBS_STARTED)


def _all(request: PageRequest) -> HttpResponse:
    context = page_context(request.user, OwnVoiceForm())
    return render(request, "profiles/own_voices/_all.html", context)


def _page(request: PageRequest, form: OwnVoiceForm) -> HttpResponse:
    deleted = just_deleted(request, discarded_own_voice_for)
    context = {**page_context(request.user, form), "deleted": deleted}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "profiles/own_voices/page.html", context, status=status)


def _card(request: PageRequest, voice: OwnVoice) -> HttpResponse:
    context: dict[str, Any] = {"shown": shown_voice(voice)}
    return render(request, "profiles/own_voices/_voice.html", context)


def _refused(request: PageRequest, error: AppError, *, at: str) -> HttpResponse:
    if not wants_part(request):
        messages.error(request, error.message)
        return redirect("own-voices:page")
    response = render(
        request,
        "profiles/own_voices/_voice_problem.html",
        {"problem": error.message, "place": at.removeprefix("#")},
        status=UNPROCESSABLE,
    )
    return reswap(retarget(response, at), "outerHTML")
