"""The page of items, and what is done to one of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError, NotFound
from common.htmx import UNPROCESSABLE, PageRequest, wants_part
from common.undo import offer_undo
from dictation.access import discarded_item_for, item_for
from dictation.audio.services import refresh_audio
from dictation.filters import filters_of
from dictation.items import services
from dictation.items.listing import (
    LEVELS,
    filter_context,
    list_context,
    shown_items,
    tag_names,
    unsettled,
)
from dictation.items.posted import ItemFields, changes_to, fields_of, fields_posted, locale_choices
from dictation.models import Item

# The list on the page listens for it.
ITEMS_CHANGED = "items-changed"


@login_required
@require_safe
def items(request: PageRequest) -> HttpResponse:
    if not wants_part(request):
        return render(
            request, "dictation/items/page.html", {**list_context(request), **filter_context(request)}
        )
    template = "_rows.html" if "page" in request.GET else "_list.html"
    return render(request, f"dictation/items/{template}", list_context(request))


@login_required
@require_safe
def row(request: PageRequest, pk: UUID) -> HttpResponse:
    """What a cancelled change goes back to."""
    item = item_for(request.user, pk)
    if not wants_part(request):
        return redirect("items:edit", pk=pk)
    return _row(request, item)


@login_required
@require_safe
def sounds(request: PageRequest) -> HttpResponse:
    """`?ids=`: of items whose sound was being made; asked for until it is there."""
    ids = filters_of({"ids": request.GET.get("ids", "")}).ids
    if not wants_part(request):
        return redirect("items:list")
    found = list(shown_items(request.user, ids))
    left = unsettled(found)
    settled = [item for item in found if item not in left]
    return render(request, "dictation/items/_sounds.html", {"unsettled": left, "settled": settled})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, pk: UUID) -> HttpResponse:
    item = item_for(request.user, pk)
    if request.method != "POST":
        return _editor(request, item, fields_of(item))
    fields = fields_posted(request.POST)
    try:
        services.change_item(item=item, **changes_to(item, fields))
    except NotFound:
        raise
    except AppError as error:
        return _editor(request, item, fields, problem=error)
    if wants_part(request):
        return _row(request, item)
    messages.success(request, "The item is changed.")
    return redirect("items:list")


@login_required
@require_POST
def refresh(request: PageRequest, pk: UUID) -> HttpResponse:
    item = item_for(request.user, pk)
    refresh_audio(item=item)
    if wants_part(request):
        return _row(request, item)
    messages.success(request, "Its audio is being made again.")
    return redirect("items:list")


@login_required
@require_POST
def delete(request: PageRequest, pk: UUID) -> HttpResponse:
    services.discard_item(item=item_for(request.user, pk))
    if not wants_part(request):
        return redirect(f"{reverse('items:list')}?deleted={pk}")
    undo_url = reverse("items:restore", args=[pk])
    return offer_undo(HttpResponse(), text="The item is deleted.", undo_url=undo_url)


@login_required
@require_POST
def restore(request: PageRequest, pk: UUID) -> HttpResponse:
    services.restore_item(item=discarded_item_for(request.user, pk))
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), ITEMS_CHANGED)
    messages.success(request, "The item is back.")
    return redirect("items:list")


def _row(request: PageRequest, item: Item) -> HttpResponse:
    """With what looks after its sound, where that is being made."""
    [shown] = shown_items(request.user, [item.pk])
    return render(request, "dictation/items/_row.html", {"item": shown, "looks_after_itself": True})


def _editor(
    request: PageRequest, item: Item, fields: ItemFields, *, problem: AppError | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "item": item,
        "fields": fields,
        "problem": problem,
        "at_fault": (problem.param or "").partition(".")[0] if problem else "",
        "locales": locale_choices(fields.locale),
        "levels": LEVELS,
        "tag_names": tag_names(request.user),
    }
    template = "_edit.html" if wants_part(request) else "edit.html"
    status = UNPROCESSABLE if problem else 200
    return render(request, f"dictation/items/{template}", context, status=status)
