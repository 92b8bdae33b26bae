"""Items as CSV and JSON: what is written is read again as it was, and what is wrong is told by its place."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from common.csv_files import guarded, unguarded
from common.errors import AppError, InvalidInput, TooLarge
from dictation.models import Item, ItemList
from dictation.sharing.files import exporting, importing
from dictation.sharing.files.csv_form import alternatives_cell, alternatives_in, write_csv
from dictation.sharing.files.json_form import as_json
from dictation.sharing.queries import items_in
from tests.dictation.builders import make_item, make_list

FIELDS = ("locale", "text", "alternatives", "is_strict", "difficulty", "is_difficulty_given")


def file(content: str | bytes, name: str = "lesson.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def told(item: Item) -> tuple:
    return (*(getattr(item, name) for name in FIELDS), sorted(tag.name for tag in item.tags.all()))


@pytest.fixture
def lesson(alice):
    return make_list(
        alice,
        make_item(alice, text="=1+1 is a sum", tags=("maths", "-odd")),
        make_item(alice, text="- Who is there?", alternatives=["Who's there?", "a|b \\ c", "=x y"]),
        make_item(alice, text="'= apostrophe first", is_strict=True),
        make_item(
            alice, text='Two lines,\nwith “quotes" and ; in them', difficulty=4, is_difficulty_given=True
        ),
        make_item(alice, text="Où est-ce ?", locale="fr-FR"),
        name="Lesson 1/2",
    )


@given(st.text())
def test_what_is_guarded_comes_back_as_it_was(cell):
    assert unguarded(guarded(cell)) == cell


@given(st.lists(st.text().map(str.strip).filter(bool)))
def test_alternatives_of_one_cell_come_back_as_they_were(texts):
    assert alternatives_in(alternatives_cell(texts)) == texts


@pytest.mark.django_db
@pytest.mark.parametrize("form", exporting.FORMATS)
def test_what_was_exported_is_imported_as_it_was(bob, lesson, form):
    response = exporting.export_response(items_in(lesson), form=form, list_name=lesson.name)
    imported = importing.import_file(owner=bob, file=file(response.content, f"l.{form}"), is_list=True)
    assert [told(item) for item in items_in(imported.item_list)] == [told(item) for item in items_in(lesson)]
    assert imported.item_list.name == ("Lesson 1/2" if form == "json" else "l")
    assert {item.owner for item in imported.items} == {bob}


@pytest.mark.django_db
def test_no_cell_is_a_formula_to_a_spreadsheet(lesson):
    text = write_csv(items_in(lesson)).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]


@pytest.mark.django_db
def test_a_name_of_a_file_has_nothing_of_a_path(lesson):
    response = exporting.export_response(items_in(lesson), form="csv", list_name=lesson.name)
    assert response["Content-Disposition"] == 'attachment; filename="Lesson 1-2.csv"'


@pytest.mark.django_db
def test_a_file_of_bare_sentences_does_too(alice):
    imported = importing.import_file(owner=alice, file=file("Guten Tag!\n\nAuf Wiedersehen.\n"), locale="de")
    assert [(item.text, item.locale) for item in imported.items] == [
        ("Guten Tag!", "de"),
        ("Auf Wiedersehen.", "de"),
    ]
    assert imported.item_list is None


@pytest.mark.django_db
def test_what_is_there_already_is_not_made_again_and_is_in_the_list(alice, bob):
    make_item(bob, text="Guten Tag!", locale="de")
    once = file("Guten Tag!\nAuf Wiedersehen.\nGuten Tag!\n")
    first = importing.import_file(owner=alice, file=once, locale="de")
    assert (len(first.items), first.known_count) == (2, 1)
    again = file("Auf Wiedersehen.\nBis bald.\nGuten Tag!\n", "Lesson.csv")
    second = importing.import_file(owner=alice, file=again, locale="de", is_list=True)
    assert [item.text for item in second.items] == ["Bis bald."]
    assert second.known_count == 2
    assert [item.text for item in items_in(second.item_list)] == [
        "Auf Wiedersehen.",
        "Bis bald.",
        "Guten Tag!",
    ]
    in_english = importing.import_file(owner=alice, file=file("Guten Tag!\n"), locale="en")
    assert in_english.known_count == 0


@pytest.mark.django_db
def test_a_spreadsheets_dialect_is_read(alice):
    sheet = "Text;Difficulty;Is strict;Tags\nCafé, bitte.;3.0;WAHR;essen, reisen\n"
    imported = importing.import_file(owner=alice, file=file(sheet.encode("utf-16")), locale="de")
    [item] = imported.items
    assert (item.text, item.difficulty, item.is_strict) == ("Café, bitte.", 3, True)
    assert sorted(tag.name for tag in item.tags.all()) == ["essen", "reisen"]


@pytest.mark.django_db
def test_where_one_row_is_wrong_none_is_taken_and_each_is_told(alice):
    sheet = "text,locale,difficulty\nGood.,en,\n...,en,\nFine.,xx-XX,\nWell.,en,9\nSo.,en,hard\n"
    with pytest.raises(InvalidInput) as refused:
        importing.import_file(owner=alice, file=file(sheet), is_list=True)
    for place in ("Line 3: text", "Line 4: locale", "Line 5: difficulty", "Line 6: difficulty"):
        assert place in refused.value.message
    assert "Nothing was imported" in refused.value.message
    assert not Item.objects.exists()
    assert not ItemList.objects.exists()


@pytest.mark.django_db
def test_json_tells_the_wrong_item_by_its_number(alice):
    document = {"name": "X", "items": [{"locale": "en", "text": "Good."}, {"locale": "en", "text": 7}, 3]}
    with pytest.raises(InvalidInput) as refused:
        importing.import_json(owner=alice, document=document)
    assert "Item 2: text" in refused.value.message
    assert "Item 3" in refused.value.message
    assert not Item.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text,locale\n",
        b"\xff\xfe\x00",
        b"\x00\x01\x02",
        "text,colour\nOne.,red\n",
        'text\n"One.',
        "{",
        "[" * 5000,
        '{"items": "no"}',
        '{"items": [], "more": 1}',
        '{"format": "another", "items": []}',
        '{"version": 2, "items": []}',
        '{"items": [{"text": "\\u0000", "locale": "en"}]}',
        '{"items": [{"text": "One.", "locale": "en", "difficulty": NaN}]}',
        '{"items": [{"text": "One.", "text": "Two.", "locale": "en"}]}',
        "one,two,three\n",
    ],
)
def test_what_is_no_file_of_items_is_refused(alice, content):
    with pytest.raises(AppError) as refused:
        importing.import_file(owner=alice, file=file(content), locale="en", is_list=True)
    assert refused.value.status == 400
    assert not Item.objects.exists()
    assert not ItemList.objects.exists()


@pytest.mark.django_db
def test_a_file_has_an_end(alice, monkeypatch):
    too_many = "text\n" + "One.\n" * 1_001
    with pytest.raises(InvalidInput, match="more than 1,000 rows"):
        importing.import_file(owner=alice, file=file(too_many), locale="en")
    monkeypatch.setattr(importing, "FILE_MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        importing.import_file(owner=alice, file=file("text\nOne more.\n"), locale="en")
    monkeypatch.setattr(exporting, "EXPORTED_AT_MOST", 1)
    make_list(alice, make_item(alice), make_item(alice))
    with pytest.raises(InvalidInput) as many:
        exporting.export_response(Item.objects.all(), form="csv")
    assert many.value.code == "too_many_items"


@pytest.mark.django_db
def test_json_is_as_it_is_documented(lesson):
    document = json.loads(json.dumps(as_json(items_in(lesson), name=lesson.name)))
    assert (document["format"], document["version"], document["name"]) == (
        "voicesite-dictation-items",
        1,
        "Lesson 1/2",
    )
    assert document["items"][4] == {
        "locale": "fr-FR",
        "text": "Où est-ce ?",
        "alternatives": [],
        "is_strict": False,
        "difficulty": None,
        "tags": [],
    }
