"""Pages that put a sound or a conversation onto a timeline."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import AppError, NotFound
from common.htmx import UNPROCESSABLE, PageRequest
from studio.compositions.access import composition_for
from studio.compositions.sending.conversations import send_conversation
from studio.compositions.sending.forms import END, AddForm
from studio.compositions.sending.sounds import add_sound, start_with_sound
from studio.compositions.sources import clip_of
from studio.compositions.timeline import Kind, Source
from studio.conversations.access import conversation_for
from studio.models import Composition

# What the address says, and what kind of source that is.
KINDS: dict[str, Kind] = {"entry": "history", "clip": "upload", "turn": "turn", "composition": "composition"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest) -> HttpResponse:
    """`?entry=`, `?clip=`, `?turn=` or `?composition=` says what."""
    source = _source(request)
    clip = clip_of(request.user, source, at="source")
    form = AddForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, _add(request, form, source))
        except AppError as error:
            form.add_error(None, error.message)
    context = {"form": form, "clip": clip}
    return render(
        request, "studio/compositions/add.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@login_required
@require_POST
def send(request: PageRequest, pk: UUID) -> HttpResponse:
    """A conversation, as a composition of its own."""
    return _added(request, send_conversation(conversation=conversation_for(request.user, pk)))


def _source(request: PageRequest) -> Source:
    sent = [(kind, request.GET[name]) for name, kind in KINDS.items() if name in request.GET]
    try:
        ((kind, text),) = sent
        return Source(kind, UUID(text))
    except ValueError:
        raise NotFound("There is no such sound. Choose “Add to composition” in the history.") from None


def _add(request: PageRequest, form: AddForm, source: Source) -> Composition:
    chosen = form.cleaned_data["composition"]
    if not chosen:
        return start_with_sound(owner=request.user, source=source)
    composition = composition_for(request.user, UUID(chosen))
    at_end = form.cleaned_data["place"] == END
    return add_sound(composition=composition, source=source, at_end=at_end)


def _added(request: PageRequest, composition: Composition) -> HttpResponse:
    messages.success(request, f"It is in “{composition.name}”.")
    return redirect("compositions:page", pk=composition.pk)
