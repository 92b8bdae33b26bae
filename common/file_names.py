"""Titles as names of files, on whichever system they end up."""

import re

# A name may have 255 bytes; a number and a suffix come behind it.
STEM_MAX_BYTES = 200
# What Windows and shells take for something else, and what turns the letters behind it around.
_UNUSABLE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def stem_of_title(title: str, *, otherwise: str) -> str:
    """A name without its suffix; `otherwise` where nothing of the title is left."""
    whole = _UNUSABLE.sub("-", title.removesuffix("…"))
    stem = whole.encode("utf-8", "ignore")[:STEM_MAX_BYTES].decode("utf-8", "ignore").strip(". ")
    return f"{stem}-" if _DEVICES.fullmatch(stem) else stem or otherwise


def unused(stem: str, taken: dict[str, int]) -> str:
    """Two files of the same title both come out; on systems that fold case, too. It is taken from then on.

    `taken` tells how far each has been counted: of ten thousand “Untitled” the last is found at once.
    """
    found, number = stem, taken.get(stem.casefold(), 1)
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number})"
    taken[stem.casefold()] = number
    taken.setdefault(found.casefold(), 1)
    return found
