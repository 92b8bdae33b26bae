"""Long chapters in parts: each is one piece of work, and one recording."""

from collections.abc import Iterator

from speech.documents.base import Chapter

# About an hour of speech.
PART_CHARACTERS = 50_000
# Where a reader would stop, the best first.
_STOPS = ("\n\n", "\n", ". ", "。", " ")
# Of a part at least so much is filled before it ends at the better of two stops.
_LEAST_SHARE = 0.5


def parted(chapter: Chapter, *, most: int = PART_CHARACTERS) -> list[Chapter]:
    """As it is where it is short enough. Nothing but white space is lost between the parts."""
    if len(chapter.text) <= most:
        return [chapter]
    texts = list(_parts(chapter.text, most))
    if len(texts) < 2:  # the rest was white space
        return [Chapter(chapter.title, text) for text in texts] or [chapter]
    return [Chapter(_title(chapter.title, number), text) for number, text in enumerate(texts, 1)]


def _parts(text: str, most: int) -> Iterator[str]:
    start = 0
    while len(text) - start > most:
        end = _stop(text, start, most)
        if part := text[start:end].strip():
            yield part
        start = end
    if part := text[start:].strip():
        yield part


def _stop(text: str, start: int, most: int) -> int:
    for stop in _STOPS:
        found = text.rfind(stop, start + int(most * _LEAST_SHARE), start + most)
        if found >= 0:
            return found + len(stop)
    return start + most


def _title(title: str, number: int) -> str:
    return f"{title}, part {number}" if title else f"Part {number}"
