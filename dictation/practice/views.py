"""The practice page: what is practised, and how far its sounds are."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.htmx import PageRequest, wants_part
from dictation.access import practisable_item_for
from dictation.filters import id_sent
from dictation.models import ANSWER_MAX_CHARACTERS
from dictation.practice.choices import asked_of, choices_for
from dictation.practice.examples import add_examples
from dictation.practice.queue import queue_filters, queue_of, sound_states
from dictation.queries import items_shown_to
from dictation.statistics.goals import today_of


@login_required
@never_cache
@require_safe
def page(request: PageRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "queue": queue_of(request.user, queue_filters(request.GET)),
        "has_items": items_shown_to(request.user).exists(),
        "answer_max_characters": ANSWER_MAX_CHARACTERS,
        "upload_max_bytes": settings.CONFIG.transcription_max_bytes,
    }
    if wants_part(request):
        return render(request, "dictation/practice/_room.html", context)
    context |= {
        "choices": choices_for(request.user),
        "asked": asked_of(request.GET),
        "today": today_of(request.user),
    }
    return render(request, "dictation/practice/page.html", context)


@login_required
@never_cache
@require_safe
def sounds(request: PageRequest) -> JsonResponse:
    states = sound_states(request.user, request.GET.getlist("item"))
    return JsonResponse(
        {item_id: {"state": at.state, "src": at.src, "problem": at.problem} for item_id, at in states}
    )


@login_required
@never_cache
@require_safe
def text(request: PageRequest) -> JsonResponse:
    """What reading aloud and listening may look at; writing finds it out."""
    item = practisable_item_for(request.user, id_sent(request.GET.get("item"), "item"))
    return JsonResponse({"text": item.text})


@login_required
@require_POST
def examples(request: PageRequest) -> HttpResponse:
    if not add_examples(user=request.user):
        messages.info(request, "There is nothing to add: they are there, or nobody here speaks them.")
    return redirect("practice:page")
