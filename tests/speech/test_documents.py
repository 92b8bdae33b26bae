"""Files of four kinds become chapters to say; everything else is refused with its reason."""

import contextlib
import io
import struct
import zipfile

import docx
import pytest
from docx.oxml import parse_xml as docx_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.documents import (
    BrokenDocument,
    DocumentError,
    DocumentLimits,
    EmptyDocument,
    FileTooLarge,
    NothingToRead,
    ProtectedDocument,
    TextTooLong,
    UnknownDocumentKind,
    UnpacksTooLarge,
    WrongDocumentKind,
    read_document,
)
from tests.speech.document_builders import (
    chapter_page,
    epub,
    packed,
    page,
    repacked,
    saved,
    two_chapters,
    word,
)

WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäöüßéñжшщ中文", min_size=1, max_size=8), min_size=1, max_size=30
)
PARAGRAPHS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12)


def read(data: bytes | str, name: str, **limits):
    data = data.encode() if isinstance(data, str) else data
    return read_document(io.BytesIO(data), name, limits=DocumentLimits(**limits) if limits else None)


def text_of(data: bytes | str, name: str) -> str:
    return "\n\n".join(chapter.text for chapter in read(data, name).chapters)


def is_read_or_refused(data: bytes | str, name: str) -> bool:
    try:
        return read(data, name).characters > 0
    except DocumentError as error:
        return error.param == "file" and str(error).endswith(".")


def docx_with_entities(doctype: str) -> bytes:
    body = f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>x&s;y</w:t></w:r></w:p></w:body></w:document>"
    return repacked(word("hi"), {"word/document.xml": doctype + body})


def titles_of(document) -> list[str]:
    return [chapter.title for chapter in document.chapters]


# What is written is what is read


@given(PARAGRAPHS)
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("kind", ["txt", "md", "docx", "epub"])
def test_every_word_survives_in_its_order(kind, paragraphs):
    made = {
        "txt": lambda: "\n\n".join(paragraphs).encode(),
        "md": lambda: "\n\n".join(paragraphs).encode(),
        "docx": lambda: word(*paragraphs),
        "epub": lambda: epub({"1.xhtml": page("".join(f"<p>{text}</p>" for text in paragraphs))}),
    }[kind]()
    assert text_of(made, f"tale.{kind}").split("\n\n") == paragraphs


@given(st.binary(max_size=400), st.sampled_from(["txt", "md", "docx", "epub"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data, kind):
    assert is_read_or_refused(data, f"x.{kind}")


@given(st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_a_file_with_a_broken_place_is_read_or_refused(kind, data):
    whole = bytearray(word("Some text.") if kind == "docx" else two_chapters())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert is_read_or_refused(bytes(whole), f"x.{kind}")


# Plain text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_plain_text_comes_in_many_encodings(encoding):
    text = "Grüße aus Köln: das Café öffnet um acht. Schöne Bücher gibt es überall."
    assert text_of(text.encode(encoding), "x.txt") == text


def test_russian_of_an_old_computer_is_read():
    text = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n" * 5
    assert "счастливые семьи" in text_of(text.encode("cp1251"), "x.txt")


def test_form_feeds_and_controls_say_nothing_and_lines_stay():
    assert text_of("one\x0ctwo\r\nth\x07ree", "x.txt") == "one\ntwo\nthree"


def test_plain_text_is_one_chapter_named_by_its_file():
    document = read("CHAPTER I\n\nIt was a dark night.", "My tale.txt")
    assert (document.title, titles_of(document)) == ("My tale", [""])


# Markdown


def test_markdown_is_read_as_a_person_would():
    text = text_of(
        "See [the site](https://example.org) and ![a red fox](fox.png).[^1]\n\n"
        "```python\nsecret_code()\n```\n\n"
        "Some `inline` **bold** ~~gone~~ text<br>on two lines. <b>Tags</b> go.\n\n"
        "- milk\n- eggs\n\n3. third\n4. fourth\n\n"
        "| Name | Age |\n|---|---|\n| Bob | 3 |\n\n"
        "> quoted\n\n<div>inside <i>html</i><script>no()</script></div>\n\n"
        "    indented by hand\n\n[^1]: The note.\n",
        "x.md",
    )
    assert text == (
        "See the site and a red fox.\n\nSome inline bold gone text\non two lines. Tags go.\n\n"
        "- milk\n- eggs\n3. third\n4. fourth\nName, Age\nBob, 3\n\nquoted\n\ninside html\n\nindented by hand"
    )


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ("# One\n\na\n\n# Two\n\nb", ["One", "Two"]),
        ("# Book\n\n## One\n\na\n\n## Two\n\nb", ["One", "Two"]),
        ("Before.\n\n## One\n\na\n\n### Not one\n\n## Two\n\nb", ["", "One", "Two"]),
        ("No heading at all.", [""]),
        ("> # quoted\n\ntext", [""]),
    ],
)
def test_headings_of_the_top_level_begin_chapters(source, titles):
    assert titles_of(read(source, "x.md")) == titles


def test_front_matter_tells_title_author_and_language():
    document = read('---\ntitle: "My Tale"\nauthor: Ann\nlang: de-AT\nother: [1]\n---\n\nText.', "x.md")
    assert (document.title, document.author, document.language) == ("My Tale", "Ann", "de-AT")
    assert document.chapters[0].text == "Text."


@pytest.mark.parametrize("nest", ["> " * 3000 + "x", "[" * 5000 + "x", "*" * 5000 + "x", "- " * 3000 + "x"])
def test_markdown_that_is_nested_absurdly_is_no_crash(nest):
    assert is_read_or_refused(nest, "x.md")


# Word


def test_word_headings_begin_chapters_and_lists_are_lines():
    document = read(
        word(
            ("My Tale", "Title"), ("One", "Heading 1"), "First.", ("milk", "List Bullet"),
            ("eggs", "List Bullet"), ("Two", "Heading 1"), "Second.", author="Ann", title="Tale",
        ),
        "x.docx",
    )  # fmt: skip
    assert (document.title, document.author) == ("Tale", "Ann")
    assert [(chapter.title, chapter.text) for chapter in document.chapters] == [
        ("", "My Tale"),
        ("One", "One\n\nFirst.\n\n- milk\n- eggs"),
        ("Two", "Two\n\nSecond."),
    ]


def test_word_tables_are_read_row_by_row_and_headers_are_not():
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "HEADER"
    made.sections[0].footer.paragraphs[0].text = "FOOTER"
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Name", "Age", "Bob", "3"], strict=True):
        cell.text = text
    inner = table.cell(1, 0).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "inner"
    assert text_of(saved(made), "x.docx") == "Name, Age\nBob inner, 3"


def test_word_reads_what_was_inserted_and_not_what_was_deleted_or_hidden():
    made = docx.Document()
    made.element.body.insert(
        0,
        docx_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>Kept, </w:t></w:r>"
            "<w:ins w:id='1' w:author='a'><w:r><w:t>added</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
            "<w:hyperlink><w:r><w:t xml:space='preserve'> and linked</w:t></w:r></w:hyperlink></w:p>"
        ),
    )
    made.element.body.insert(
        1,
        docx_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Controlled.</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )
    assert text_of(saved(made), "x.docx") == "Kept, added and linked\n\nControlled."


# E-books


def test_an_epub_is_read_in_the_order_of_its_spine_under_the_names_of_its_contents():
    document = read(two_chapters(), "x.epub")
    assert (document.title, document.author, document.language) == ("A Book", "Ann Author", "en-GB")
    assert [(chapter.title, chapter.text) for chapter in document.chapters] == [
        ("The First", "One\n\nIt begins here."),
        ("The Second", "Two\n\nIt ends here."),
    ]


def test_the_older_table_of_contents_names_chapters_too():
    pages = {"a b.xhtml": page("<p>First.</p>"), "2.xhtml": page("<p>Second.</p>")}
    data = epub(pages, contents=[("Eins", "a%20b.xhtml"), ("Zwei", "2.xhtml#top")], uses_ncx=True)
    assert titles_of(read(data, "x.epub")) == ["Eins", "Zwei"]


def test_pages_that_the_contents_leave_out_belong_to_the_chapter_before():
    pages = {
        "1.xhtml": page("<p>First.</p>"),
        "1b.xhtml": page("<p>More of it.</p>"),
        "2.xhtml": page("<p>Second.</p>"),
        "3.xhtml": chapter_page("Epilogue", "Last."),
    }
    document = read(epub(pages, contents=[("One", "1.xhtml"), ("Two", "2.xhtml")]), "x.epub")
    assert [(chapter.title, chapter.text) for chapter in document.chapters] == [
        ("One", "First.\n\nMore of it."),
        ("Two", "Second."),
        ("Epilogue", "Epilogue\n\nLast."),
    ]


def test_one_page_may_hold_many_chapters():
    body = "<h2 id='a'>A</h2><p>First.</p><div id='b'><h2>B</h2></div><p>Second.</p>"
    document = read(
        epub({"1.xhtml": page(body)}, contents=[("Aye", "1.xhtml#a"), ("Bee", "1.xhtml#b")]), "x.epub"
    )
    assert [(c.title, c.text) for c in document.chapters] == [("Aye", "A\n\nFirst."), ("Bee", "B\n\nSecond.")]


def test_without_contents_every_page_is_a_chapter_named_by_its_heading():
    pages = {"1.xhtml": chapter_page("One", "a"), "2.xhtml": page("<p>b</p>")}
    assert titles_of(read(epub(pages), "x.epub")) == ["One", ""]


def test_a_page_is_read_as_a_person_would():
    body = (
        "<p>A <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby> sign&nbsp;&mdash; x<sup>2</sup>"
        "<sup><a href='#n'>12</a></sup><a epub:type='noteref' href='#n'>*</a>.</p>"
        "<p>Broken<br/>line, <img src='f.png' alt='a red fox'/><img src='g.png' alt='IMG_1.jpg'/>.</p>"
        "<ul><li>milk</li><li><p>eggs</p></li></ul><ol start='3'><li>third</li></ol>"
        "<table><tr><th>Name</th><th>Age</th></tr><tr><td><p>Bob</p></td><td>3</td></tr></table>"
        "<aside epub:type='footnote' id='n'>The note.</aside><p hidden='hidden'>no</p><script>no()</script>"
        "<span epub:type='pagebreak'>17</span><p>The <!-- no --> end.</p><a id='x'/><p>Really.</p>"
    )
    assert text_of(epub({"1.xhtml": page(body)}), "x.epub") == (
        "A 漢 sign — x2.\n\nBroken\nline, a red fox.\n\n- milk\n- eggs\n3. third\nName, Age\nBob, 3"
        "\n\nThe end.\n\nReally."
    )


def test_a_page_that_is_no_xml_is_read_as_html_and_one_that_is_missing_is_left_out():
    pages = {"1.xhtml": "<html><body><p>Grüße<br>& more</body>", "2.xhtml": page("<p>Second.</p>")}
    opf = "<itemref idref='p0'/>"
    data = epub(pages)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = archive.read("OPS/book.opf").decode()
    extra = package.replace("<spine>", f"<spine><itemref idref='gone'/>{opf}").replace(
        "<manifest>", "<manifest><item id='gone' href='gone.xhtml' media-type='application/xhtml+xml'/>"
    )
    text = text_of(repacked(data, {"OPS/book.opf": extra}), "x.epub")
    assert text == "Grüße\n& more\n\nSecond."


# What strangers send


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "x.txt", EmptyDocument),
        (b"", "x.epub", EmptyDocument),
        (b"text", "x", UnknownDocumentKind),
        (b"text", "x.pdf", UnknownDocumentKind),
        (b"%PDF-1.7 ...", "x.docx", WrongDocumentKind),
        (b"%PDF-1.7 ...", "x.txt", WrongDocumentKind),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.docx", WrongDocumentKind),
        (b"{\\rtf1 hello}", "x.docx", WrongDocumentKind),
        (b"plain", "x.epub", WrongDocumentKind),
        (packed({"a": "b"}), "x.txt", WrongDocumentKind),
        (word("hello"), "x.epub", WrongDocumentKind),
        (two_chapters(), "x.docx", WrongDocumentKind),
        (packed({"a": "b"}), "x.docx", BrokenDocument),
        (packed({"a": "b"}), "x.epub", BrokenDocument),
        (two_chapters()[:-300], "x.epub", BrokenDocument),
        (b"\x00\x01\x02\x03" * 40, "x.txt", BrokenDocument),
        (b" \n\n ", "x.txt", NothingToRead),
        (b"```\ncode\n```", "x.md", NothingToRead),
        (word(), "x.docx", NothingToRead),
        (epub({"1.xhtml": page("<img src='1.png' alt='1.png'/>")}), "x.epub", NothingToRead),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data, name, refusal):
    with pytest.raises(refusal) as caught:
        read(data, name)
    assert caught.value.code
    assert str(caught.value).endswith(".")


def test_limits_are_kept():
    with pytest.raises(FileTooLarge, match="limit"):
        read(b"x" * 101, "x.txt", file_bytes=100)
    for data, name in (
        (b"word " * 30, "x.txt"),
        (word("word " * 30), "x.docx"),
        (two_chapters("word " * 30), "x.epub"),
    ):
        with pytest.raises(TextTooLong, match="100 characters"):
            read(data, name, characters=100)


def test_a_compression_bomb_is_refused_before_it_is_unpacked():
    bomb = {"OPS/bomb.xhtml": b" " * 5_000_000}
    with pytest.raises(UnpacksTooLarge):
        read(repacked(two_chapters(), bomb), "x.epub", unpacked_bytes=2_000_000)
    with pytest.raises(UnpacksTooLarge):
        read(repacked(word("hi"), {"word/document.xml": b" " * 3_000_000}), "x.docx", part_bytes=1_000_000)
    with pytest.raises(UnpacksTooLarge):
        read(repacked(word("hi"), {f"{n}.png": b"" for n in range(200)}), "x.docx", parts=100)


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_announced():
    data = bytearray(repacked(two_chapters(), {"OPS/1.xhtml": page("<p>" + "long " * 10_000 + "</p>")}))
    real = struct.pack("<I", len(page("<p>" + "long " * 10_000 + "</p>")))
    assert real in data
    lying = bytes(data).replace(real, struct.pack("<I", 300))
    with pytest.raises(BrokenDocument):
        read(lying, "x.epub")


def test_one_page_that_the_spine_names_a_thousand_times_is_read_once():
    data = epub({"1.xhtml": page("<p>Once.</p>")})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = archive.read("OPS/book.opf").decode()
    many = package.replace('<itemref idref="p0"/>', '<itemref idref="p0"/>' * 1000)
    assert text_of(repacked(data, {"OPS/book.opf": many}), "x.epub") == "Once."


def test_entities_open_no_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    hostile = page("<p>a &s; b</p>").replace("<html", doctype + "<html", 1)
    assert "secret" not in text_of(epub({"1.xhtml": hostile}), "x.epub")
    document = docx_with_entities(doctype)
    assert is_read_or_refused(document, "x.docx")
    with contextlib.suppress(DocumentError):
        assert "secret" not in text_of(document, "x.docx")


def test_entities_grow_into_no_bomb():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 5))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]>'
    hostile = page("<p>a &l4; b</p>").replace("<html", doctype + "<html", 1)
    text = text_of(epub({"1.xhtml": hostile}), "x.epub")
    assert (text[0], text[-1]) == ("a", "b")
    assert text.count("lol") < 10
    assert is_read_or_refused(docx_with_entities(doctype.replace("l4", "s")), "x.docx")


def test_a_name_that_climbs_out_of_the_file_leads_nowhere():
    pages = {"../../../etc/passwd": page("<p>No.</p>"), "1.xhtml": page("<p>Yes.</p>")}
    assert "Yes." in text_of(epub(pages), "x.epub")
    with pytest.raises(DocumentError):
        read(
            packed({"META-INF/container.xml": "<c><rootfile full-path='/etc/passwd'/></c>"}),
            "x.epub",
        )


def test_protection_is_told_and_scrambled_fonts_are_none():
    def encrypted(algorithm: str) -> dict[str, str]:
        return {
            "META-INF/encryption.xml": "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
            "<EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#'>"
            f"<EncryptionMethod Algorithm='{algorithm}'/><CipherData><CipherReference URI='OPS/1.xhtml'/>"
            "</CipherData></EncryptedData></encryption>"
        }

    with pytest.raises(ProtectedDocument):
        read(repacked(two_chapters(), encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")), "x.epub")
    assert read(repacked(two_chapters(), encrypted("http://www.idpf.org/2008/embedding")), "x.epub")


def test_a_zip_with_a_password_is_protected():
    data = bytearray(two_chapters())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ProtectedDocument):
        read(bytes(data), "x.epub")


def test_a_path_is_read_as_well_as_a_file(tmp_path):
    path = tmp_path / "tale.txt"
    path.write_text("Once.")
    assert read_document(path, path.name).title == "tale"
