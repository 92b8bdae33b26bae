"""What people and programs send, made a name, a note, a word; or told what is wrong with it."""

import unicodedata

import regex

from common.errors import InvalidInput
from speech import names
from speech.models import NAME_MAX_CHARACTERS, NOTE_MAX_CHARACTERS
from speech.names import line_of
from speech.text import LexiconEntry, TextError, clean, has_speech
from speech.text.lexicon import LONGEST_SAID, LONGEST_WRITTEN

# What people type for a sign that is not on their keyboard.
_MEANT_BY = {"'": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː"}  # noqa: RUF001 - that they look alike is why
_NOT_IPA = regex.compile(r"[^\p{L}\p{M}\p{Sk}\p{Lm}\s.‿|‖↗↘↑↓\-]")
_SOUND = regex.compile(r"[\p{L}--\p{Lm}]", regex.VERSION1)
_SLASHES = (("/", "/"), ("[", "]"))


def clean_name(name: str) -> str:
    return names.clean_name(name, of="lexicon", most=NAME_MAX_CHARACTERS)


def clean_note(note: str) -> str:
    return names.require_short(line_of(note, param="note"), most=NOTE_MAX_CHARACTERS)


def clean_sentence(text: str, *, most: int, param: str = "text") -> str:
    """As speaking would have it."""
    if len(text) > most:
        raise InvalidInput(f"Try {most:,} characters at most.", param=param)
    try:
        return clean(text)
    except TextError as error:
        raise InvalidInput(str(error), param=param, code=error.code) from None


def clean_entry(
    *,
    written: str = "",
    respelling: str = "",
    ipa: str = "",
    case_sensitive: bool = False,
    whole_word: bool = True,
) -> LexiconEntry:
    written = _word(written)
    respelling, ipa = line_of(respelling, param="respelling"), _ipa(line_of(ipa, param="ipa"))
    if respelling and ipa:
        raise InvalidInput("Give a respelling or IPA, not both.", param="ipa")
    if not respelling and not ipa:
        raise InvalidInput("Say how it sounds: as a respelling or in IPA.", param="respelling")
    for param, said in (("respelling", respelling), ("ipa", ipa)):
        if len(said) > LONGEST_SAID:
            raise InvalidInput(f"What is said has {LONGEST_SAID} characters at most.", param=param)
    if respelling and not has_speech(respelling):
        raise InvalidInput("There is nothing to say in this respelling.", param="respelling")
    return LexiconEntry(
        written=written,
        respelling=respelling or None,
        ipa=ipa or None,
        case_sensitive=case_sensitive,
        whole_word=whole_word,
    )


def key_of(entry: LexiconEntry) -> str:
    """Two words of one lexicon with the same key and the same rule of case would be one word."""
    return entry.written if entry.case_sensitive else unicodedata.normalize("NFC", entry.written.lower())


def _word(written: str) -> str:
    cleaned = line_of(written, param="written")
    if not cleaned:
        raise InvalidInput("Write the word as it stands in the text.", param="written")
    if len(cleaned) > LONGEST_WRITTEN:
        raise InvalidInput(f"A word has {LONGEST_WRITTEN} characters at most.", param="written")
    return cleaned


def _ipa(ipa: str) -> str:
    for opening, closing in _SLASHES:
        if len(ipa) > 1 and ipa.startswith(opening) and ipa.endswith(closing):
            ipa = ipa[1:-1].strip()
    if wrong := _NOT_IPA.search(ipa):
        raise InvalidInput(_about_sign(wrong.group()), param="ipa")
    if ipa and not _SOUND.search(ipa):
        raise InvalidInput("There is no sound in this: IPA needs a letter, as in ə or t.", param="ipa")
    return ipa


def _about_sign(sign: str) -> str:
    sentence = f"“{sign}” is not a sign of IPA."
    return f"{sentence} Perhaps {_MEANT_BY[sign]} is meant." if sign in _MEANT_BY else sentence
