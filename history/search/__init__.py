"""Words in entries: one question, whichever database answers it."""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet

from common.errors import InvalidInput
from history.models import Entry
from history.search import postgres, sqlite
from history.search.words import SEARCH_MAX_CHARACTERS, is_written_without_spaces, terms_of


@dataclass(frozen=True)
class Search:
    """What somebody typed: “words in quotes” stand side by side, the last one may be unfinished."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > SEARCH_MAX_CHARACTERS or "\x00" in self.text:
            raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} printable characters at most.", param="q")

    @property
    def is_indexed(self) -> bool:
        """Chinese, Japanese and Thai have no spaces for an index of words to go by."""
        return bool(self.text.strip()) and not is_written_without_spaces(self.text)

    def matching(self, found: QuerySet[Entry], *, owner: Any) -> QuerySet[Entry]:
        """Those of the owner's entries that hold every word in title, text or note, whatever its case."""
        if not self.is_indexed:
            return _holding(found, self.text.strip()) if self.text.strip() else found
        terms = terms_of(self.text)
        return _answering(found.db).narrowed(found, terms, owner=owner) if terms else found.none()

    def by_time(self, found: QuerySet[Entry], *, is_falling: bool) -> QuerySet[Entry]:
        return _answering(found.db).ordered(found, is_falling=is_falling)

    def after(self, found: QuerySet[Entry], number: int, *, is_falling: bool) -> QuerySet[Entry]:
        return _answering(found.db).after(found, number, is_falling=is_falling)


def install(using: str) -> None:
    """What the database needs to answer: asked for after every migration, and done once."""
    _answering(using).install(connections[using])


def _answering(using: str) -> Any:
    return postgres if connections[using].vendor == "postgresql" else sqlite


def _holding(found: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    return found.filter(Q(title__icontains=text) | Q(text__icontains=text) | Q(note__icontains=text))
