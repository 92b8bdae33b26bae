"""What is done to the items that are ticked."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import InvalidInput
from common.htmx import PageRequest, wants_part
from common.moments import moment_of
from common.undo import offer_undo
from dictation.filters import filters_of
from dictation.items import many
from dictation.items.adding_views import list_id_of
from dictation.items.listing import asked_in
from dictation.items.posted import names_in
from dictation.items.views import ITEMS_CHANGED
from dictation.queries import items_for
from dictation.sharing.access import list_for
from dictation.sharing.files.exporting import export_response, format_asked
from dictation.sharing.lists import add_items, create_list


@login_required
@require_POST
def tag(request: PageRequest) -> HttpResponse:
    count = many.tag_items(**_ticked_and_named(request))
    return _done(request, f"{_items(count)} tagged.")


@login_required
@require_POST
def untag(request: PageRequest) -> HttpResponse:
    count = many.untag_items(**_ticked_and_named(request))
    return _done(request, f"{_items(count)} without it now.")


@login_required
@require_POST
def put_in_list(request: PageRequest) -> HttpResponse:
    item_ids = many.ids_sent(request.POST.getlist("id"))
    if name := request.POST.get("list_name", "").strip():
        item_list = create_list(owner=request.user, name=name, item_ids=item_ids)
        return _done(request, f"{_items(len(item_ids))} in the new list “{item_list.name}”.")
    if not request.POST.get("list"):
        raise InvalidInput("Choose a list, or write the name of a new one.", param="list")
    item_list = list_for(request.user, list_id_of(request.POST["list"]))
    added = add_items(item_list=item_list, item_ids=item_ids)
    return _done(request, f"{_items(added)} added to “{item_list.name}”.")


@login_required
@require_POST
def refresh(request: PageRequest) -> HttpResponse:
    count = many.refresh_items(user=request.user, item_ids=many.ids_sent(request.POST.getlist("id")))
    return _done(request, f"The audio of {_items(count).lower()} being made again.")


@login_required
@require_POST
def discard(request: PageRequest) -> HttpResponse:
    ids = many.ids_sent(request.POST.getlist("id"))
    moment, count = many.discard_some(user=request.user, item_ids=ids)
    text = f"{_items(count)} deleted."
    at = urlencode({"at": moment.isoformat()})
    if not wants_part(request):
        messages.success(request, text)
        return redirect(f"{reverse('items:list')}?{urlencode({'undo': moment.isoformat()})}")
    response = HttpResponse(status=204, headers={"HX-Trigger": ITEMS_CHANGED})
    return offer_undo(response, text=text, undo_url=f"{reverse('items:restore-some')}?{at}")


@login_required
@require_POST
def restore_some(request: PageRequest) -> HttpResponse:
    moment = moment_of(request.GET.get("at", ""))
    count = many.restore_some(user=request.user, moment=moment) if moment else 0
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), ITEMS_CHANGED)
    messages.success(request, f"{_items(count)} back.")
    return redirect("items:list")


@login_required
@require_safe
def export(request: PageRequest) -> HttpResponseBase:
    """All that the filters leave."""
    items = items_for(request.user, filters_of(asked_in(request)))
    return export_response(items, form=format_asked(request.GET))


def _ticked_and_named(request: PageRequest) -> dict[str, Any]:
    return {
        "user": request.user,
        "item_ids": many.ids_sent(request.POST.getlist("id")),
        "names": names_in(request.POST.get("tags", "")),
    }


def _done(request: PageRequest, text: str) -> HttpResponse:
    if not wants_part(request):
        messages.success(request, text)
        return redirect("items:list")
    response = trigger_client_event(HttpResponse(status=204), ITEMS_CHANGED)
    return trigger_client_event(response, "toast", {"level": "success", "text": text})


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count:,} items are"
