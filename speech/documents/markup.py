"""HTML and XHTML to what a reader would say of it. Never recursive: how deep it is, is up to its maker."""

from collections.abc import Iterator

import regex
from lxml import etree

from speech.documents.outline import Paragraph, joined
from speech.documents.xml import Element, local_name, parse_html, text_of

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_SILENT = frozenset(
    [
        *("head", "script", "style", "template", "rt", "rp", "rtc", "object", "iframe", "audio", "video"),
        *("canvas", "noscript", "form", "button", "select", "input", "textarea", "svg", "nav"),
    ]
)
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "li"),
        *("legend", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tr", "ul"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_READ = frozenset(
    [
        *("noteref", "footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", "pagebreak"),
        *("toc", "landmarks", "page-list", "doc-noteref", "doc-footnote", "doc-endnote", "doc-endnotes"),
        *("doc-pagebreak", "doc-toc"),
    ]
)
_NOTE_MARK = regex.compile(r"[\[(]?(?:\p{N}{1,4}|[*†‡§]{1,3}|[a-z])[\])]?")
_FILE_NAME = regex.compile(r"\S+\.(?:jpe?g|png|gif|svg|webp|tiff?|bmp)", regex.IGNORECASE)
_SPACES = regex.compile(r"\s+")


def html_text(source: str) -> str:
    """Of a piece of HTML."""
    root = parse_html(source.encode(), encoding="utf-8")
    return "" if root is None else joined(p for p in paragraphs_of(root) if isinstance(p, Paragraph))


def paragraphs_of(root: Element, *, split_at: frozenset[str] = frozenset()) -> Iterator[Paragraph | str]:
    """Paragraphs in order; among them each id of `split_at`, where its element begins."""
    flow, skipped = _Flow(), None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local_name(element)
        if event == "start":
            if (anchor := anchor_of(element)) in split_at:
                yield from flow.end()
                yield anchor
            if is_read := _is_read(element, name):
                yield from flow.start_of(element, name)
            flow.add(element.text if is_read else _instead(element, name))
            if not is_read:
                skipped = element
                walk.skip_subtree()
        else:
            if element is not skipped:
                yield from flow.end_of(name)
            if element is not root:
                flow.add(element.tail)
    yield from flow.end()


def anchor_of(element: Element) -> str:
    """Where a link may lead."""
    return element.get("id") or element.get("name") or ""


class _Flow:
    """A paragraph as it grows, and what it stands in."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._heading_level = 0
        self._numbers: list[int] = []  # of the lists that are open; -1: without numbers
        self._marker = ""
        self._cells: list[list[str]] = []  # of the table rows that are open
        self._kept_as_it_is = 0

    def add(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._kept_as_it_is else _SPACES.sub(" ", text))

    def start_of(self, element: Element, name: str) -> Iterator[Paragraph]:
        if name in _BLOCKS:
            yield from self.end()
        if name in _HEADINGS:
            self._heading_level = _HEADINGS[name]
        elif name == "br":
            self._text.append("\n")
        elif name in ("ul", "ol", "menu"):
            self._numbers.append(_first_number(element) if name == "ol" else -1)
        elif name == "li":
            self._marker = self._next_marker()
        elif name == "tr":
            self._cells.append([])
        elif name == "pre":
            self._kept_as_it_is += 1

    def end_of(self, name: str) -> Iterator[Paragraph]:
        if name in ("td", "th"):
            self._end_cell()
        elif name in _BLOCKS:
            yield from self.end()
        if name in _HEADINGS:
            self._heading_level = 0
        elif name in ("ul", "ol", "menu") and self._numbers:
            self._numbers.pop()
        elif name == "li":
            self._marker = ""
        elif name == "tr" and self._cells:
            if row := ", ".join(cell for cell in self._cells.pop() if cell):
                yield Paragraph(row, is_line=True)
        elif name == "pre":
            self._kept_as_it_is -= 1

    def end(self) -> Iterator[Paragraph]:
        if self._cells:
            self._text.append(" ")  # a cell is one, whatever paragraphs it has
            return
        text, self._text = "".join(self._text).strip(), []
        if text:
            marker, self._marker = self._marker, ""
            yield Paragraph(marker + text, heading_level=self._heading_level, is_line=bool(self._numbers))

    def _end_cell(self) -> None:
        if self._cells:
            self._cells[-1].append(_SPACES.sub(" ", "".join(self._text)).strip())
            self._text = []

    def _next_marker(self) -> str:
        if not self._numbers or self._numbers[-1] < 0:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1] - 1}. "


def _first_number(element: Element) -> int:
    start = element.get("start", "")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _is_read(element: Element, name: str) -> bool:
    """Not what stands on the page for the eye alone: notes, page numbers, what is hidden."""
    if not name or name in _SILENT or name in ("img", "math"):
        return False
    if _NOT_READ & {*element.get(_EPUB_TYPE, "").split(), *element.get("role", "").split()}:
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return False
    return not _is_note_mark(element, name)


def _instead(element: Element, name: str) -> str:
    """Of a picture its description, of a formula its words."""
    if name == "math":
        return element.get("alttext") or text_of(element)
    alt = element.get("alt", "").strip() if name == "img" and element.get("role") != "presentation" else ""
    return "" if _FILE_NAME.fullmatch(alt) else alt


def _is_note_mark(element: Element, name: str) -> bool:
    """A raised number that leads somewhere; a raised number alone is a power."""
    if name not in ("sup", "a") or len(element) != 1:
        return False
    return {name, local_name(element[0])} == {"sup", "a"} and bool(_NOTE_MARK.fullmatch(text_of(element)))
