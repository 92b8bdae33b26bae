"""What somebody typed to search for, as words and phrases."""

import re
from dataclasses import dataclass

SEARCH_MAX_CHARACTERS = 200
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
# Han, kana, Thai, Lao, Khmer, Burmese.
_WITHOUT_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)


@dataclass(frozen=True)
class Term:
    """Words that stand side by side. Of an unfinished one the last word may go on."""

    words: tuple[str, ...]
    is_unfinished: bool = False


def terms_of(text: str) -> list[Term]:
    found = [
        Term(words)
        for match in _TERM.finditer(text)
        if (words := _words(match[1] if match[1] is not None else match[2]))
    ]
    if found and text[-1].isalnum():  # somebody is typing still
        found[-1] = Term(found[-1].words, is_unfinished=True)
    return found


def is_written_without_spaces(text: str) -> bool:
    return bool(_WITHOUT_SPACES.search(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.replace("_", " ")))
