"""Phonemes of a text in which some words are said as somebody wrote, whatever the rules say."""

from collections.abc import Callable, Sequence

from speech.text.passages import Pronunciation

Read = Callable[[str], str]


def phonemes_with(text: str, pronunciations: Sequence[Pronunciation], *, read: Read, spell: Read) -> str:
    """What stands between them is `read`; they are `spell`ed, and read where nothing of them can be said."""
    parts: list[str] = []
    position = 0
    for said in pronunciations:
        parts.append(_read_between(text[position : said.start], read))
        parts.append(spell(said.ipa).strip() or read(text[said.start : said.end]))
        position = said.end
    parts.append(_read_between(text[position:], read))
    return " ".join("".join(parts).split())


def _read_between(text: str, read: Read) -> str:
    """With the spaces at its edges: a word stands beside it."""
    if not any(character.isalnum() for character in text):
        return text
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + read(text.strip()) + after
