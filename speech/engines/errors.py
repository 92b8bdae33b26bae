"""Why nothing is spoken. Each error carries its data, a stable code and param, and a sentence to act on."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

LISTED_AT_MOST = 12


class EngineError(Exception):
    code = "engine_error"
    param: str | None = None


class UnknownEngine(EngineError):
    code = "unknown_engine"
    param = "model"

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"There is no engine called {name!r}. There are: {_listed(known)}.")


class UnknownVoice(EngineError):
    code = "unknown_voice"
    param = "voice"

    def __init__(self, voice: str, allowed: Collection[str]) -> None:
        self.voice, self.allowed = voice, tuple(allowed)
        alike = get_close_matches(voice, allowed, n=3)
        advice = f"Did you mean {' or '.join(alike)}?" if alike else f"There are: {_listed(allowed)}."
        super().__init__(f"There is no voice called {_short(voice)}. {advice}")


class InvalidBlend(EngineError):
    """A recipe of voices such as `af_heart(0.6)+am_adam(0.4)` that can't be followed."""

    code = "invalid_blend"
    param = "voice"

    def __init__(self, blend: str, problem: str) -> None:
        self.blend, self.problem = blend, problem
        super().__init__(
            f"The blend {blend!r} can't be used: {problem}. Write it like af_heart(0.6)+am_adam(0.4)."
        )


class UnsupportedLanguage(EngineError):
    code = "unsupported_language"
    param = "language"

    def __init__(self, language: str, allowed: Collection[str]) -> None:
        self.language, self.allowed = language, tuple(allowed)
        super().__init__(
            f"The language {language!r} can't be spoken by this voice. It speaks: {_listed(allowed)}."
        )


class UnsupportedOption(EngineError):
    code = "unsupported_option"

    def __init__(self, option: str, value: object, allowed: str) -> None:
        self.option, self.value, self.allowed = option, value, allowed
        self.param = option
        super().__init__(f"{option} can't be {_short(value)} here. Allowed: {allowed}.")


class ReferenceMissing(EngineError):
    """It was there when it was asked for, and went before it was heard."""

    code = "file_missing"
    param = "voice"

    def __init__(self) -> None:
        super().__init__("The recording of this voice is gone. Choose another voice, or bring it again.")


class EngineUnavailable(EngineError):
    """Not on this machine, or it would not start: another try later may do."""

    code = "engine_unavailable"
    param = "model"

    def __init__(self, name: str, *, reason: str, what_to_do: str) -> None:
        self.name, self.reason, self.what_to_do = name, reason, what_to_do
        super().__init__(f"The engine {name} can't be used: {reason}. {what_to_do}")


class EngineFailed(EngineError):
    """The engine broke while it spoke."""

    code = "engine_failed"
    advice = "Try again, or choose another voice."

    def __init__(self, name: str, *, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"The engine {name} failed: {reason}. {self.advice}")


class OutOfMemory(EngineFailed):
    """It had what it needed to start, and not for this passage."""

    code = "out_of_memory"
    advice = "Ask for less at once, unload other models, or choose a smaller one."

    def __init__(self, name: str) -> None:
        super().__init__(name, reason="there was not enough memory for this passage")


class AllEnginesFailed(EngineUnavailable):
    """The one that was asked for, and those that were to speak instead."""

    code = "all_engines_failed"

    def __init__(self, failures: Sequence[tuple[str, EngineError]]) -> None:
        """By engine, in the order in which they were asked."""
        self.failures = tuple(failures)
        self.name = failures[0][0]
        self.reason = " ".join(f"{name}: {_reason(error)}." for name, error in failures)
        self.what_to_do = "Try again in a while."
        Exception.__init__(self, f"No engine could speak. {self.reason} {self.what_to_do}")


class EngineBusy(EngineError):
    code = "engine_busy"

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(f"Too much is under way here. Try again in {retry_after_seconds} s.")


def _reason(error: EngineError) -> str:
    return str(getattr(error, "reason", error)).rstrip(".")


def _listed(names: Collection[str]) -> str:
    shown = list(names)[:LISTED_AT_MOST]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "") if shown else "none"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
