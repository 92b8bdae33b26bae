"""E-books: what the spine lists, in its order, under the names that the table of contents gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from speech.documents.base import Chapter, Document, DocumentLimits
from speech.documents.epub_contents import Entry, contents_of
from speech.documents.errors import BrokenDocument, ProtectedDocument, TextTooLong, WrongDocumentKind
from speech.documents.markup import anchor_of, paragraphs_of
from speech.documents.outline import Paragraph, joined
from speech.documents.packed import PackedFile, resolved
from speech.documents.xml import Element, local_name, named, parse_xhtml, parse_xml, text_of

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PACKAGE_TYPE = "application/oebps-package+xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
# Fonts may be scrambled where nothing else is: those need not be read.
_SCRAMBLED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_CHAPTER_HEADINGS = (1, 2)


@dataclass(frozen=True)
class Package:
    name: str
    root: Element
    pages: tuple[str, ...]  # members, in the order of reading
    nav: str | None
    ncx: str | None


def read_epub(data: bytes, limits: DocumentLimits) -> Document:
    packed = PackedFile(data, limits)
    if "word/document.xml" in packed:
        raise WrongDocumentKind("epub", "a Word document", "Name it .docx.")
    _refuse_protected(packed)
    package = _package(packed)
    entries = contents_of(packed, nav=package.nav, ncx=package.ncx)
    return Document(
        title=_metadata(package.root, "title")[0],
        author=", ".join(filter(None, _metadata(package.root, "creator"))),
        language=_metadata(package.root, "language")[0],
        chapters=tuple(_chapters(packed, package, entries, limits)),
    )


def _refuse_protected(packed: PackedFile) -> None:
    if _ENCRYPTION not in packed:
        return
    root = parse_xml(packed.read(_ENCRYPTION))
    methods = [] if root is None else named(root, "encryptionmethod")
    of_data = [method for method in methods if _name_of_parent(method) == "encrypteddata"]
    if root is None or any(method.get("Algorithm") not in _SCRAMBLED_FONTS for method in of_data):
        raise ProtectedDocument


def _name_of_parent(element: Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local_name(parent)


def _package(packed: PackedFile) -> Package:
    if _CONTAINER not in packed:
        raise BrokenDocument("it has no META-INF/container.xml, which every EPUB has")
    container = _required_xml(packed, _CONTAINER)
    roots = [file.get("full-path", "") for file in named(container, "rootfile") if _is_package(file)]
    if not roots:
        raise BrokenDocument("it doesn't say where its contents are")
    name, _ = resolved("", roots[0])
    root = _required_xml(packed, name)
    manifest = {item.get("id", ""): item for item in named(root, "item")}
    return Package(
        name=name,
        root=root,
        pages=tuple(_pages(root, manifest, name)),
        nav=next(
            (_path(name, i) for i in manifest.values() if "nav" in i.get("properties", "").split()), None
        ),
        ncx=next(
            (_path(name, i) for i in manifest.values() if i.get("media-type", "").endswith("ncx+xml")), None
        ),
    )


def _pages(root: Element, manifest: dict[str, Element], base: str) -> Iterator[str]:
    for reference in named(root, "itemref"):
        item = manifest.get(reference.get("idref", ""))
        if item is not None and _is_page(item) and reference.get("linear") != "no":
            yield _path(base, item)


def _is_page(item: Element) -> bool:
    """The table of contents is there to be looked at, not to be read."""
    is_text = item.get("media-type", _PAGE_TYPES[0]) in _PAGE_TYPES
    return is_text and "nav" not in item.get("properties", "").split()


def _is_package(file: Element) -> bool:
    return file.get("media-type", _PACKAGE_TYPE) == _PACKAGE_TYPE and bool(file.get("full-path"))


def _path(base: str, item: Element) -> str:
    return resolved(base, item.get("href", ""))[0]


def _required_xml(packed: PackedFile, name: str) -> Element:
    root = parse_xml(packed.read(name))
    if root is None:
        raise BrokenDocument(f"its part {name[:80]} is no XML")
    return root


def _metadata(root: Element, name: str) -> list[str]:
    return [text_of(element) for element in named(root, name)] or [""]


def _chapters(
    packed: PackedFile, package: Package, entries: list[Entry], limits: DocumentLimits
) -> Iterator[Chapter]:
    """A page that the contents name begins a chapter, and so does one that begins with a large heading."""
    title, begun, characters = "", list[Paragraph](), 0
    for part in _parts(packed, package, entries):
        if part.begins_chapter and begun:
            yield Chapter(title, joined(begun))
            begun = []
        title = title if begun else part.title
        begun += part.paragraphs
        characters += sum(len(paragraph.text) for paragraph in part.paragraphs)
        if characters > limits.characters:
            raise TextTooLong(limits.characters)
    if begun:
        yield Chapter(title, joined(begun))


@dataclass(frozen=True)
class _Part:
    """A page, or a stretch of one that has its own place in the contents."""

    title: str
    begins_chapter: bool
    paragraphs: list[Paragraph]


def _parts(packed: PackedFile, package: Package, entries: list[Entry]) -> Iterator[_Part]:
    has_contents = any(entry.page in package.pages for entry in entries)
    for page in dict.fromkeys(package.pages):
        if page not in packed or (root := parse_xhtml(packed.read(page))) is None:
            continue  # one page that is missing or broken is no reason to refuse the others
        places = _anchors(root)
        of_page = [entry for entry in entries if entry.page == page]
        whole = next((entry.title for entry in of_page if entry.fragment not in places), "")
        inner = {entry.fragment: entry for entry in of_page if entry.fragment in places}
        # Sections within a page are not chapters, unless the contents put them first.
        splits = {name for name, entry in inner.items() if entry.is_top}
        is_named = bool(whole) or (bool(inner) and not splits)
        title = whole or next((entry.title for entry in inner.values() if not splits), "")
        yield from _parts_of_page(root, title, is_named or not has_contents, inner, frozenset(splits))


def _anchors(root: Element) -> set[str]:
    return {anchor for element in root.iter() if (anchor := anchor_of(element))}


def _parts_of_page(
    root: Element, title: str, begins: bool, inner: dict[str, Entry], splits: frozenset[str]
) -> Iterator[_Part]:
    paragraphs: list[Paragraph] = []
    for found in paragraphs_of(root, split_at=splits):
        if isinstance(found, Paragraph):
            paragraphs.append(found)
            continue
        if paragraphs:
            yield _part(title, begins, paragraphs)
        title, begins, paragraphs = inner[found].title, True, []
    if paragraphs:
        yield _part(title, begins, paragraphs)


def _part(title: str, begins: bool, paragraphs: list[Paragraph]) -> _Part:
    heading = next((p.text for p in paragraphs[:3] if p.heading_level in _CHAPTER_HEADINGS), "")
    return _Part(title or heading, begins or bool(heading), paragraphs)
