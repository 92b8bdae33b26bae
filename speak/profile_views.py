"""Voice profiles on the Speak page: one is applied to the form, or the form is kept as one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError, NotFound
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from history.access import entry_for
from history.models import Kind
from profiles.access import profile_for
from profiles.editing import new_page
from profiles.models import Profile
from profiles.services import create_profile
from speak.forms import SaveForm, SpeakForm, initial_of, settings_of
from speak.views import form_shown
from speech.voice_choices import voice_choices

PROFILE_MISSING = "There is no such voice profile. It may have been deleted."


@login_required
@require_POST
def apply(request: PageRequest) -> HttpResponse:
    """Its settings take the place of those in the form; the text stays."""
    chosen = request.POST.get("chosen_profile", "")
    if not chosen:
        return form_shown(request, _form_with(request, {"profile": ""}))
    return form_shown(request, _form_with(request, settings_of(_profile(request, chosen))))


@login_required
@require_POST
def save(request: PageRequest) -> HttpResponse:
    form = SaveForm(request.POST, user=request.user)
    profile = _made(form) if form.is_valid() else None
    if profile is None:
        return form_shown(request, form, status=UNPROCESSABLE)
    text = f"“{profile.name}” is one of your voices now."
    if not wants_part(request):
        messages.success(request, text)
    response = form_shown(request, _form_with(request, settings_of(profile)))
    return trigger_client_event(response, "toast", {"level": "success", "text": text})


@login_required
@require_safe
def of_entry(request: PageRequest, pk: UUID) -> HttpResponse:
    """A new profile with the settings of what was spoken once, by whichever door."""
    entry = entry_for(request.user, pk)
    if entry.kind != Kind.TTS:
        raise NotFound("Only speech has a voice that can be kept.")
    known = {choice.value: choice.name for choice in voice_choices(request.user)}
    return new_page(request, initial_of(entry, known_voices=known))


def _made(form: SaveForm) -> Profile | None:
    try:
        return create_profile(owner=form.user, **form.fields_of_profile())
    except AppError as error:
        form.refuse(error)
        return None


def _form_with(request: PageRequest, settings: dict[str, Any]) -> SpeakForm:
    posted = {name: request.POST[name] for name in SpeakForm.base_fields if name in request.POST}
    return SpeakForm(user=request.user, initial={**posted, **settings, "is_given": True})


def _profile(request: PageRequest, text: str) -> Profile:
    try:
        return profile_for(request.user, UUID(text))
    except ValueError:
        raise NotFound(PROFILE_MISSING) from None
