"""What the page of items is drawn from."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet

from common.htmx import PageRequest
from common.moments import moment_of
from common.undo import just_deleted
from dictation.access import discarded_item_for
from dictation.filters import NEWEST, ItemFilters, filters_of
from dictation.items.tags import tags_of
from dictation.models import EASIEST, HARDEST, AudioState, Item
from dictation.paging import PageAsked
from dictation.queries import items_for, items_of, own_lists_of, page_of, practised_by
from speech.voice_choices import language_name

ITEMS_PER_PAGE = 40
LEVELS = range(EASIEST, HARDEST + 1)
FILTERS = ("search", "locale", "tags", "difficulty", "practised", "due", "tts_status", "list", "sort")
_DETAILS = ("tags", "practised", "due", "tts_status", "list")
SORTS = {
    NEWEST: "Newest first",
    "oldest": "Oldest first",
    "text": "By text",
    "easiest": "Easiest first",
    "hardest": "Hardest first",
    "due": "Due first",
    "practised": "Last practised first",
    "worst": "Worst score first",
}


def asked_in(request: PageRequest) -> dict[str, str]:
    """The filters that are set, one value each."""
    return {name: request.GET[name] for name in FILTERS if request.GET.get(name)}


def list_context(request: PageRequest) -> dict[str, Any]:
    asked = asked_in(request)
    found = items_for(request.user, filters_of(asked))
    page = Paginator(found, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = page_of(found, PageAsked(page.number, ITEMS_PER_PAGE).rows)
    return {
        "items": page,
        "unsettled": unsettled(page.object_list),
        "query": urlencode(asked),
        "is_narrowed": any(name != "sort" for name in asked),
        "lists": own_lists_of(request.user),
        "tag_names": tag_names(request.user),
    }


def filter_context(request: PageRequest) -> dict[str, Any]:
    asked = asked_in(request)
    return {
        "asked": {name: asked.get(name, "") for name in FILTERS},
        "is_detailed": any(name in asked for name in _DETAILS),
        "levels": LEVELS,
        "sorts": SORTS.items(),
        "states": AudioState.choices,
        "locales": locales_of(request.user),
        "deleted": just_deleted(request, discarded_item_for),
        "undo": moment_of(request.GET.get("undo", "")),
    }


def shown_items(user: Any, ids: Any) -> QuerySet[Item]:
    """As rows of the list."""
    return practised_by(user, items_of(user).filter(pk__in=ids))


def unsettled(items: Any) -> list[Item]:
    """Whose sound is being made."""
    return [item for item in items if item.tts_status == AudioState.PENDING]


def locales_of(user: Any) -> list[tuple[str, str]]:
    """Of their items, by name."""
    tags = items_of(user).order_by().values_list("locale", flat=True).distinct()
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda choice: choice[1])


def tag_names(user: Any) -> list[str]:
    return [tag.name for tag in tags_of(user)]


def count_of(user: Any) -> int:
    return items_for(user, ItemFilters()).count()
