"""What the list of conversations is drawn from."""

from typing import Any

from django.core.paginator import Paginator

from common.htmx import PageRequest
from common.undo import just_deleted
from studio.conversations.access import discarded_conversation_for
from studio.conversations.queries import conversations_of

CONVERSATIONS_PER_PAGE = 20


def list_context(request: PageRequest) -> dict[str, Any]:
    search = request.GET.get("q", "").strip()
    found = conversations_of(request.user, search=search)
    return {
        "conversations": Paginator(found, CONVERSATIONS_PER_PAGE).get_page(request.GET.get("page")),
        "search": search,
        "deleted": just_deleted(request, discarded_conversation_for),
    }
