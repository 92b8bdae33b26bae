"""Words are found in title, text and note, of one person, whatever wrote them."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from common.errors import InvalidInput
from history.models import Entry
from history.queries import Wanted, entries_for, page_of
from history.search import install
from tests.history.builders import make_entry

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index by itself")


def found(user, text, **wanted):
    return [entry.title for entry in entries_for(user, Wanted(search=text, **wanted))]


@pytest.mark.parametrize(
    "text",
    [
        "fox",
        "FOX",
        "quick fox",
        "fox quick",
        '"brown fox"',
        "qui",
        "quick bro",
        "naïve",
        "naive",
        "fox-trot",
        "fox…",
    ],
)
def test_an_entry_is_found_by_its_words(alice, text):
    make_entry(alice, "The quick brown fox is naïve. A fox-trot!", title="Wanted")
    make_entry(alice, "Something else", title="Other")
    assert found(alice, text) == ["Wanted"]


@pytest.mark.parametrize(
    "text", ["ox", "quick wolf", '"fox brown"', "fox 17", "owner_id", "fo fox x", '"fo" x']
)
def test_and_not_by_others(alice, text):
    make_entry(alice, "The quick brown fox")
    assert found(alice, text) == []


@pytest.mark.parametrize(
    "text", ['"', '""', "*", "AND", "NEAR(", "title:", "a^b", "-", "'; --", "%", "\\", "()", "fox*"]
)
def test_no_sign_means_anything_to_the_index(alice, text):
    make_entry(alice, "The quick brown fox")
    found(alice, text)


def test_title_and_note_are_looked_through(alice):
    make_entry(alice, "Some text", title="Lecture")
    make_entry(alice, "Some text", title="Other", note="for the lecture")
    assert found(alice, "lecture") == ["Other", "Lecture"]


@pytest.mark.parametrize("text", ["天气", "今天天气", "天"])
def test_a_language_without_spaces_is_found_by_any_part(alice, text):
    make_entry(alice, "今天天气很好", title="Chinese")
    assert found(alice, text) == ["Chinese"]


def test_the_number_of_a_person_is_no_word_of_their_entries(alice):
    make_entry(alice, "The quick brown fox")
    assert found(alice, str(alice.pk)) == []


def test_one_person_does_not_find_what_another_wrote(alice, bob):
    make_entry(bob, "The secret")
    assert found(alice, "secret") == []


def test_what_changes_is_found_as_it_is_now(alice):
    entry = make_entry(alice, "The old words", title="Entry")
    Entry.objects.filter(pk=entry.pk).update(text="The new words")
    assert (found(alice, "old"), len(found(alice, "new"))) == ([], 1)
    entry.delete()
    assert found(alice, "words") == []


def test_the_newest_comes_first_and_pages_go_on(alice):
    for number in range(5):
        make_entry(alice, f"Fox {number}")
    wanted = Wanted(search="fox")
    first = page_of(alice, wanted, after=None, limit=2)
    second = page_of(alice, wanted, after=first.next, limit=2)
    assert [entry.title for entry in first.entries + second.entries] == ["Fox 4", "Fox 3", "Fox 2", "Fox 1"]


def test_filters_and_words_narrow_together(alice):
    make_entry(alice, "Fox by Kokoro")
    make_entry(alice, "Fox by Piper", engine="piper")
    assert found(alice, "fox", engine="piper") == ["Fox by Piper"]


@only_sqlite
def test_an_index_that_was_lost_is_made_again(alice):
    make_entry(alice, "The quick brown fox", title="Before")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER history_search_changed")
    Entry.objects.update(text="The slow grey wolf")
    assert found(alice, "wolf") == []
    install("default")
    assert (found(alice, "wolf"), found(alice, "fox")) == (["Before"], [])
    make_entry(alice, "A second wolf", title="After")
    assert found(alice, "wolf") == ["After", "Before"]


def test_too_much_to_search_for_is_refused(alice):
    with pytest.raises(InvalidInput):
        found(alice, "w" * 201)


def test_entries_from_before_are_numbered_in_the_order_they_were_made(alice):
    entries = [make_entry(alice, f"Entry {number}") for number in range(3)]
    Entry.objects.filter(pk=entries[2].pk).update(created_at=entries[0].created_at)
    migration = importlib.import_module("history.migrations.0002_findable")
    migration.number_entries(apps, None)
    numbers = list(Entry.objects.order_by("created_at", "id").values_list("number", flat=True))
    assert numbers == sorted(set(numbers))
    assert len(found(alice, "entry")) == 3


@only_sqlite
def test_an_index_that_was_made_otherwise_is_made_anew(alice):
    make_entry(alice, "An unforgettable afternoon")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE history_search")
        cursor.execute(
            "CREATE VIRTUAL TABLE history_search USING fts5("
            "owner_id, title, text, note, content='history_entry', content_rowid='number')"
        )
    install("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'history_search'")
        assert "prefix='2 3 4 5 6 7 8'" in cursor.fetchone()[0]
    for beginning in ("unforg", "unforgettab", "afternoon"):
        assert len(found(alice, beginning)) == 1
