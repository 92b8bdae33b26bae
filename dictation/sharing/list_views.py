"""The pages of lists: one's own to be filled and ordered, those of others to be read."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError, InvalidInput
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.undo import just_deleted, offer_undo
from dictation.filters import filters_of
from dictation.items.many import ids_sent
from dictation.models import ItemList
from dictation.queries import items_for
from dictation.sharing import lists as services
from dictation.sharing.access import discarded_list_for, list_for, seen_list_for
from dictation.sharing.files.exporting import export_response, format_asked
from dictation.sharing.queries import (
    groups_taught_by,
    item_ids_in,
    items_in,
    lists_of,
    shared_lists_of,
    shown_items_in,
)
from dictation.sharing.renaming import rename_page

# The list on the page listens for it.
LIST_CHANGED = "list-changed"
ITEMS_PER_PAGE = 100
FOUND_AT_ONCE = 8


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: PageRequest) -> HttpResponse:
    name, problem = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            made = services.create_list(owner=request.user, name=name)
        except AppError as error:
            problem = error.message
        else:
            return redirect("lists:one", pk=made.pk)
    context = {
        "lists": lists_of(request.user),
        "deleted": just_deleted(request, discarded_list_for),
        "shared_lists": shared_lists_of(request.user),
        "name": name,
        "problem": problem,
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "dictation/lists/page.html", context, status=status)


@login_required
@require_safe
def one(request: PageRequest, pk: UUID) -> HttpResponse:
    item_list = seen_list_for(request.user, pk)
    context = _context(request, item_list)
    if wants_part(request):
        return render(request, "dictation/lists/_items.html", context)
    if item_list.owner_id == request.user.pk:
        context |= {"groups": _groups(request, item_list), **_found(request, item_list)}
    return render(request, "dictation/lists/one.html", context)


@login_required
@require_safe
def find(request: PageRequest, pk: UUID) -> HttpResponse:
    """Items that could be put into it."""
    item_list = list_for(request.user, pk)
    if not wants_part(request):
        return redirect("lists:one", pk=pk)
    context = {"item_list": item_list, **_found(request, item_list)}
    return render(request, "dictation/lists/_found.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PageRequest, pk: UUID) -> HttpResponse:
    item_list = list_for(request.user, pk)
    return rename_page(
        request,
        row=item_list,
        back=reverse("lists:one", args=[pk]),
        rename=lambda name: services.rename_list(item_list=item_list, name=name),
    )


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    item_list = list_for(request.user, pk)
    services.discard_list(item_list=item_list)
    return redirect(f"{reverse('lists:list')}?deleted={pk}")


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    services.restore_list(item_list=discarded_list_for(request.user, pk))
    return redirect("lists:one", pk=pk)


@login_required
@require_POST
def add(request: PageRequest, pk: UUID) -> HttpResponse:
    item_list = list_for(request.user, pk)
    services.add_items(item_list=item_list, item_ids=ids_sent(request.POST.getlist("id")))
    if not wants_part(request):
        return redirect("lists:one", pk=pk)
    context = {"item_list": item_list, **_found(request, item_list)}
    response = render(request, "dictation/lists/_found.html", context)
    return trigger_client_event(response, LIST_CHANGED)


@login_required
@require_POST
def put_back(request: PageRequest, pk: UUID, item_id: UUID) -> HttpResponse:
    """Into the place where it was."""
    item_list = list_for(request.user, pk)
    services.add_items(item_list=item_list, item_ids=[item_id])
    services.move_item(item_list=item_list, item_id=item_id, position=_position(request.GET))
    if not wants_part(request):
        return redirect("lists:one", pk=pk)
    return trigger_client_event(HttpResponse(status=204), LIST_CHANGED)


@login_required
@require_POST
def move(request: PageRequest, pk: UUID, item_id: UUID) -> HttpResponse:
    item_list = list_for(request.user, pk)
    by = {"up": -1, "down": 1}.get(request.POST.get("by", ""))
    if by is None:
        position = _position(request.POST)
    else:
        ids = item_ids_in(item_list)
        position = max(1, ids.index(item_id) + 1 + by) if item_id in ids else 1
    services.move_item(item_list=item_list, item_id=item_id, position=position)
    return _items(request, item_list)


@login_required
@require_POST
def remove(request: PageRequest, pk: UUID, item_id: UUID) -> HttpResponse:
    item_list = list_for(request.user, pk)
    position = services.remove_item(item_list=item_list, item_id=item_id)
    response = _items(request, item_list)
    if not wants_part(request):
        return response
    undo_url = f"{reverse('lists:put-back', args=[pk, item_id])}?position={position}"
    return offer_undo(response, text="It is not in the list any more.", undo_url=undo_url)


@login_required
@require_safe
def export(request: PageRequest, pk: UUID) -> HttpResponseBase:
    item_list = seen_list_for(request.user, pk)
    return export_response(items_in(item_list), form=format_asked(request.GET), list_name=item_list.name)


def _items(request: PageRequest, item_list: ItemList) -> HttpResponse:
    if not wants_part(request):
        return redirect("lists:one", pk=item_list.pk)
    return render(request, "dictation/lists/_items.html", _context(request, item_list))


def _context(request: PageRequest, item_list: ItemList) -> dict[str, Any]:
    shown = shown_items_in(item_list, request.user)
    return {
        "item_list": item_list,
        "is_own": item_list.owner_id == request.user.pk,
        "items": Paginator(shown, ITEMS_PER_PAGE).get_page(request.GET.get("page")),
    }


def _found(request: PageRequest, item_list: ItemList) -> dict[str, Any]:
    search = request.GET.get("search", "") or request.POST.get("search", "")
    items = items_for(request.user, filters_of({"search": search}))
    others = items.exclude(pk__in=item_ids_in(item_list))
    return {"search": search, "found": others[:FOUND_AT_ONCE], "found_at_once": FOUND_AT_ONCE}


def _groups(request: PageRequest, item_list: ItemList) -> list[dict[str, Any]]:
    """Each of theirs, and whether it may practise this list."""
    shared = {group.pk for group in item_list.groups.all()}
    return [{"group": group, "is_shared": group.pk in shared} for group in groups_taught_by(request.user)]


def _position(sent: Any) -> int:
    given = sent.get("position", "")
    if not (given.isascii() and given.isdigit() and len(given) < 7 and int(given)):
        raise InvalidInput("position must be a whole number from 1.", param="position")
    return int(given)
