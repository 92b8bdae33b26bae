"""What a form says of an item, as the services take it, and as it is shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dictation.models import Item
from speech.voice_choices import language_choices, language_name

LEVELS = {str(level): level for level in range(1, 6)}


@dataclass(frozen=True)
class ItemFields:
    """As they stand in the form."""

    text: str = ""
    locale: str = ""
    difficulty: str = ""
    tags: str = ""
    alternatives: str = ""
    is_strict: bool = False

    def sent(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "locale": self.locale,
            # A level that there is none of is told by the service.
            "difficulty": LEVELS.get(self.difficulty, self.difficulty) or None,
            "tags": names_in(self.tags),
            "alternatives": [line for line in self.alternatives.splitlines() if line.strip()],
            "is_strict": self.is_strict,
        }


def fields_of(item: Item) -> ItemFields:
    return ItemFields(
        text=item.text,
        locale=item.locale,
        difficulty=str(item.difficulty) if item.is_difficulty_given else "",
        tags=", ".join(tag.name for tag in item.tags.all()),
        alternatives="\n".join(" ".join(text.split()) for text in item.alternatives),
        is_strict=item.is_strict,
    )


def fields_posted(posted: Mapping[str, str]) -> ItemFields:
    """Line ends are the text's own: a form sends those of Windows."""
    given = {name: posted.get(name, "").replace("\r\n", "\n") for name in _TEXTS}
    return ItemFields(**given, is_strict="is_strict" in posted)


def changes_to(item: Item, fields: ItemFields) -> dict[str, Any]:
    """What is not as it was shown: an alternative of several lines stays one, unless somebody edits it."""
    before, after = fields_of(item), fields
    return {
        name: value for name, value in after.sent().items() if getattr(before, name) != getattr(after, name)
    }


def names_in(tags: str) -> list[str]:
    return [name for name in map(str.strip, tags.split(",")) if name]


def locale_choices(chosen: str) -> list[tuple[str, str]]:
    """Those that a voice speaks, and the one it has."""
    known = language_choices()
    if not chosen or chosen in dict(known):
        return known
    return [(chosen, f"{language_name(chosen)} ({chosen})"), *known]


_TEXTS = ("text", "locale", "difficulty", "tags", "alternatives")
