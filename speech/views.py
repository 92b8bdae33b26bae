"""The Models page: what is on this machine, and buttons to get, check and remove it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import AppError
from jobs.tray import with_tray_refresh
from speech.access import staff_only
from speech.queries import pack_cards, pulls_under_way
from speech.services import pack_store, remove_pack, start_pull, verify_pack


@staff_only
@never_cache
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    cards = pack_cards(pack_store(), pulls_under_way())
    context = {
        "cards": cards,
        "installed_bytes": sum(card.installed_bytes for card in cards),
        "is_pulling": any(card.job for card in cards),
    }
    htmx = getattr(request, "htmx", None)
    # A boosted link is followed by HTMX too, but wants a page.
    template = "speech/_packs.html" if htmx and not htmx.boosted else "speech/models.html"
    return render(request, template, context)


@staff_only
@require_POST
def pull(request: HttpRequest, name: str) -> HttpResponse:
    try:
        job = start_pull(user=request.user, name=name)
    except AppError as error:
        messages.error(request, error.message)
        return redirect("speech:models")
    messages.success(request, f"“{job.title}” is under way. The jobs tray shows how far it is.")
    return with_tray_refresh(redirect("speech:models"))


@staff_only
@require_POST
def verify(request: HttpRequest, name: str) -> HttpResponse:
    try:
        verify_pack(name=name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Every byte of {name} is as it should be.")
    return redirect("speech:models")


@staff_only
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    try:
        remove_pack(name=name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{name} is removed.")
    return redirect("speech:models")
