"""A script becomes turns: read and shown first, then added, each speaker in a voice that is chosen."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest
from profiles.queries import profiles_of
from studio.conversations.access import conversation_for
from studio.conversations.importing import ScriptPreview, import_script, preview_script, text_of_file
from studio.conversations.queries import is_written
from studio.conversations.scripts import AUTO
from studio.models import Conversation, Turn


@dataclass(frozen=True)
class Sent:
    text: str
    format_name: str
    speakers: dict[str, str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def script(request: PageRequest, pk: UUID) -> HttpResponse:
    """A page of its own for who works without scripts; the same form is a dialog of the editor."""
    conversation = conversation_for(request.user, pk)
    if request.method != "POST":
        return _page(request, conversation)
    try:
        made = _import(request, conversation)
    except AppError as error:
        return _page(request, conversation, problem=error.message)
    messages.success(request, "1 turn is added." if len(made) == 1 else f"{len(made)} turns are added.")
    return redirect("conversations:editor", pk=pk)


@login_required
@require_POST
def preview(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    context: dict[str, Any] = {"conversation": conversation, "profiles": profiles_of(request.user)}
    try:
        if request.FILES.get("file") or request.POST.get("text", "").strip():
            context |= _found_context(_found(request, conversation))
    except AppError as error:
        context["problem"] = error.message
    return render(request, "studio/conversations/_script_found.html", context)


def _import(request: PageRequest, conversation: Conversation) -> list[Turn]:
    """In place of the empty turn of a new conversation, too, if nobody writes in it meanwhile."""
    sent = _sent(request)
    takes_all = request.POST.get("into") == "all"
    is_blank = not takes_all and not is_written(conversation)
    return import_script(
        conversation=conversation,
        text=sent.text,
        format_name=sent.format_name,
        speakers=sent.speakers,
        replace=takes_all or is_blank,
        expected_revision=conversation.revision if is_blank else None,
    )


def _found(request: PageRequest, conversation: Conversation) -> ScriptPreview:
    sent = _sent(request)
    return preview_script(
        owner=request.user,
        text=sent.text,
        format_name=sent.format_name,
        speakers=sent.speakers,
        conversation=conversation,
    )


def _found_context(found: ScriptPreview) -> dict[str, Any]:
    return {"found": found, "cast": [part for part in found.parts if part.speaker]}


def _sent(request: PageRequest) -> Sent:
    """The file, where there is one. Speakers and profiles are sent side by side."""
    file = request.FILES.get("file")
    text, format_name = text_of_file(file) if file else (request.POST.get("text", ""), AUTO)
    names, profiles = request.POST.getlist("speaker"), request.POST.getlist("profile")
    return Sent(text.replace("\r\n", "\n"), format_name, dict(zip(names, profiles, strict=False)))


def _page(request: PageRequest, conversation: Conversation, *, problem: str = "") -> HttpResponse:
    context = {"conversation": conversation, "problem": problem, "text": request.POST.get("text", "")}
    status = UNPROCESSABLE if problem else 200
    return render(request, "studio/conversations/script.html", context, status=status)
