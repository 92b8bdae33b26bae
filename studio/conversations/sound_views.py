"""The sound of a conversation: rendered, followed, stopped; one turn of it spoken."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.htmx import PageRequest, wants_part
from common.moments import moment_of
from jobs.models import Job
from jobs.services import cancel
from jobs.views import JOBS_STARTED
from studio.conversations.access import conversation_for, turn_for
from studio.conversations.editing import changed_since, sound_context
from studio.conversations.queries import turns_of
from studio.conversations.rendering.keys import render_key, turn_key
from studio.conversations.rendering.services import speak_turn, start_render
from studio.models import Conversation, Turn, TurnState


@login_required
@require_POST
def render_whole(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    start_render(conversation=conversation)
    return _begun(request, conversation)


@login_required
@require_POST
def speak(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    turn = turn_for(request.user, pk, turn_id)
    speak_turn(turn=turn)
    if turn.state != TurnState.DONE:
        turn.state = TurnState.MAKING  # as it is in a moment: a worker says so when it begins
    return _begun(request, turn.conversation, [turn])


@login_required
@require_POST
def stop(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    keys = [turn_key(turn_id) for turn_id in conversation.turns.values_list("pk", flat=True)]
    for job in Job.objects.for_user(request.user).active().filter(key__in=[render_key(pk), *keys]):
        cancel(job=job)
    return _begun(request, conversation, list(turns_of(conversation)))


@login_required
@never_cache
@require_safe
def state(request: PageRequest, pk: UUID) -> HttpResponse:
    """Asked for while something is spoken: how far it is, and the turns that changed since the last time."""
    conversation = conversation_for(request.user, pk)
    if not wants_part(request):
        return redirect("conversations:editor", pk=pk)
    changed = changed_since(conversation, moment_of(request.GET.get("since", "")))
    return _drawn(request, conversation, changed)


def _begun(request: PageRequest, conversation: Conversation, turns: list[Turn] | None = None) -> HttpResponse:
    if not wants_part(request):
        messages.success(request, "It is under way. The jobs tray shows how far it is.")
        return redirect("conversations:editor", pk=conversation.pk)
    return trigger_client_event(_drawn(request, conversation, turns or []), JOBS_STARTED)


def _drawn(request: PageRequest, conversation: Conversation, turns: list[Turn]) -> HttpResponse:
    context = {**sound_context(conversation), "changed_turns": turns}
    return render(request, "studio/conversations/_state.html", context)
