"""One turn of a conversation: added, changed, moved, copied, removed. A script is answered with what changed;
a form without one goes back to the page.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.revisions import ETAG, etag_of
from studio.conversations import turns
from studio.conversations.access import conversation_for, turn_for
from studio.conversations.editing import fields_context, sound_context
from studio.conversations.posted import position_in, revision_seen, turn_fields
from studio.models import Conversation, Turn


@login_required
@require_POST
def add(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    (added,) = turns.add_turns(
        conversation=conversation,
        turns=[turn_fields(request.POST)],
        position=position_in(request.POST) if "position" in request.POST else None,
        expected_revision=revision_seen(request),
    )
    return _answer(request, conversation, shown=added)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    """A page of its own for who edits without scripts."""
    found = turn_for(request.user, pk, turn_id)
    if request.method != "POST":
        return _page(request, found)
    fields = turn_fields(request.POST)
    try:
        changed = turns.change_turn(turn=found, expected_revision=revision_seen(request), **fields)
    except AppError as error:
        if wants_part(request):
            raise
        return _page(request, found, problem=error)
    return _answer(request, found.conversation, changed=changed)


@login_required
@require_safe
def effects(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    """The rack, when its turn is unfolded: a hundred of them would be most of the page."""
    found = turn_for(request.user, pk, turn_id)
    if not wants_part(request):
        return redirect("conversations:turn", pk=pk, turn_id=turn_id)
    return render(request, "studio/conversations/_effects.html", {"turn": found})


@login_required
@require_POST
def move(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    found = turn_for(request.user, pk, turn_id)
    by = {"up": -1, "down": 1}.get(request.POST.get("by", ""))
    position = position_in(request.POST) if by is None else max(1, found.position + by)
    turns.move_turn(turn=found, position=position, expected_revision=revision_seen(request))
    return _answer(request, found.conversation)


@login_required
@require_POST
def duplicate(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    found = turn_for(request.user, pk, turn_id)
    copy = turns.duplicate_turn(turn=found, expected_revision=revision_seen(request))
    return _answer(request, found.conversation, shown=copy)


@login_required
@require_POST
def remove(request: PageRequest, pk: UUID, turn_id: UUID) -> HttpResponse:
    found = turn_for(request.user, pk, turn_id)
    turns.remove_turn(turn=found, expected_revision=revision_seen(request))
    return _answer(request, found.conversation)


def _answer(
    request: PageRequest,
    conversation: Conversation,
    *,
    shown: Turn | None = None,
    changed: Turn | None = None,
) -> HttpResponse:
    """With the state of the whole, whose render may be out of date now."""
    if not wants_part(request):
        about = shown or changed
        at = f"#turn-{about.pk}" if about else ""
        return redirect(reverse("conversations:editor", args=[conversation.pk]) + at)
    parts = [_drawn(request, "_sound", sound_context(conversation))]
    if shown is not None:
        parts.append(_drawn(request, "_turn", {**fields_context(conversation), "turn": shown}))
    if changed is not None:
        parts.append(_drawn(request, "_turn_sound", {"turn": changed, "conversation": conversation}))
    return HttpResponse("".join(parts), headers={ETAG: etag_of(conversation)})


def _drawn(request: PageRequest, name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"studio/conversations/{name}.html", context, request)


def _page(request: PageRequest, found: Turn, *, problem: AppError | None = None) -> HttpResponse:
    if problem is not None:
        messages.error(request, problem.message)
        for name, value in _as_typed(request).items():
            setattr(found, name, value)
    context = {**fields_context(found.conversation), "turn": found}
    status = UNPROCESSABLE if problem else 200
    return render(request, "studio/conversations/turn.html", context, status=status)


def _as_typed(request: PageRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in ("speaker", "text", "gap_ms") if name in request.POST}
