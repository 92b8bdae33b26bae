"""What a file becomes: a title, and chapters of plain text."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Chapter:
    """`text` is all there is to say, the heading too; `title` names it and may be empty."""

    title: str
    text: str


@dataclass(frozen=True)
class Document:
    title: str
    author: str
    language: str | None  # as the file gives it, BCP 47 where its maker did right
    chapters: tuple[Chapter, ...]

    @property
    def characters(self) -> int:
        return sum(len(chapter.text) for chapter in self.chapters)


@dataclass(frozen=True)
class DocumentLimits:
    file_bytes: int = 50 * MIB
    characters: int = 2_000_000
    # Of what is packed in a docx or epub, by what really comes out of it.
    unpacked_bytes: int = 200 * MIB
    part_bytes: int = 30 * MIB  # of one part that is read as text: a parsed one takes several times as much
    parts: int = 10_000
