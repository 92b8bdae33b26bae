"""The page of one conversation, and what is set for the whole of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import AppError
from common.htmx import PageRequest, wants_part
from common.revisions import ETAG, etag_of
from studio.conversations import services
from studio.conversations.access import conversation_for
from studio.conversations.editing import editor_context, sound_context
from studio.conversations.posted import revision_seen, settings_fields
from studio.models import Conversation


@login_required
@never_cache
@require_safe
def editor(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    return render(request, "studio/conversations/editor.html", editor_context(conversation))


@login_required
@require_POST
def settings(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    if not wants_part(request):
        return _saved_without_script(request, conversation)
    changed = _changed(request, conversation)
    response = render(request, "studio/conversations/_sound.html", sound_context(changed))
    response[ETAG] = etag_of(changed)
    return response


def _changed(request: PageRequest, conversation: Conversation) -> Conversation:
    fields = settings_fields(request.POST)
    return services.update_conversation(
        conversation=conversation, expected_revision=revision_seen(request), **fields
    )


def _saved_without_script(request: PageRequest, conversation: Conversation) -> HttpResponse:
    try:
        _changed(request, conversation)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Saved.")
    return redirect("conversations:editor", pk=conversation.pk)
