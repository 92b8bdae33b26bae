"""What is sent of an item, judged; every door comes through here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.errors import AppError, InvalidInput
from dictation.audio.voices import unspoken
from dictation.difficulty import difficulty_of
from dictation.models import (
    ALTERNATIVES_AT_MOST,
    EASIEST,
    HARDEST,
    LOCALE_MAX_CHARACTERS,
    TAG_MAX_CHARACTERS,
    TAGS_AT_MOST,
    TEXT_MAX_CHARACTERS,
)
from dictation.words import has_words
from history.models import Entry
from speech.catalogue import engines
from speech.engines.languages import primary
from speech.names import folded, line_of, text_of
from speech.text import InvalidLanguage, normalise_language


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """As it was sent: nothing of it is judged yet."""

    locale: Any
    text: Any
    alternatives: Any = ()
    is_strict: Any = False
    difficulty: Any = None
    tags: Any = ()
    entry: Entry | None = None


@dataclass(frozen=True, kw_only=True)
class CleanItem:
    columns: dict[str, Any]
    tags: list[str]


def clean_draft(draft: ItemDraft, languages: Collection[str]) -> CleanItem:
    """`languages`: those of `spoken_languages`, which takes a while to ask for every one of many."""
    columns: dict[str, Any] = {
        "locale": clean_locale(draft.locale, languages),
        "text": clean_text(draft.text),
        "alternatives": clean_alternatives(draft.alternatives),
        "is_strict": clean_truth(draft.is_strict, param="is_strict"),
        "entry": draft.entry,
    }
    columns |= difficulty_columns(clean_difficulty(draft.difficulty), columns["text"])
    return CleanItem(columns=columns, tags=clean_tags(draft.tags))


def clean_changes(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Columns, of what is sent of an item's text and of what counts as right."""
    return {name: _CHANGEABLE[name](value) for name, value in sent.items()}


def judged(drafts: Sequence[ItemDraft]) -> list[CleanItem | AppError]:
    languages = spoken_languages()
    return [_clean_or_wrong(draft, languages) for draft in drafts]


def _clean_or_wrong(draft: ItemDraft, languages: Collection[str]) -> CleanItem | AppError:
    try:
        return clean_draft(draft, languages)
    except AppError as error:
        return error


def spoken_languages() -> frozenset[str]:
    """By any engine of this machine, without their regions: each speaks the others', too."""
    return frozenset(primary(tag) for engine in engines() for tag in engine.capabilities.languages)


def clean_locale(value: Any, languages: Collection[str]) -> str:
    tag = locale_of(value, param="locale")
    if len(tag) > LOCALE_MAX_CHARACTERS or primary(tag) not in languages:
        raise unspoken(tag)
    return tag


def locale_of(value: Any, *, param: str) -> str:
    """In one spelling: `en_gb` is `en-GB`."""
    code = line_of(value, param=param)
    if not code:
        raise InvalidInput("Say in which language, as in en-GB.", param=param)
    try:
        return normalise_language(code)
    except InvalidLanguage as error:
        raise InvalidInput(str(error), param=param, code=error.code) from None


def clean_text(value: Any, *, param: str = "text") -> str:
    text = text_of(value, param=param)
    if len(text) > TEXT_MAX_CHARACTERS:
        raise InvalidInput(
            f"This text has {len(text):,} characters; {TEXT_MAX_CHARACTERS:,} are the most. Split it.",
            param=param,
            code="text_too_long",
        )
    if not has_words(text):
        raise InvalidInput("There is no word in this text to write down.", param=param, code="no_words")
    return text


def clean_alternatives(value: Any) -> list[str]:
    sent = _list_of(value, param="alternatives", most=ALTERNATIVES_AT_MOST)
    texts = [clean_text(text, param=f"alternatives.{index}") for index, text in enumerate(sent)]
    return list(dict.fromkeys(texts))


def clean_truth(value: Any, *, param: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param=param)
    return value


def clean_difficulty(value: Any) -> int | None:
    """None: that of its text."""
    if value is None:
        return None
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not EASIEST <= value <= HARDEST:
        raise InvalidInput(
            f"Send a whole number from {EASIEST}, the easiest, to {HARDEST}, or null for that of its text.",
            param="difficulty",
        )
    return int(value)


def difficulty_columns(given: int | None, text: str) -> dict[str, Any]:
    is_given = given is not None
    return {"difficulty": given if is_given else difficulty_of(text), "is_difficulty_given": is_given}


def clean_tags(value: Any) -> list[str]:
    sent = _list_of(value, param="tags", most=TAGS_AT_MOST)
    names = [clean_tag(name, param=f"tags.{index}") for index, name in enumerate(sent)]
    known: set[str] = set()
    for index, name in enumerate(names):
        if folded(name) in known:
            raise InvalidInput(f"“{name}” is there twice; send each tag once.", param=f"tags.{index}")
        known.add(folded(name))
    return names


def clean_tag(value: Any, *, param: str) -> str:
    name = line_of(value, param=param)
    if not name:
        raise InvalidInput("A tag may not be empty.", param=param)
    if len(name) > TAG_MAX_CHARACTERS:
        raise InvalidInput(f"A tag has {TAG_MAX_CHARACTERS} characters at most.", param=param)
    if "," in name:  # it parts several in an address and in a table
        raise InvalidInput("A tag has no comma. Send two tags as two.", param=param)
    return name


def _list_of(value: Any, *, param: str, most: int) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise InvalidInput("Send a list of strings.", param=param)
    if len(value) > most:
        raise InvalidInput(f"{most} are the most here; these are {len(value):,}.", param=param)
    return value


_CHANGEABLE: Mapping[str, Callable[[Any], Any]] = {
    "text": clean_text,
    "locale": lambda value: clean_locale(value, spoken_languages()),
    "alternatives": clean_alternatives,
    "is_strict": lambda value: value is not None and clean_truth(value, param="is_strict"),
}
CHANGEABLE = frozenset(_CHANGEABLE)
