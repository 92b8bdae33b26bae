"""The Models page's part about engines and providers, and its buttons: staff only."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import AppError
from common.htmx import PageRequest, wants_part
from speech import provider_actions
from speech.access import staff_only
from speech.catalogue import engine_title
from speech.provider_cards import ProviderCard, provider_cards
from speech.provider_work import Work


def providers_context() -> dict[str, object]:
    cards: list[ProviderCard] = provider_cards()
    return {"providers": cards, "is_working": any(card.work and card.work.is_under_way for card in cards)}


@staff_only
@never_cache
@require_safe
def providers(request: PageRequest) -> HttpResponse:
    if not wants_part(request):
        return redirect("speech:models")
    return render(request, "speech/_providers.html", providers_context())


@staff_only
@require_POST
def load(request: PageRequest, name: str) -> HttpResponse:
    return _start(request, name, provider_actions.load, "is loaded")


@staff_only
@require_POST
def warm_up(request: PageRequest, name: str) -> HttpResponse:
    return _start(request, name, provider_actions.warm_up, "is warm")


@staff_only
@require_POST
def voices(request: PageRequest, name: str) -> HttpResponse:
    return _start(request, name, provider_actions.refresh_voices, "has told its voices")


@staff_only
@require_POST
def unload(request: PageRequest, name: str) -> HttpResponse:
    return _done(request, name, provider_actions.unload, "is let go")


@staff_only
@require_POST
def reset(request: PageRequest, name: str) -> HttpResponse:
    return _done(request, name, provider_actions.reset, "is asked again with the next text")


def _start(request: PageRequest, name: str, start: Callable[[str], Work], done: str) -> HttpResponse:
    """What goes wrong later stands on its card."""
    try:
        work = start(name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        if not work.is_under_way and not work.error:
            messages.success(request, f"{engine_title(name)} {done}.")
    return redirect("speech:models")


def _done(request: PageRequest, name: str, do: Callable[[str], object], done: str) -> HttpResponse:
    try:
        do(name)
    except AppError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{engine_title(name)} {done}.")
    return redirect("speech:models")
