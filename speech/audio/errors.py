"""Why a file can't be used as audio: one class per reason, with its data and a sentence for its sender."""

READABLE = "WAV, MP3, FLAC, Ogg, Opus, M4A, WebM, or a film with sound"


class AudioError(Exception):
    code = "unusable_audio"
    param = "file"


class EmptyFile(AudioError):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class NotAudio(AudioError):
    code = "not_audio"

    def __init__(self) -> None:
        super().__init__(f"This is not audio that can be read, or its beginning is damaged. Try {READABLE}.")


class NoSound(AudioError):
    """Pictures without an audio track."""

    code = "no_sound"

    def __init__(self) -> None:
        super().__init__("This file holds pictures but no sound.")


class NoSamples(AudioError):
    code = "no_samples"

    def __init__(self) -> None:
        super().__init__("This audio file has no sound in it: its length is zero.")


class Damaged(AudioError):
    code = "damaged"

    def __init__(self) -> None:
        super().__init__("This audio file is damaged or cut short: nothing in it could be decoded.")


class TooLong(AudioError):
    code = "too_long"

    def __init__(self, limit_seconds: float) -> None:
        self.limit_seconds = limit_seconds
        limit = _spoken(limit_seconds)
        super().__init__(f"This audio is longer than {limit}, which is the limit. Cut it into parts.")


class TooDense(AudioError):
    """Within its length, but with more channels and a higher rate than the work it would cost allows."""

    code = "too_dense"

    def __init__(self) -> None:
        super().__init__(
            "This audio has too many channels at too high a sample rate for its length. "
            "Convert it to 48 kHz stereo."
        )


class UnreadableSamples(AudioError):
    code = "unreadable_samples"

    def __init__(self) -> None:
        super().__init__("This audio has a sample format that can't be read. Convert it to WAV or FLAC.")


class UnusableLayout(AudioError):
    """Channels or a sample rate that no recording has: rather a broken header."""

    code = "unusable_layout"

    def __init__(self, name: str, value: int, allowed: str) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        super().__init__(f"This audio has a {name} of {value}; allowed is {allowed}.")


def _spoken(seconds: float) -> str:
    if seconds >= 3600:
        return _counted(seconds / 3600, "hour")
    if seconds >= 60:
        return _counted(seconds / 60, "minute")
    return _counted(seconds, "second")


def _counted(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}" if value == 1 else f"{value:.3g} {unit}s"
