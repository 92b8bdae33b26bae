"""Reading lexicons."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from common.errors import InvalidInput
from speech.models import Lexicon, LexiconWord

SEARCH_MAX_CHARACTERS = 200


def lexicons_of(user: Any) -> QuerySet[Lexicon]:
    """By name, each with its `word_count`."""
    lexicons = Lexicon.objects.for_user(user).filter(deleted_at=None)
    return lexicons.annotate(word_count=Count("words")).order_by("name_folded", "id")


def words_of(lexicon: Lexicon, *, search: str = "") -> QuerySet[LexiconWord]:
    """The newest first: what was just added is seen."""
    search = search.strip()
    if len(search) > SEARCH_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} characters at most.", param="q")
    if "\x00" in search:
        raise InvalidInput("The search has a character in it that no word can have.", param="q")
    words = lexicon.words.order_by("-position")
    if not search:
        return words
    return words.filter(
        Q(written__icontains=search) | Q(respelling__icontains=search) | Q(ipa__icontains=search)
    )
