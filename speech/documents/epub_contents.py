"""The table of contents of an e-book: EPUB 3's `nav`, else the older `ncx`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from speech.documents.packed import PackedFile, resolved
from speech.documents.xml import Element, local_name, named, parse_xhtml, text_of

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True)
class Entry:
    title: str
    page: str
    fragment: str
    is_top: bool


EntriesOf = Callable[[Element, str], Iterator[Entry]]


def contents_of(packed: PackedFile, *, nav: str | None, ncx: str | None) -> list[Entry]:
    """Empty where there is none that can be read: a book can be read without."""
    return _read(packed, nav, _entries_of_nav) or _read(packed, ncx, _entries_of_ncx)


def _read(packed: PackedFile, name: str | None, entries_of: EntriesOf) -> list[Entry]:
    if name is None or name not in packed:
        return []
    root = parse_xhtml(packed.read(name))
    return [] if root is None else [entry for entry in entries_of(root, name) if entry.title]


def _entries_of_nav(root: Element, name: str) -> Iterator[Entry]:
    navs = named(root, "nav")
    tables = [nav for nav in navs if "toc" in nav.get(_EPUB_TYPE, "").split()] or navs[:1]
    for table in tables:
        for link in named(table, "a"):
            depth = sum(1 for parent in link.iterancestors(etree.Element) if local_name(parent) == "ol")
            page, fragment = resolved(name, link.get("href", ""))
            yield Entry(text_of(link), page, fragment, is_top=depth <= 1)


def _entries_of_ncx(root: Element, name: str) -> Iterator[Entry]:
    for point in named(root, "navpoint"):
        parent = point.getparent()
        label = next((text_of(child) for child in point if local_name(child) == "navlabel"), "")
        target = next((child.get("src", "") for child in point if local_name(child) == "content"), "")
        page, fragment = resolved(name, target)
        is_top = parent is None or local_name(parent) != "navpoint"
        yield Entry(label, page, fragment, is_top=is_top)
