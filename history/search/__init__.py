"""Words in entries: one question, whichever database answers it."""

from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet

from common.errors import InvalidInput
from history.models import Entry
from history.search import postgres, sqlite
from history.search.words import SEARCH_MAX_CHARACTERS, is_written_without_spaces, terms_of


def matching(found: QuerySet[Entry], text: str, *, owner: Any) -> QuerySet[Entry]:
    """Those of the owner's entries that hold every word of `text`, the last one perhaps unfinished.

    “Words in quotes” stand side by side. Title, text and note are looked through, without regard to case.
    """
    if len(text) > SEARCH_MAX_CHARACTERS or "\x00" in text:
        raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} printable characters at most.", param="q")
    if is_written_without_spaces(text):
        return _holding(found, text.strip())
    terms = terms_of(text)
    if not terms:
        return found.none()
    return _answering(found.db).narrowed(found, terms, owner=owner)


def install(using: str) -> None:
    """What the database needs to answer: asked for after every migration, and done once."""
    _answering(using).install(connections[using])


def _answering(using: str) -> Any:
    return postgres if connections[using].vendor == "postgresql" else sqlite


def _holding(found: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Chinese, Japanese and Thai have no spaces for an index of words to go by."""
    return found.filter(Q(title__icontains=text) | Q(text__icontains=text) | Q(note__icontains=text))
