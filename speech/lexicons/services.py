"""Making, changing and removing lexicons and their words. Pages and API both come through here."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import Conflict, InvalidInput, NotFound
from common.owned import lock_owner
from common.undo import UNDO_WITHIN
from speech.lexicons.cleaning import clean_name, clean_note, key_of
from speech.models import Lexicon, LexiconWord
from speech.names import clean_language, folded
from speech.text import LexiconEntry

LEXICONS_AT_MOST = 100
WORDS_AT_MOST = 2_000
CHANGED_BY_MERGING = ("written", "respelling", "ipa", "whole_word")


def create_lexicon(
    *, owner: Any, name: str, language: str = "", note: str = "", entries: Sequence[LexiconEntry] = ()
) -> Lexicon:
    fields = {"language": clean_language(language), "note": clean_note(note), **_named(name)}
    with transaction.atomic():
        _require_room_for_one_more(owner)
        lexicon = _saved(Lexicon(owner=owner, **fields))
        _write_words(lexicon, entries)
    return lexicon


def update_lexicon(
    *,
    lexicon: Lexicon,
    name: str | None = None,
    language: str | None = None,
    note: str | None = None,
    entries: Sequence[LexiconEntry] | None = None,
) -> Lexicon:
    """What is None stays. `entries` take the place of all words there were, or, with one wrong, of none."""
    with transaction.atomic():
        locked = _locked(lexicon)
        if name is not None:
            _set(locked, **_named(name))
        if language is not None:
            _set(locked, language=clean_language(language))
        if note is not None:
            _set(locked, note=clean_note(note))
        if entries is not None:
            locked.words.all().delete()
            _write_words(locked, entries)
        return _saved(locked)


def discard(*, lexicon: Lexicon) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    with transaction.atomic():
        locked = _locked(lexicon)
        Lexicon.objects.filter(pk=locked.pk).update(deleted_at=timezone.now())


def restore(*, lexicon: Lexicon) -> None:
    with transaction.atomic():
        discarded = Lexicon.objects.select_for_update().filter(pk=lexicon.pk).first()
        if discarded is None:
            raise NotFound("This lexicon is gone for good.")
        if discarded.deleted_at is not None:
            _require_room_for_one_more(discarded.owner)
            discarded.deleted_at = None
            _saved(discarded)


def delete_lexicon(*, lexicon: Lexicon) -> None:
    """For good."""
    with transaction.atomic():
        locked = Lexicon.objects.select_for_update().filter(pk=lexicon.pk).first()
        if locked is None:
            raise NotFound("There is no such lexicon.")
        locked.delete()


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    discarded = Lexicon.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN)
    with transaction.atomic():
        count = discarded.count()
        discarded.delete()
    return count


def add_word(*, lexicon: Lexicon, entry: LexiconEntry) -> LexiconWord:
    with transaction.atomic():
        locked = _locked(lexicon)
        _require_room_for_words(locked.words.count() + 1)
        last = locked.words.aggregate(last=Max("position"))["last"]
        word = LexiconWord(owner_id=locked.owner_id, lexicon=locked, position=0 if last is None else last + 1)
        return _worded(word, entry)


def change_word(*, word: LexiconWord, entry: LexiconEntry) -> LexiconWord:
    with transaction.atomic():
        locked = _locked(word.lexicon)
        return _worded(_word_in(locked, word.pk), entry)


def remove_word(*, word: LexiconWord) -> None:
    with transaction.atomic():
        locked = _locked(word.lexicon)
        _word_in(locked, word.pk).delete()
        _saved(locked)


def merge_words(*, lexicon: Lexicon, entries: Sequence[LexiconEntry]) -> tuple[int, int]:
    """Adds what is not there and changes what is; tells how many of each. Other words stay."""
    require_each_once(entries)
    with transaction.atomic():
        locked = _locked(lexicon)
        known = {(word.key, word.case_sensitive): word for word in locked.words.all()}
        new = [entry for entry in entries if (key_of(entry), entry.case_sensitive) not in known]
        _require_room_for_words(len(known) + len(new))
        changed = [
            _set(word, **_fields_of(entry))
            for entry in entries
            if (word := known.get((key_of(entry), entry.case_sensitive))) and _differs(word, entry)
        ]
        LexiconWord.objects.bulk_update(changed, CHANGED_BY_MERGING, batch_size=200)
        first = max((word.position for word in known.values()), default=-1) + 1
        LexiconWord.objects.bulk_create(_rows(locked, new, first=first), batch_size=200)
        _saved(locked)
    return len(new), len(changed)


def require_each_once(entries: Sequence[LexiconEntry]) -> None:
    seen: set[tuple[str, bool]] = set()
    for number, entry in enumerate(entries):
        identity = (key_of(entry), entry.case_sensitive)
        if identity in seen:
            raise Conflict(_is_there_already(entry), param=f"words.{number}.written", code="word_exists")
        seen.add(identity)


def _write_words(lexicon: Lexicon, entries: Sequence[LexiconEntry]) -> None:
    _require_room_for_words(len(entries))
    require_each_once(entries)
    LexiconWord.objects.bulk_create(_rows(lexicon, entries), batch_size=200)


def _rows(lexicon: Lexicon, entries: Sequence[LexiconEntry], *, first: int = 0) -> list[LexiconWord]:
    return [
        LexiconWord(
            id=uuid.uuid4(), owner_id=lexicon.owner_id, lexicon=lexicon, position=place, **_fields_of(entry)
        )
        for place, entry in enumerate(entries, start=first)
    ]


def _worded(word: LexiconWord, entry: LexiconEntry) -> LexiconWord:
    _set(word, **_fields_of(entry))
    try:
        with transaction.atomic():
            word.save()
    except IntegrityError:
        raise Conflict(_is_there_already(entry), param="written", code="word_exists") from None
    _saved(word.lexicon)
    return word


def _fields_of(entry: LexiconEntry) -> dict[str, Any]:
    return {
        "written": entry.written,
        "key": key_of(entry),
        "respelling": entry.respelling or "",
        "ipa": entry.ipa or "",
        "case_sensitive": entry.case_sensitive,
        "whole_word": entry.whole_word,
    }


def _differs(word: LexiconWord, entry: LexiconEntry) -> bool:
    return any(getattr(word, name) != value for name, value in _fields_of(entry).items())


def _set(row: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _saved(lexicon: Lexicon) -> Lexicon:
    """Also where only words changed: `updated_at` is what tells one state of a lexicon from the next."""
    try:
        with transaction.atomic():
            lexicon.save()
    except IntegrityError:
        raise Conflict(
            f"You have a lexicon called “{lexicon.name}” already. Choose another name.",
            param="name",
            code="name_taken",
        ) from None
    return lexicon


def _named(name: str) -> dict[str, str]:
    cleaned = clean_name(name)
    return {"name": cleaned, "name_folded": folded(cleaned)}


def _locked(lexicon: Lexicon) -> Lexicon:
    locked = Lexicon.objects.select_for_update().filter(pk=lexicon.pk, deleted_at=None).first()
    if locked is None:
        raise NotFound("There is no such lexicon.")
    return locked


def _word_in(lexicon: Lexicon, word_id: uuid.UUID) -> LexiconWord:
    word = lexicon.words.select_for_update().filter(pk=word_id).first()
    if word is None:
        raise NotFound("There is no such word.")
    word.lexicon = lexicon
    return word


def _require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)  # two at once can't both be the last that fits
    if Lexicon.objects.for_user(owner).filter(deleted_at=None).count() >= LEXICONS_AT_MOST:
        raise InvalidInput(
            f"A person has {LEXICONS_AT_MOST} lexicons at most. Delete one first.", code="too_many_lexicons"
        )


def _require_room_for_words(count: int) -> None:
    if count > WORDS_AT_MOST:
        raise InvalidInput(
            f"A lexicon has {WORDS_AT_MOST:,} words at most. Put the rest into another.",
            param="words",
            code="too_many_words",
        )


def _is_there_already(entry: LexiconEntry) -> str:
    return f"“{entry.written}” is in this lexicon already. Change it there."
