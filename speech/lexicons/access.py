"""A person and an id in, that person's lexicon or 404 out; and its words as speaking takes them."""

import uuid
from typing import Any

from common.errors import NotFound
from speech.lexicons.queries import lexicons_of
from speech.models import Lexicon, LexiconWord
from speech.text import LexiconEntry


def lexicon_for(user: Any, lexicon_id: uuid.UUID) -> Lexicon:
    lexicon = lexicons_of(user).filter(id=lexicon_id).first()
    if lexicon is None:
        raise NotFound("There is no such lexicon.")
    return lexicon


def discarded_lexicon_for(user: Any, lexicon_id: uuid.UUID) -> Lexicon:
    lexicon = Lexicon.objects.for_user(user).filter(id=lexicon_id).exclude(deleted_at=None).first()
    if lexicon is None:
        raise NotFound("This lexicon is gone for good, or was never deleted.")
    return lexicon


def word_for(user: Any, lexicon_id: uuid.UUID, word_id: uuid.UUID) -> LexiconWord:
    words = LexiconWord.objects.for_user(user).filter(lexicon_id=lexicon_id, lexicon__deleted_at=None)
    word = words.select_related("lexicon").filter(id=word_id).first()
    if word is None:
        raise NotFound("There is no such word.")
    return word


def entries_of(lexicon: Lexicon, *, language: str = "") -> tuple[LexiconEntry, ...]:
    """None where the lexicon is for another language than the one to be spoken."""
    if not lexicon.applies_to(language):
        return ()
    return tuple(entry_of(word) for word in lexicon.words.all())


def entry_of(word: LexiconWord) -> LexiconEntry:
    return LexiconEntry(
        written=word.written,
        respelling=word.respelling or None,
        ipa=word.ipa or None,
        case_sensitive=word.case_sensitive,
        whole_word=word.whole_word,
    )
