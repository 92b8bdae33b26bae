"""Word documents: what a reader would say of the body. Headers, footers, notes and deletions stay out."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import regex
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from speech.documents.base import Document, DocumentLimits
from speech.documents.errors import BrokenDocument, WrongDocumentKind
from speech.documents.outline import Paragraph, chapters_of
from speech.documents.packed import PackedFile
from speech.documents.xml import Element
from speech.packed_files import UNPACKING_ERRORS

# And what the library raises over parts that are not what they are linked as.
_BROKEN = (*UNPACKING_ERRORS, OpcError, etree.LxmlError, AttributeError, TypeError)
_HEADING = regex.compile(r"heading ([1-9])", regex.IGNORECASE)
_CONTENTS = regex.compile(r"toc (?:[1-9]|heading)|table of figures", regex.IGNORECASE)
_PLAIN_TEXT_LEVEL = 9
_MOST_BASES = 20

# Holders of text that isn't in the flow, or is in it a second time.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    qn(name)
    for name in (
        *("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPr", "w:pPr", "w:tbl", "w:pict", "w:object"),
        *("w:txbxContent", "w:rt"),
    )
) | {_FALLBACK}
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:ptab"): " ",
}
_TEXTS = (qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")


def read_word(data: bytes, limits: DocumentLimits) -> Document:
    packed = PackedFile(data, limits)
    if "META-INF/container.xml" in packed:
        raise WrongDocumentKind("docx", "an e-book", "Name it .epub.")
    packed.check_parts()
    try:
        opened = docx.Document(io.BytesIO(data))
        flow = list(_Body(opened).paragraphs())
        about = opened.core_properties
        title, author, language = about.title, about.author, about.language
    except _BROKEN:
        raise BrokenDocument("its parts don't fit together as those of a Word document do") from None
    # The library's own name stands in files that nobody has signed.
    author = "" if author == "python-docx" else author
    return Document(title or "", author or "", language or None, tuple(chapters_of(flow)))


class _Body:
    def __init__(self, opened: Any) -> None:
        self._root: Element = opened.element.body
        self._styles = {style.style_id: style for style in opened.styles}
        self._levels: dict[str | None, int] = {}

    def paragraphs(self) -> Iterator[Paragraph]:
        """Those of tables row by row; text in frames comes where its frame is fastened."""
        for block in _blocks(self._root):
            if block.tag == qn("w:tbl"):
                yield from _rows(block)
            elif not self._is_of_contents(block):
                yield self._paragraph(block)
                yield from (Paragraph(_text(inner)) for inner in _framed(block))

    def _paragraph(self, block: Element) -> Paragraph:
        text = _text(block)
        level = self._heading_level(block)
        is_item = not level and block.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        is_item = is_item or self._style_name(block).lower().startswith("list ")
        return Paragraph(f"- {text}" if is_item and text else text, heading_level=level, is_line=is_item)

    def _style_id(self, block: Element) -> str | None:
        style = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return None if style is None else style.get(qn("w:val"))

    def _style_name(self, block: Element) -> str:
        style = self._styles.get(self._style_id(block))
        return (style.name or "") if style is not None else ""

    def _is_of_contents(self, block: Element) -> bool:
        return bool(_CONTENTS.match(self._style_name(block)))

    def _heading_level(self, block: Element) -> int:
        own = block.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None:
            return _outline_level(own)
        style_id = self._style_id(block)
        if style_id not in self._levels:
            self._levels[style_id] = _level_of_style(self._styles.get(style_id))
        return self._levels[style_id]


def _level_of_style(style: Any) -> int:
    """Its own or that of one it is based on."""
    for _ in range(_MOST_BASES):
        if style is None:
            return 0
        if found := _HEADING.fullmatch(style.name or ""):
            return int(found.group(1))
        if (outline := style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")) is not None:
            return _outline_level(outline)
        style = getattr(style, "base_style", None)
    return 0


def _outline_level(element: Element) -> int:
    value = element.get(qn("w:val"), "")
    return int(value) + 1 if value.isdigit() and int(value) < _PLAIN_TEXT_LEVEL else 0


def _blocks(root: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those in content controls and insertions."""
    waiting = [iter(root)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
            waiting.append(iter(child))


def _rows(table: Element) -> Iterator[Paragraph]:
    for row in _own(table, "w:tr"):
        cells = (" ".join(map(_text, cell.iter(qn("w:p")))) for cell in _own(row, "w:tc"))
        if line := ", ".join(words for cell in cells if (words := " ".join(cell.split()))):
            yield Paragraph(line, is_line=True)


def _own(holder: Element, name: str) -> Iterator[Element]:
    """Not those of a table within the table."""
    for element in holder.iter(qn(name)):
        if next(element.iterancestors(holder.tag)) is holder:
            yield element


def _framed(block: Element) -> Iterator[Element]:
    """Paragraphs of text boxes; each box is in the file twice, for old programs and new ones."""
    for box in block.iter(qn("w:txbxContent")):
        if not any(parent.tag in (_FALLBACK, box.tag) for parent in box.iterancestors()):
            yield from box.iter(qn("w:p"))


def _text(block: Element) -> str:
    parts: list[str] = []
    walk = etree.iterwalk(block, events=("start",))
    for _, element in walk:
        if element is not block and (element.tag in _SKIPPED or _is_hidden(element)):
            walk.skip_subtree()
        elif element.tag in _TEXTS:
            parts.append(element.text or "")
        else:
            parts.append(_SIGNS.get(element.tag, ""))
    return "".join(parts).strip()


def _is_hidden(element: Element) -> bool:
    if element.tag != qn("w:r"):
        return False
    hidden = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in ("0", "false")
