"""How an archive is refused: always as the file that was sent, always saying what is wrong inside."""

from common.errors import InvalidInput, TooLarge

CODE = "invalid_archive"


def broken(reason: str) -> InvalidInput:
    return InvalidInput(f"This is not a whole archive of a profile: {reason}.", param="file", code=CODE)


def wrong(sentence: str, *, code: str = CODE) -> InvalidInput:
    return InvalidInput(sentence, param="file", code=code)


def too_large(sentence: str) -> TooLarge:
    return TooLarge(sentence, param="file", code="archive_too_large")
