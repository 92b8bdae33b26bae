"""What of a text may stand in a file: people edit transcripts, and models write what they like."""

import regex

_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]")


def one_line(text: str) -> str:
    """Without control characters, and with single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())
