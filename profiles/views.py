"""The Voices page: one's own profiles, what is done to each, and the catalogue of all voices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.htmx import PageRequest, wants_part
from common.undo import just_deleted, offer_undo
from profiles import services
from profiles.access import discarded_profile_for, profile_for
from profiles.catalogue_forms import CatalogueForm
from profiles.models import Profile
from profiles.queries import profiles_of

PROFILES_PER_PAGE = 30
VOICES_PER_PAGE = 40
# The list on the page listens for it.
PROFILES_CHANGED = "profiles-changed"


@login_required
@require_safe
def voices(request: PageRequest) -> HttpResponse:
    if wants_part(request):
        template = "profiles/_rows.html" if "page" in request.GET else "profiles/_list.html"
        return render(request, template, _list_context(request))
    context = {
        **_list_context(request),
        **_catalogue_context(request),
        "deleted": just_deleted(request, discarded_profile_for),
    }
    return render(request, "profiles/list.html", context)


@login_required
@require_safe
def catalogue(request: PageRequest) -> HttpResponse:
    if not wants_part(request):
        return redirect(f"{reverse('profiles:list')}?{request.GET.urlencode()}#catalogue")
    template = "profiles/_voices.html" if "voices" in request.GET else "profiles/_found.html"
    return render(request, template, _catalogue_context(request))


@login_required
@require_POST
def make_default(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, pk)
    services.make_default(profile=profile)
    return _changed(request, f"“{profile.name}” is your default voice.")


@login_required
@require_POST
def duplicate(request: PageRequest, pk: UUID) -> HttpResponse:
    copy = services.duplicate(profile=profile_for(request.user, pk))
    text = f"“{copy.name}” is there."
    if wants_part(request):
        return _changed(request, text)
    messages.success(request, text)
    return redirect("profiles:editor", pk=copy.pk)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = profile_for(request.user, pk)
    services.discard(profile=profile)
    if wants_part(request):
        return _card_gone(request, profile)
    return redirect(f"{reverse('profiles:list')}?deleted={pk}")


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    profile = services.restore(profile=discarded_profile_for(request.user, pk))
    return _changed(request, f"“{profile.name}” is back.")


def _list_context(request: PageRequest) -> dict[str, Any]:
    pages = Paginator(profiles_of(request.user), PROFILES_PER_PAGE)
    return {"profiles": pages.get_page(request.GET.get("page"))}


def _catalogue_context(request: PageRequest) -> dict[str, Any]:
    form = CatalogueForm(request.GET)
    found = form.found()
    query = request.GET.copy()
    for name in list(query):
        if name not in form.fields:
            del query[name]
    return {
        "catalogue": form,
        "found": Paginator(found, VOICES_PER_PAGE).get_page(request.GET.get("voices")),
        "is_narrowed": form.is_narrowed,
        "query": query.urlencode(),
    }


def _changed(request: PageRequest, text: str) -> HttpResponse:
    if not wants_part(request):
        messages.success(request, text)
        return redirect("profiles:list")
    response = trigger_client_event(HttpResponse(status=204), PROFILES_CHANGED)
    return trigger_client_event(response, "toast", {"level": "success", "text": text})


def _card_gone(request: PageRequest, profile: Profile) -> HttpResponse:
    """The card goes, and the toast can bring it back."""
    response = HttpResponse()
    if not profiles_of(request.user).exists():
        trigger_client_event(response, PROFILES_CHANGED)
    undo_url = reverse("profiles:restore", args=[profile.pk])
    return offer_undo(response, text=f"“{profile.name}” is deleted.", undo_url=undo_url)
