"""Why a text can't be planned: one class per reason, with its data and a sentence for its writer."""

from collections.abc import Iterable


class TextError(Exception):
    code = "invalid_text"
    param = "input"


class InvalidText(TextError):
    """Half of a surrogate pair: no character, and no encoder would take it."""

    def __init__(self, position: int, character: str) -> None:
        self.position, self.character = position, character
        super().__init__(
            f"The text holds half a character (U+{ord(character):04X}) at position {position + 1}. "
            f"It was probably cut in two when it was copied: remove it or write it anew."
        )


class NothingToSay(TextError):
    """Spaces, pauses or emoji alone."""

    code = "nothing_to_say"

    def __init__(self) -> None:
        super().__init__("There is nothing to say in this text: it holds no word.")


class UnknownInputType(TextError):
    code = "unknown_input_type"
    param = "input_type"

    def __init__(self, value: str, allowed: Iterable[str]) -> None:
        self.value, self.allowed = value, tuple(allowed)
        super().__init__(f"There is no input type {value!r}. Allowed are {', '.join(self.allowed)}.")


class InvalidLanguage(TextError):
    code = "invalid_language"
    param = "language"

    def __init__(self, value: str) -> None:
        self.value = value
        super().__init__(f"{value[:40]!r} is not a language code. Write it like en, en-US or pt-BR.")


class MalformedPause(TextError):
    code = "malformed_pause"

    def __init__(self, marker: str) -> None:
        self.marker = marker
        super().__init__(f"{marker!r} is not a pause. Write it like [pause:0.5s] or [pause:500ms].")


class PauseTooLong(TextError):
    code = "pause_too_long"

    def __init__(self, marker: str, *, limit_seconds: float) -> None:
        self.marker, self.limit_seconds = marker, limit_seconds
        super().__init__(f"The pause {marker!r} is too long: {limit_seconds:g} seconds are the most.")


class PausesTooLong(TextError):
    code = "pauses_too_long"

    def __init__(self, seconds: float, *, limit_seconds: float) -> None:
        self.seconds, self.limit_seconds = seconds, limit_seconds
        super().__init__(
            f"The pauses of this text add up to {seconds:,.0f} s. For its length, {limit_seconds:,.0f} s are "
            f"the most: shorten some of them."
        )


class LexiconGrowsText(TextError):
    """Little to write, and hours to say."""

    code = "lexicon_grows_text"
    param = "lexicon_id"

    def __init__(self, *, added: int, limit: int) -> None:
        self.added, self.limit = added, limit
        super().__init__(
            f"The lexicon adds {added:,} characters to this text; {limit:,} are the most for its length. "
            f"Look for an entry that is found inside many words: “whole word” is what it may lack."
        )


class InvalidLexiconEntry(TextError):
    code = "invalid_lexicon_entry"
    param = "lexicon"

    def __init__(self, written: str, reason: str) -> None:
        self.written, self.reason = written, reason
        super().__init__(f"The lexicon's entry {written[:40]!r} can't be used: {reason}.")


class SsmlError(TextError):
    """Something about the markup. Lines and columns count from 1."""

    code = "invalid_ssml"

    def __init__(self, sentence: str, *, line: int, column: int) -> None:
        self.line, self.column = line, column
        super().__init__(f"{sentence} (line {line}, column {column})")


class MalformedSsml(SsmlError):
    code = "malformed_ssml"

    def __init__(self, reason: str, *, line: int, column: int) -> None:
        self.reason = reason
        super().__init__(f"The SSML is not well-formed XML: {reason}.", line=line, column=column)


class DoctypeRefused(SsmlError):
    code = "ssml_doctype"

    def __init__(self, *, line: int, column: int) -> None:
        super().__init__(
            "SSML may not declare a document type or entities. Remove the <!DOCTYPE>.",
            line=line,
            column=column,
        )


class UnknownTag(SsmlError):
    code = "unknown_ssml_tag"

    def __init__(self, tag: str, allowed: Iterable[str], *, line: int, column: int) -> None:
        self.tag, self.allowed = tag, tuple(allowed)
        names = ", ".join(f"<{name}>" for name in self.allowed)
        super().__init__(f"<{tag}> is not supported here. Allowed: {names}.", line=line, column=column)


class UnknownAttribute(SsmlError):
    code = "unknown_ssml_attribute"

    def __init__(self, tag: str, attribute: str, allowed: Iterable[str], *, line: int, column: int) -> None:
        self.tag, self.attribute, self.allowed = tag, attribute, tuple(allowed)
        names = ", ".join(self.allowed) or "none"
        super().__init__(f"<{tag}> has no attribute {attribute}. Allowed: {names}.", line=line, column=column)


class BadAttribute(SsmlError):
    """A value that is missing or out of bounds."""

    code = "bad_ssml_attribute"

    def __init__(
        self, tag: str, attribute: str, value: str | None, allowed: str, *, line: int, column: int
    ) -> None:
        self.tag, self.attribute, self.value, self.allowed = tag, attribute, value, allowed
        what = "is missing" if value is None else f"can't be {value[:40]!r}"
        super().__init__(
            f"The attribute {attribute} of <{tag}> {what}. Allowed: {allowed}.", line=line, column=column
        )


class SsmlTooDeep(SsmlError):
    code = "ssml_too_deep"

    def __init__(self, limit: int, *, line: int, column: int) -> None:
        self.limit = limit
        super().__init__(f"The tags are nested deeper than {limit} levels.", line=line, column=column)


class SsmlTooLarge(TextError):
    code = "ssml_too_large"

    def __init__(self, *, limit_characters: int) -> None:
        self.limit_characters = limit_characters
        super().__init__(f"The SSML is longer than {limit_characters:,} characters. Send it in parts.")
