"""Chapters out of a flow of paragraphs: a heading of the top level begins one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speech.documents.base import Chapter


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    heading_level: int = 0  # 0: no heading
    is_line: bool = False  # of a list or a table: close to the one before


def chapters_of(paragraphs: Iterable[Paragraph]) -> Iterator[Chapter]:
    """The top level is the first that heads more than the whole: a lone heading at the start is a title."""
    flow = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    level = _chapter_level(flow)
    title, begun = "", list[Paragraph]()
    for paragraph in flow:
        if level and 0 < paragraph.heading_level <= level:
            if begun and not _only_headings(begun):
                yield Chapter(title, joined(begun))
                begun = []
            # Of headings that follow each other at once, such as a part's and its first chapter's.
            title = paragraph.text
        begun.append(paragraph)
    if begun:
        yield Chapter(title, joined(begun))


def joined(paragraphs: Iterable[Paragraph]) -> str:
    parts: list[str] = []
    was_line = False
    for paragraph in paragraphs:
        if parts:
            parts.append("\n" if paragraph.is_line and was_line else "\n\n")
        parts.append(paragraph.text.strip())
        was_line = paragraph.is_line
    return "".join(parts)


def _chapter_level(flow: list[Paragraph]) -> int:
    levels = [paragraph.heading_level for paragraph in flow if paragraph.heading_level]
    if not levels:
        return 0
    top = min(levels)
    below = sorted(level for level in set(levels) if level > top)
    is_title = levels.count(top) == 1 and flow[0].heading_level == top and below
    return below[0] if is_title and levels.count(below[0]) > 1 else top


def _only_headings(paragraphs: list[Paragraph]) -> bool:
    return all(paragraph.heading_level for paragraph in paragraphs)
