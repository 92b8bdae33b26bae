"""The Models page: what is on this machine, and buttons to get, check and remove it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import AppError
from common.htmx import PageRequest, wants_part
from jobs.models import Job
from speech.access import staff_only
from speech.provider_views import providers_context
from speech.queries import pack_cards, work_under_way
from speech.services import pack_store, remove_pack, start_pull, start_verify


@staff_only
@never_cache
@require_safe
def models(request: PageRequest) -> HttpResponse:
    jobs = work_under_way()
    cards = pack_cards(pack_store(), jobs)
    context = {
        "cards": cards,
        "installed_bytes": sum(card.installed_bytes for card in cards),
        "is_pulling": bool(jobs),
    }
    if wants_part(request):
        return render(request, "speech/_packs.html", context)
    return render(request, "speech/models.html", context | providers_context())


@staff_only
@require_POST
def pull(request: PageRequest, name: str) -> HttpResponse:
    return _start(request, name, start_pull, "The jobs tray shows how far it is.")


@staff_only
@require_POST
def verify(request: PageRequest, name: str) -> HttpResponse:
    return _start(request, name, start_verify, "The jobs tray shows how it ends.")


@staff_only
@require_POST
def remove(request: PageRequest, name: str) -> HttpResponse:
    try:
        remove_pack(name=name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{name} is removed.")
    return redirect("speech:models")


def _start(request: PageRequest, name: str, start: Callable[..., Job], where: str) -> HttpResponse:
    try:
        job = start(user=request.user, name=name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{job.title}” is under way. {where}")
    return redirect("speech:models")
