"""Why a mix is not made, and why one of its sources is not heard: one class per reason, with its data."""


class MixRefused(Exception):
    """`param` is the place at fault (`tracks[1].regions[0].volume`); the message says what is allowed."""

    code = "invalid_mix"

    def __init__(self, message: str, *, param: str) -> None:
        super().__init__(message)
        self.message, self.param = message, param


class OutOfRange(MixRefused):
    code = "out_of_range"

    def __init__(self, value: object, *, param: str, allowed: str) -> None:
        self.value, self.allowed = value, allowed
        super().__init__(f"{param} is {value!r}; allowed is {allowed}.", param=param)


class SameTrackTwice(MixRefused):
    code = "same_track_twice"

    def __init__(self, track_id: str, *, param: str) -> None:
        self.track_id = track_id
        super().__init__(f"Two tracks are called {track_id!r}. Give each an id of its own.", param=param)


class NoSuchTrack(MixRefused):
    code = "no_such_track"

    def __init__(self, track_id: str, *, param: str) -> None:
        self.track_id = track_id
        super().__init__(
            f"There is no track {track_id!r} in this mix. Choose one that is there.", param=param
        )


class DuckCycle(MixRefused):
    code = "duck_cycle"

    def __init__(self, track_ids: tuple[str, ...], *, param: str) -> None:
        self.track_ids = track_ids
        if len(track_ids) == 1:
            message = f"Track {track_ids[0]!r} can't go down under itself. Choose another track."
        else:
            named = ", ".join(repr(each) for each in track_ids)
            message = f"The tracks {named} go down under each other in a circle. Let one of them stay up."
        super().__init__(message, param=param)


class SourceMissing(Exception):
    """For whoever opens sources: its message is what is told of this one."""

    def __init__(self, message: str = "This sound is no longer there.") -> None:
        super().__init__(message)
