"""The practice page and what it sends: a queue, answers, what was said."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import InvalidInput
from common.htmx import PageRequest, wants_part
from dictation.access import practisable_item_for
from dictation.attempts.answers import answer_of, spoken_answer_of
from dictation.attempts.hearing import submit_spoken
from dictation.attempts.services import submit
from dictation.models import ANSWER_MAX_CHARACTERS, Attempt, Item, Repetition
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
        "upload_max_bytes": settings.CONFIG.upload_max_bytes,
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
@require_POST
def check(request: PageRequest) -> HttpResponse:
    """Sent twice, as happens where the answer to the first got lost, it is stored once."""
    item = _item_of(request)
    attempt = submit(user=request.user, item=item, answer=answer_of(request.POST))
    return _scored(request, attempt)


@login_required
@require_POST
def aloud(request: PageRequest) -> HttpResponse:
    item = _item_of(request)
    recording = request.FILES.get("recording")
    if recording is None:
        raise InvalidInput("There is no recording in this. Record and send it again.", param="recording")
    attempt = submit_spoken(
        user=request.user, item=item, answer=spoken_answer_of(request.POST), recording=recording
    )
    return _scored(request, attempt)


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
    return JsonResponse({"text": _item_of(request).text})


@login_required
@require_POST
def examples(request: PageRequest) -> HttpResponse:
    count = add_examples(user=request.user)
    if not count:
        messages.error(request, "No engine of this site speaks a language of the examples.")
    return redirect("practice:page")


def _item_of(request: PageRequest) -> Item:
    sent = request.POST.get("item") or request.GET.get("item") or ""
    try:
        return practisable_item_for(request.user, UUID(sent))
    except ValueError:
        raise InvalidInput("Say which item this is about: item takes an id.", param="item") from None


def _scored(request: PageRequest, attempt: Attempt) -> HttpResponse:
    due = Repetition.objects.for_user(request.user).filter(item_id=attempt.item_ref)
    context = {
        "attempt": attempt,
        "due_at": due.values_list("due_at", flat=True).first(),
        "today": today_of(request.user),
    }
    template = "_scored.html" if wants_part(request) else "result.html"
    return render(request, f"dictation/practice/{template}", context)
