"""Parsing what strangers made. Nothing is opened, nothing is expanded, however it asks for it."""

from html.entities import html5
from typing import Any

import regex
from lxml import etree, html

Element = Any  # lxml brings no types of its own

_NAMED_ENTITY = regex.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BROKEN = (etree.XMLSyntaxError, etree.ParserError, ValueError)


def parse_xml(data: bytes) -> Element | None:
    """None where it is not well-formed."""
    try:
        return etree.fromstring(data, _parser())
    except _BROKEN:
        return None


def parse_xhtml(data: bytes) -> Element | None:
    """As XML, with HTML's entities known; as HTML where it is not well-formed. None where it is nothing."""
    root = parse_xml(_with_numbered_entities(data))
    return root if root is not None else parse_html(data, encoding=_encoding_of(data))


def parse_html(data: bytes, *, encoding: str | None = None) -> Element | None:
    try:
        parser = html.HTMLParser(
            no_network=True, encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False
        )
        return html.fromstring(data, parser=parser)
    except _BROKEN:
        return None


def local_name(element: Element) -> str:
    """Empty for what is no element: a comment, an entity that nobody knows."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def named(root: Element, name: str) -> list[Element]:
    """Elements of a name below, whatever namespace their maker thought of."""
    return [element for element in root.iter(etree.Element) if local_name(element) == name]


def text_of(element: Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _encoding_of(data: bytes) -> str | None:
    """Left to itself, the parser takes what declares nothing for Latin-1."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _with_numbered_entities(data: bytes) -> bytes:
    """`&nbsp;` is unknown to XML where the document type is not read."""

    def numbered(found: "regex.Match[bytes]") -> bytes:
        name = found.group(1).decode()
        characters = None if name in _OF_XML else html5.get(f"{name};")
        return "".join(f"&#{ord(c)};" for c in characters).encode() if characters else found.group()

    return bytes(_NAMED_ENTITY.sub(numbered, data))
