"""What was sent instead of what may be, for the end of a sentence that refuses it."""

import math

SHOWN_CHARACTERS = 40


def shown(value: object) -> str:
    if isinstance(value, str):
        return f"“{printable(value)}”"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        return f"{value:,}" if math.log2(abs(value) + 1) < 64 else "so large a number"
    return kind(value)


def printable(text: str) -> str:
    """JSON can spell half of a character, which no page and no answer could say back."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:SHOWN_CHARACTERS])


def kind(value: object) -> str:
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number", dict: "an object"}
    return "nothing" if value is None else names.get(type(value), "a list")
