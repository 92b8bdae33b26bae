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


def unused(stem: str, taken: set[str]) -> str:
    """Two files of the same title both come out; on systems that fold case, too. It is taken from then on."""
    number, found = 2, stem
    while found.casefold() in taken:
        found, number = f"{stem} ({number})", number + 1
    taken.add(found.casefold())
    return found
