"""A preset's name: one's own only once, and none of those that everybody has."""

from typing import Any

from common.errors import Conflict
from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.models import NAME_MAX_CHARACTERS
from speech.names import clean_name, folded

BUILTIN_NAMES = {folded(preset.name) for preset in BUILTIN_PRESETS.values()}


def named(name: Any) -> dict[str, str]:
    """The columns that hold it."""
    cleaned = clean_name(name, of="preset", most=NAME_MAX_CHARACTERS)
    if folded(cleaned) in BUILTIN_NAMES:
        raise name_taken(f"“{cleaned}” is a preset that everybody has.")
    return {"name": cleaned, "name_folded": folded(cleaned)}


def name_taken(why: str) -> Conflict:
    return Conflict(f"{why} Choose another name.", param="name", code="name_taken")
