"""The dialog “Add”: what is there already, and what is brought now."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from clips.models import Source
from clips.uploading import store_each
from common.errors import AppError, InvalidInput
from common.htmx import UNPROCESSABLE, PageRequest
from studio.compositions.access import composition_for
from studio.compositions.adding import found

TURNS = "turns"
MOST_PAGES = 1_000


@login_required
@require_safe
def sounds(request: PageRequest, pk: UUID) -> HttpResponse:
    """A list, or more of it; of conversations first those, then the turns of one."""
    composition = composition_for(request.user, pk)
    room, search, page = request.GET.get("room", "history"), request.GET.get("q", ""), _page(request)
    context: dict[str, Any] = {
        "composition": composition,
        "room": room,
        "search": search,
        "next_page": page + 1,
    }
    try:
        context["found"] = _found(request, room, search, page)
    except AppError as error:
        if error.status == 404:
            raise
        context |= {"problem": error.message, "found": found.Found([])}
    template = "studio/composition/adding/_rows.html" if page > 1 else "studio/composition/adding/_found.html"
    return render(request, template, context, status=UNPROCESSABLE if "problem" in context else 200)


@login_required
@require_POST
def upload(request: PageRequest, pk: UUID) -> HttpResponse:
    """Each file is stored or refused by itself. Those that are stored are put on the timeline by the page."""
    composition = composition_for(request.user, pk)
    files = request.FILES.getlist("file")
    if not files:
        raise InvalidInput("Choose at least one audio file.", param="file")
    source = Source.RECORDING if request.POST.get("is_recording") else Source.UPLOAD
    outcomes = store_each(owner=request.user, files=files, source=source)
    context = {
        "composition": composition,
        "sounds": [found.uploaded(outcome.clip) for outcome in outcomes if outcome.clip],
        "problems": [outcome for outcome in outcomes if not outcome.clip],
    }
    return render(request, "studio/composition/adding/_arrived.html", context)


def _found(request: PageRequest, room: str, search: str, page: int) -> found.Found:
    if room != TURNS:
        return found.sounds_of(request.user, room=room, search=search, page=page)
    if conversation := request.GET.get("conversation"):
        return found.turns_in(request.user, _uuid(conversation))
    return found.conversations_with_turns(request.user, search)


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    is_number = given.isascii() and given.isdigit() and len(given) < 6
    return int(given) if is_number and 1 <= int(given) <= MOST_PAGES else 1


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("Choose a conversation from the list.", param="conversation") from None
