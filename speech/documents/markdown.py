"""Markdown as it would be read aloud.

Fenced code is left out, and so are notes, pictures without a description and HTML's tags. Indented "code" is
read: people indent paragraphs. Tables are read row by row.
"""

from collections.abc import Iterator

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from speech.documents.base import Document, DocumentLimits
from speech.documents.errors import BrokenDocument, TextTooLong
from speech.documents.markup import html_text
from speech.documents.outline import Paragraph, chapters_of
from speech.documents.plain import decoded

_FIELD = regex.compile(r"^(title|author|lang|language):[^\S\n]*+(.*)$", regex.MULTILINE | regex.IGNORECASE)
_QUOTES = "\"'"
# The parser calls itself for each level; beyond this Python would not.
_DEEPEST = 40


def read_markdown(data: bytes, limits: DocumentLimits) -> Document:
    text = decoded(data, limits)
    if len(text) > 2 * limits.characters:
        raise TextTooLong(limits.characters)
    try:
        tokens = _parser().parse(text)
    except RecursionError:
        raise BrokenDocument("its brackets or quotes are nested too deeply") from None
    about = _front_matter(tokens)
    flow = list(_Reading(tokens).paragraphs())
    return Document(
        title=about.get("title", "") or _only_top_heading(flow),
        author=about.get("author", ""),
        language=about.get("language") or about.get("lang"),
        chapters=tuple(chapters_of(flow)),
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).use(front_matter_plugin)


def _front_matter(tokens: list[Token]) -> dict[str, str]:
    """Lines `name: value` at the very beginning; whatever else may be there is not for a reader."""
    if not tokens or tokens[0].type != "front_matter":
        return {}
    found = _FIELD.findall(tokens[0].content)
    return {name.lower(): value.strip().strip(_QUOTES) for name, value in found}


def _only_top_heading(flow: list[Paragraph]) -> str:
    tops = [paragraph.text for paragraph in flow if paragraph.heading_level == 1]
    return tops[0] if len(tops) == 1 else ""


class _Reading:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._markers: list[str] = []  # of the lists that are open; empty once said
        self._numbers: list[int] = []
        self._heading_level = 0
        self._cells: list[str] = []
        self._is_in_table = self._is_in_notes = False
        self._depth_of_quotes = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        for token in self._tokens:
            self._note(token)
            if self._is_in_notes:
                continue
            if token.type == "inline":
                yield from self._inline(inline_text(token))
            elif token.type == "tr_close":
                yield Paragraph(", ".join(cell for cell in self._cells if cell), is_line=True)
            elif token.type == "code_block":
                yield Paragraph(token.content)
            elif token.type == "html_block":
                yield Paragraph(html_text(token.content))

    def _inline(self, text: str) -> Iterator[Paragraph]:
        if self._is_in_table:
            self._cells.append(text)
        elif self._markers:
            yield Paragraph(self._marker() + text, is_line=True)
        else:
            yield Paragraph(text, heading_level=self._heading_level)

    def _marker(self) -> str:
        marker, self._markers[-1] = self._markers[-1], ""
        return marker

    def _note(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            # A heading inside a list or a quotation heads no chapter.
            self._heading_level = 0 if self._markers or self._depth_of_quotes else int(token.tag[1])
        elif kind == "heading_close":
            self._heading_level = 0
        elif kind in ("blockquote_open", "blockquote_close"):
            self._depth_of_quotes += token.nesting
        elif kind in ("table_open", "table_close"):
            self._is_in_table = token.nesting > 0
        elif kind == "tr_open":
            self._cells = []
        elif kind in ("footnote_block_open", "footnote_block_close"):
            self._is_in_notes = token.nesting > 0
        elif kind.endswith("_list_open"):
            self._numbers.append(int(token.attrGet("start") or 1) if kind.startswith("ordered") else -1)
            self._markers.append("")
        elif kind.endswith("_list_close"):
            self._numbers.pop()
            self._markers.pop()
        elif kind == "list_item_open":
            self._begin_item()

    def _begin_item(self) -> None:
        number = self._numbers[-1]
        self._markers[-1] = "- " if number < 0 else f"{number}. "
        if number >= 0:
            self._numbers[-1] += 1


def inline_text(token: Token) -> str:
    """What is said of a line: links by their words, pictures by their description."""
    return "".join(map(_said, token.children or ())).strip()


def _said(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak" or (token.type == "html_inline" and token.content.lower().startswith("<br")):
        return "\n"
    if token.type == "image":
        return inline_text(token)
    return token.content if token.type in ("text", "code_inline", "text_special") else ""
