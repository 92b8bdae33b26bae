"""What a page asks for: an export, whose job has the file to download, and subtitles at once."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.htmx import PageRequest, wants_part
from jobs.views import JOBS_STARTED
from studio.conversations.access import conversation_for
from studio.conversations.exports.answers import subtitles_answer
from studio.conversations.exports.services import AUDIO_FORMATS, start_export


@login_required
@require_POST
def export(request: PageRequest, pk: UUID) -> HttpResponse:
    """`format`, and `audio_format` of what is in an archive."""
    start_export(
        conversation=conversation_for(request.user, pk),
        format=request.POST.get("format", ""),
        audio_format=request.POST.get("audio_format", AUDIO_FORMATS[0]),
    )
    if not wants_part(request):
        return redirect("jobs:list")
    return trigger_client_event(HttpResponse(status=204), JOBS_STARTED)


@login_required
@require_safe
def subtitles(request: PageRequest, pk: UUID, kind: str) -> HttpResponse:
    return subtitles_answer(conversation_for(request.user, pk), kind)
