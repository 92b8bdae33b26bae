"""Why nothing is heard. The engines' own errors, in words for listening."""

from collections.abc import Collection

from speech.engines.errors import EngineError, EngineFailed

_LISTED_AT_MOST = 12


class UnheardLanguage(EngineError):
    code = "unsupported_language"
    param = "language"

    def __init__(self, language: str, model: str, known: Collection[str]) -> None:
        self.language, self.model, self.known = language, model, tuple(known)
        listed = ", ".join(self.known[:_LISTED_AT_MOST])
        rest = len(self.known) - _LISTED_AT_MOST
        more = f" and {rest} more" if rest > 0 else ""
        super().__init__(
            f"The language {language[:40]!r} is not one that {model} knows. It knows: {listed}{more}. "
            "Leave it out to have it found."
        )


class CannotDo(EngineError):
    """The model lacks what was asked of it."""

    code = "unsupported_option"

    def __init__(self, param: str, what: str, model: str) -> None:
        self.param, self.what, self.model = param, what, model
        super().__init__(f"{model} {what}. Choose another model, or do without.")


class RecogniserFailed(EngineFailed):
    """It broke while it listened."""

    advice = "Try again, or choose another model."
