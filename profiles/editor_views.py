"""A voice profile made and changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from common.htmx import PageRequest
from profiles.access import profile_for
from profiles.editing import editor_page, new_page, saved
from profiles.forms import ProfileForm, initial_of
from speech.voice_choices import voice_choices


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        return new_page(request, _of_catalogue(request.user, request.GET.get("voice", "")))
    form = ProfileForm(request.POST, request.FILES, user=request.user)
    profile = saved(form, owner=request.user)
    if profile is None:
        return editor_page(request, form)
    messages.success(request, f"“{profile.name}” is made.")
    return redirect("profiles:editor", pk=profile.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, pk)
    if request.method != "POST":
        form = ProfileForm(user=request.user, initial=initial_of(profile))
        return editor_page(request, form, profile=profile)
    form = ProfileForm(request.POST, request.FILES, user=request.user)
    if saved(form, owner=request.user, profile=profile) is None:
        return editor_page(request, form, profile=profile_for(request.user, pk))
    messages.success(request, "Saved.")
    return redirect("profiles:editor", pk=pk)


def _of_catalogue(user: Any, value: str) -> dict[str, Any]:
    """A voice that the catalogue has; any other is as if none were named."""
    chosen = next((choice for choice in voice_choices(user) if choice.value == value), None)
    return {"voice": chosen.value, "name": chosen.name} if chosen else {}
