"""The list of compositions, and what is done to one as a whole."""

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
from studio.compositions import services
from studio.compositions.access import composition_for, discarded_composition_for
from studio.compositions.listing import list_context, rows_of
from studio.compositions.queries import compositions_of
from studio.models import Composition

# The list on the page listens for it.
COMPOSITIONS_CHANGED = "compositions-changed"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compositions(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    if not wants_part(request):
        return render(request, "studio/compositions/page.html", list_context(request))
    template = "_rows.html" if "page" in request.GET else "_list.html"
    return render(request, f"studio/compositions/{template}", list_context(request))


def _create(request: PageRequest) -> HttpResponse:
    named = {"name": name} if (name := request.POST.get("name", "").strip()) else {}
    composition = services.create_composition(owner=request.user, **named)
    return redirect("compositions:page", pk=composition.pk)


@login_required
@require_safe
def row(request: PageRequest, pk: UUID) -> HttpResponse:
    """One line of the list, as it is: what a cancelled renaming goes back to."""
    composition = composition_for(request.user, pk)
    if not wants_part(request):
        return redirect("compositions:page", pk=pk)
    return _row(request, composition)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    composition = composition_for(request.user, pk)
    name, problem = request.POST.get("name", composition.name), ""
    if request.method == "POST":
        try:
            services.update_composition(composition=composition, name=name)
        except AppError as error:
            problem = error.message
        else:
            return _renamed(request, pk)
    template = "_rename.html" if wants_part(request) else "rename.html"
    context = {"room": "compositions", "project": composition, "name": name, "problem": problem}
    status = UNPROCESSABLE if problem else 200
    return render(request, f"studio/{template}", context, status=status)


def _renamed(request: PageRequest, pk: UUID) -> HttpResponse:
    if wants_part(request):
        return _row(request, composition_for(request.user, pk))
    messages.success(request, "Renamed.")
    return redirect("compositions:page", pk=pk)


@login_required
@require_POST
def duplicate(request: PageRequest, pk: UUID) -> HttpResponse:
    copy = services.duplicate(composition=composition_for(request.user, pk))
    if not wants_part(request):
        messages.success(request, f"This is “{copy.name}”.")
        return redirect("compositions:page", pk=copy.pk)
    response = trigger_client_event(HttpResponse(status=204), COMPOSITIONS_CHANGED)
    toast = {"level": "success", "text": f"“{copy.name}” is in the list."}
    return trigger_client_event(response, "toast", toast)


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    composition = composition_for(request.user, pk)
    services.discard(composition=composition)
    if not wants_part(request):
        return redirect(f"{reverse('compositions:list')}?deleted={pk}")
    response = HttpResponse()
    if not compositions_of(request.user).exists():
        trigger_client_event(response, COMPOSITIONS_CHANGED)
    undo_url = reverse("compositions:restore", args=[pk])
    return offer_undo(response, text=f"“{composition.name}” is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    composition = services.restore(composition=discarded_composition_for(request.user, pk))
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), COMPOSITIONS_CHANGED)
    messages.success(request, f"“{composition.name}” is back.")
    return redirect("compositions:list")


def _row(request: PageRequest, composition: Composition) -> HttpResponse:
    (shown,) = rows_of([composition])
    return render(request, "studio/compositions/_row.html", {"composition": shown})
