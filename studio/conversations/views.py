"""The list of conversations, and what is done to one as a whole."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.undo import offer_undo
from studio.conversations import services
from studio.conversations.access import conversation_for, discarded_conversation_for
from studio.conversations.example import create_example
from studio.conversations.listing import list_context
from studio.conversations.queries import conversations_of
from studio.models import Conversation

# The list on the page listens for it.
CONVERSATIONS_CHANGED = "conversations-changed"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversations(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    if not wants_part(request):
        return redirect(f"{reverse('studio:page')}?{request.GET.urlencode()}")
    template = "_rows.html" if "page" in request.GET else "_list.html"
    return render(request, f"studio/conversations/{template}", list_context(request))


def _create(request: PageRequest) -> HttpResponse:
    """With one empty turn, to be written into at once."""
    named = {"name": name} if (name := request.POST.get("name", "").strip()) else {}
    conversation = services.create_conversation(owner=request.user, turns=[{"text": ""}], **named)
    return redirect("conversations:editor", pk=conversation.pk)


@login_required
@require_POST
def example(request: PageRequest) -> HttpResponse:
    return redirect("conversations:editor", pk=create_example(owner=request.user).pk)


@login_required
@require_safe
def row(request: PageRequest, pk: UUID) -> HttpResponse:
    """One line of the list, as it is: what a cancelled renaming goes back to."""
    conversation = conversation_for(request.user, pk)
    if not wants_part(request):
        return redirect("conversations:editor", pk=pk)
    return _row(request, conversation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    name, problem = request.POST.get("name", conversation.name), ""
    if request.method == "POST":
        try:
            services.update_conversation(conversation=conversation, name=name)
        except AppError as error:
            problem = error.message
        else:
            return _renamed(request, pk)
    template = "_rename.html" if wants_part(request) else "rename.html"
    context = {"room": "conversations", "project": conversation, "name": name, "problem": problem}
    status = UNPROCESSABLE if problem else 200
    return render(request, f"studio/{template}", context, status=status)


def _renamed(request: PageRequest, pk: UUID) -> HttpResponse:
    if wants_part(request):
        return _row(request, conversation_for(request.user, pk))
    messages.success(request, "Renamed.")
    return redirect("studio:page")


@login_required
@require_POST
def duplicate(request: PageRequest, pk: UUID) -> HttpResponse:
    copy = services.duplicate(conversation=conversation_for(request.user, pk))
    if wants_part(request):
        response = trigger_client_event(HttpResponse(status=204), CONVERSATIONS_CHANGED)
        toast = {"level": "success", "text": f"“{copy.name}” is in the list."}
        return trigger_client_event(response, "toast", toast)
    messages.success(request, f"“{copy.name}” is in the list.")
    return redirect("studio:page")


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = conversation_for(request.user, pk)
    services.discard(conversation=conversation)
    if not wants_part(request):
        return redirect(f"{reverse('studio:page')}?deleted={pk}")
    response = HttpResponse()
    if not conversations_of(request.user).exists():
        trigger_client_event(response, CONVERSATIONS_CHANGED)
    undo_url = reverse("conversations:restore", args=[pk])
    return offer_undo(response, text=f"“{conversation.name}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    conversation = services.restore(conversation=discarded_conversation_for(request.user, pk))
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), CONVERSATIONS_CHANGED)
    messages.success(request, f"“{conversation.name}” is back.")
    return redirect("studio:page")


def _row(request: PageRequest, conversation: Conversation) -> HttpResponse:
    return render(request, "studio/conversations/_row.html", {"conversation": conversation})
