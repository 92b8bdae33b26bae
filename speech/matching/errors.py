"""Why no likeness is looked for. Each says what to do instead."""

from speech.engines.errors import EngineError


class MatchRefused(EngineError):
    """The samples, or what was asked for, leave nothing to search."""

    code = "match_refused"
    param: str | None = "samples"


class SampleUnusable(MatchRefused):
    code = "sample_unusable"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"One of the samples {what}. Leave it out, or record it again.")


class TooLittleSpeech(MatchRefused):
    code = "too_little_speech"

    def __init__(self, seconds: float, *, wanted_seconds: float) -> None:
        self.seconds, self.wanted_seconds = seconds, wanted_seconds
        heard = f"Only {seconds:.1f} s of speech is" if seconds >= 0.05 else "No speech is"
        super().__init__(
            f"{heard} in the samples. At least {wanted_seconds:g} s are needed; 10 to 30 are better."
        )


class SeveralVoices(MatchRefused):
    code = "several_voices"

    def __init__(self, likeness: float) -> None:
        self.likeness = likeness
        super().__init__(
            "The samples sound like more than one person. Keep only recordings in which one person speaks."
        )


class NoCandidates(MatchRefused):
    code = "no_candidates"

    def __init__(self, language: str | None, gender: str | None) -> None:
        self.language, self.gender = language, gender
        self.param = "language" if language else "gender"
        of_kind = " ".join(filter(None, (gender, "voice", f"for {language[:40]!r}" if language else None)))
        super().__init__(f"There is no {of_kind} to blend. Leave the filter out to search all voices.")
