"""A preset's name: what is typed, made a name, or told what is wrong with it."""

from common.errors import Conflict, InvalidInput
from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.models import NAME_MAX_CHARACTERS
from speech.lexicons.cleaning import folded
from speech.text import TextError, clean

BUILTIN_NAMES = {folded(preset.name) for preset in BUILTIN_PRESETS.values()}


def named(name: str) -> dict[str, str]:
    """The columns that hold it."""
    cleaned = _clean_name(name)
    if folded(cleaned) in BUILTIN_NAMES:
        raise name_taken(f"“{cleaned}” is a preset that everybody has.")
    return {"name": cleaned, "name_folded": folded(cleaned)}


def name_taken(why: str) -> Conflict:
    return Conflict(f"{why} Choose another name.", param="name", code="name_taken")


def _clean_name(name: str) -> str:
    try:
        cleaned = " ".join(clean(name).split())
    except TextError as error:
        raise InvalidInput(str(error), param="name", code=error.code) from None
    if not cleaned:
        raise InvalidInput("Give the preset a name.", param="name")
    if len(cleaned) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"A name has {NAME_MAX_CHARACTERS} characters at most.", param="name")
    return cleaned
