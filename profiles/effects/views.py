"""Settings, “Effect presets”: the list, a preset's own page, and saving one from a rack."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from common.errors import AppError
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.undo import just_deleted, offer_undo
from profiles.effects import services
from profiles.effects.access import discarded_preset_for, preset_for
from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.effects.forms import PresetForm
from profiles.effects.queries import all_presets_of, presets_of
from profiles.models import EffectPreset

# The list on the page listens for it.
PRESETS_CHANGED = "effect-presets-changed"
SECTION = "effects"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presets(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    if wants_part(request):
        return render(request, "effects/_list.html", {"presets": presets_of(request.user)})
    return _page(request, PresetForm())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, pk: UUID) -> HttpResponse:
    preset = preset_for(request.user, pk)
    now = {"name": preset.name, "effects": preset.effects}
    form = PresetForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_preset(preset=preset, **form.cleaned_data)
        except AppError as error:
            form.refuse(error)
        else:
            messages.success(request, "Saved.")
            return redirect("effects:presets")
    context = {"section": SECTION, "preset": preset, "form": form}
    return render(request, "effects/edit.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    preset = preset_for(request.user, pk)
    services.discard(preset=preset)
    if not wants_part(request):
        return redirect(f"{reverse('effects:presets')}?deleted={pk}")
    response = render(request, "effects/_list.html", {"presets": presets_of(request.user)})
    undo_url = reverse("effects:restore", args=[pk])
    return offer_undo(response, text=f"“{preset.name}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    preset = services.restore(preset=discarded_preset_for(request.user, pk))
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), PRESETS_CHANGED)
    messages.success(request, f"“{preset.name}” is back.")
    return redirect("effects:presets")


@login_required
@require_POST
def move(request: PageRequest, pk: UUID, by: int) -> HttpResponse:
    services.move(preset=preset_for(request.user, pk), by=by)
    if wants_part(request):
        return render(request, "effects/_list.html", {"presets": presets_of(request.user)})
    return redirect("effects:presets")


def _create(request: PageRequest) -> HttpResponse:
    """From the page, or from a rack elsewhere: that takes its choice of presets anew."""
    form, made = PresetForm(request.POST), None
    if form.is_valid():
        try:
            made = services.create_preset(owner=request.user, **form.cleaned_data)
        except AppError as error:
            form.refuse(error)
    if wants_part(request):
        return _choice(request, form, made)
    if made is None:
        return _page(request, form)
    messages.success(request, f"“{made.name}” is saved.")
    return redirect("effects:presets")


def _choice(request: PageRequest, form: PresetForm, made: EffectPreset | None) -> HttpResponse:
    context = {"presets": all_presets_of(request.user), "form": form, "made": made, "saves": True}
    return render(request, "effects/_presets.html", context, status=200 if made else UNPROCESSABLE)


def _page(request: PageRequest, form: PresetForm) -> HttpResponse:
    context: dict[str, Any] = {
        "section": SECTION,
        "presets": presets_of(request.user),
        "builtin": BUILTIN_PRESETS.values(),
        "form": form,
        "deleted": just_deleted(request, discarded_preset_for),
    }
    return render(request, "effects/page.html", context, status=UNPROCESSABLE if form.errors else 200)
