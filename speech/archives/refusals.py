"""How an archive is refused: always as the file that was sent, always saying what is wrong inside."""

from dataclasses import dataclass

from common.errors import InvalidInput, TooLarge

CODE = "invalid_archive"


@dataclass(frozen=True)
class Refusals:
    of: str  # what such an archive is of: “a profile”

    def broken(self, reason: str) -> InvalidInput:
        return self.wrong(f"This is not a whole archive of {self.of}: {reason}.")

    def wrong(self, sentence: str, *, code: str = CODE) -> InvalidInput:
        return InvalidInput(sentence, param="file", code=code)

    def too_large(self, sentence: str) -> TooLarge:
        return TooLarge(sentence, param="file", code="archive_too_large")
