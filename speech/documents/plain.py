"""Plain text: one chapter, in whatever encoding it came."""

import codecs

from charset_normalizer import from_bytes

from speech.documents.base import Chapter, Document, DocumentLimits
from speech.documents.errors import BrokenDocument, TextTooLong

# The longer mark first: UTF-32's begins like UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_BYTES_A_CHARACTER = 4
_LISTENED_BYTES = 64 * 1024
_USUAL = "cp1252"


def read_plain(data: bytes, limits: DocumentLimits) -> Document:
    text = decoded(data, limits)
    return Document(title="", author="", language=None, chapters=(Chapter("", text),))


def decoded(data: bytes, limits: DocumentLimits) -> str:
    if len(data) > _MOST_BYTES_A_CHARACTER * (limits.characters + 1):
        raise TextTooLong(limits.characters)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark), encoding)
    if b"\x00" in data:
        return _unmarked_wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_guessed(data), "replace")


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BrokenDocument(f"it says that it is {encoding.upper()} text and is not") from None


def _unmarked_wide(data: bytes) -> str:
    """Zeros are in UTF-16 without its mark, in every other byte of western text, or in no text at all."""
    head = data[:_LISTENED_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[first::2], head[1 - first :: 2]
        if zeros.count(0) > 0.5 * len(zeros) and others.count(0) < 0.05 * len(others) + 1:
            return _marked(data, encoding)
    raise BrokenDocument("it holds bytes that no text has")


def _guessed(data: bytes) -> str:
    best = from_bytes(_whole_lines(data)).best()
    return best.encoding if best is not None else _USUAL


def _whole_lines(data: bytes) -> bytes:
    """Enough to guess by; cut where no character is cut."""
    head = data[:_LISTENED_BYTES]
    return head[: head.rfind(b"\n") + 1] or head
