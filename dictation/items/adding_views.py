"""Items from what is typed, pasted or in a file."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import AppError, InvalidInput
from common.htmx import UNPROCESSABLE, PageRequest
from dictation.items.cleaning import ItemDraft
from dictation.items.listing import LEVELS, tag_names
from dictation.items.pasting import WAYS, Made, drafts_in, looked_at, make
from dictation.items.posted import ItemFields, fields_posted, locale_choices
from dictation.models import Item, ItemList
from dictation.queries import own_lists_of
from dictation.sharing.access import list_for
from dictation.sharing.files.importing import Imported, import_file
from dictation.sharing.limits import FILE_ITEMS_AT_MOST, FILE_MAX_BYTES
from dictation.sharing.lists import add_items, create_list
from dictation.sources.splitting import LINES, SOURCE_MAX_CHARACTERS

USUAL_LOCALE = "en-GB"
PREVIEWED_AT_MOST = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        fields = ItemFields(locale=_usual_locale(request.user))
        return _page(request, fields, way=LINES, list_id=request.GET.get("list", ""))
    fields, way = fields_posted(request.POST), request.POST.get("way", LINES)
    try:
        with transaction.atomic():
            made = make(user=request.user, drafts=drafts_in(fields.text, way=way, like=_draft(fields)))
            item_list = _list_wanted(request, made)
    except AppError as error:
        return _page(request, fields, way=way, list_id=request.POST.get("list", ""), problem=error)
    if made.failed:
        return _page_of_failed(request, fields, way, made)
    messages.success(request, _told(len(made.items), item_list))
    return _next(item_list)


@login_required
@require_POST
def preview(request: PageRequest) -> HttpResponse:
    """What would be made of what is typed, piece by piece."""
    fields, way = fields_posted(request.POST), request.POST.get("way", LINES)
    try:
        drafts = drafts_in(fields.text, way=way, like=_draft(fields)) if fields.text.strip() else []
        pieces = looked_at(drafts)
    except AppError as error:
        return render(request, "dictation/items/_preview.html", {"problem": error.message})
    context = {
        "count": len(pieces),
        "wrong_count": sum(bool(piece.problem) for piece in pieces),
        "pieces": pieces[:PREVIEWED_AT_MOST],
        "more": max(0, len(pieces) - PREVIEWED_AT_MOST),
        "locale": fields.locale,
    }
    return render(request, "dictation/items/_preview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: PageRequest) -> HttpResponse:
    problem = ""
    locale = request.POST.get("locale", "") or _usual_locale(request.user)
    if request.method == "POST":
        try:
            imported = import_file(
                owner=request.user,
                file=request.FILES.get("file"),
                locale=locale,
                is_list="as_list" in request.POST,
            )
        except AppError as error:
            problem = error.message
        else:
            return _imported(request, imported)
    context = {
        "problem": problem,
        "locale": locale,
        "locales": locale_choices(locale),
        "file_max_bytes": FILE_MAX_BYTES,
        "items_at_most": FILE_ITEMS_AT_MOST,
        "is_list": request.method != "POST" or "as_list" in request.POST,
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "dictation/items/import.html", context, status=status)


def _imported(request: PageRequest, imported: Imported) -> HttpResponse:
    told = [_told(len(imported.items), imported.item_list)] if imported.items else []
    messages.success(request, " ".join([*told, _told_known(imported.known_count)]).strip())
    return _next(imported.item_list)


def _next(item_list: ItemList | None) -> HttpResponse:
    return redirect("lists:one", pk=item_list.pk) if item_list else redirect("items:list")


def _told(count: int, item_list: ItemList | None) -> str:
    made = "1 item is made" if count == 1 else f"{count:,} items are made"
    return f"{made}, in “{item_list.name}”." if item_list else f"{made}. Their sound is on its way."


def _told_known(count: int) -> str:
    if not count:
        return ""
    return "1 was there already." if count == 1 else f"{count:,} were there already."


def _page(
    request: PageRequest,
    fields: ItemFields,
    *,
    way: str,
    list_id: str = "",
    problem: AppError | None = None,
    failed: Any = (),
) -> HttpResponse:
    context = {
        "fields": fields,
        "way": way,
        "ways": WAYS.items(),
        "locales": locale_choices(fields.locale),
        "levels": LEVELS,
        "lists": own_lists_of(request.user),
        "list_id": list_id,
        "list_name": request.POST.get("list_name", ""),
        "tag_names": tag_names(request.user),
        "problem": problem,
        "at_fault": (problem.param or "").partition(".")[0] if problem else "",
        "failed": failed,
        "most_characters": SOURCE_MAX_CHARACTERS,
    }
    status = UNPROCESSABLE if problem or failed else 200
    return render(request, "dictation/items/add.html", context, status=status)


def _page_of_failed(request: PageRequest, fields: ItemFields, way: str, made: Made) -> HttpResponse:
    """Only what was not made stands there still, to be mended."""
    if made.items:
        messages.success(request, _told(len(made.items), None))
    left = ItemFields(**{**asdict(fields), "text": "\n".join(piece.text for piece in made.failed)})
    return _page(request, left, way=way, list_id=request.POST.get("list", ""), failed=made.failed)


def _draft(fields: ItemFields) -> ItemDraft:
    return ItemDraft(**fields.sent())


def _list_wanted(request: PageRequest, made: Made) -> ItemList | None:
    """What was made is in it, at its end."""
    item_ids = [item.pk for item in made.items]
    if name := request.POST.get("list_name", "").strip():
        return create_list(owner=request.user, name=name, item_ids=item_ids)
    if not (chosen := request.POST.get("list", "")):
        return None
    item_list = list_for(request.user, list_id_of(chosen))
    add_items(item_list=item_list, item_ids=item_ids)
    return item_list


def list_id_of(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise InvalidInput("That is not the id of a list.", param="list") from None


def _usual_locale(user: Any) -> str:
    """That of the last one made."""
    last = Item.objects.for_user(user).order_by("-created_at").values_list("locale", flat=True).first()
    return last or USUAL_LOCALE
