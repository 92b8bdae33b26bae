"""Documents made on the fly, whole and broken."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import docx

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def packed(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def page(body: str, *, head: str = "<title>A page</title>") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head>{head}</head><body>{body}</body></html>'
    )


def chapter_page(title: str, *paragraphs: str) -> str:
    return page(f"<h1>{escape(title)}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs))


def epub(
    pages: Mapping[str, str],
    *,
    contents: Sequence[tuple[str, str]] | None = None,
    title: str = "A Book",
    author: str = "Ann Author",
    language: str = "en-GB",
    uses_ncx: bool = False,
    nav: str = "",
    extra: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """`contents` are titles and hrefs; a `nav` of one's own goes before them."""
    items = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        **{f"OPS/{name}": text for name, text in pages.items()},
    }
    if uses_ncx:
        items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        members["OPS/toc.ncx"] = ncx(contents or [])
    elif nav or contents is not None:
        items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        spine = '<itemref idref="nav"/>' + spine
        members["OPS/nav.xhtml"] = page(nav or nav_of(contents or []))
    members["OPS/book.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{language}</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return packed(members | dict(extra or {}))


def nav_of(contents: Sequence[tuple[str, str]]) -> str:
    links = "".join(f'<li><a href="{href}">{escape(title)}</a></li>' for title, href in contents)
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{links}</ol></nav>'


def ncx(contents: Sequence[tuple[str, str]]) -> str:
    points = "".join(
        f"<navPoint><navLabel><text>{escape(title)}</text></navLabel><content src='{href}'/></navPoint>"
        for title, href in contents
    )
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'


def two_chapters(first: str = "It begins here.", second: str = "It ends here.", **fields: str) -> bytes:
    pages = {"1.xhtml": chapter_page("One", first), "2.xhtml": chapter_page("Two", second)}
    return epub(pages, contents=[("The First", "1.xhtml"), ("The Second", "2.xhtml")], **fields)


def word(*paragraphs: tuple[str, str] | str, title: str = "", author: str = "") -> bytes:
    """Texts, or texts with the name of a style."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = title, author
    for paragraph in paragraphs:
        text, style = paragraph if isinstance(paragraph, tuple) else (paragraph, None)
        made.add_paragraph(text, style=style)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes | str]) -> bytes:
    """With some members exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()} | dict(changes))
