"""Lexicons: what is kept, what is refused, and that nothing is lost half-way."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services.deletion import remove_person
from common.errors import AppError, Conflict, InvalidInput, NotFound
from jobs.registry import periodic_kinds
from speech.lexicons import services
from speech.lexicons.access import entries_of, lexicon_for, word_for
from speech.lexicons.cleaning import clean_entry
from speech.lexicons.queries import lexicons_of, words_of
from speech.models import Lexicon, LexiconWord
from speech.text import LexiconEntry
from tests.accounts.test_export_and_deletion import export_of
from tests.speech.lexicon_builders import make_lexicon


def entry(written: str, respelling: str = "so", **options: object) -> LexiconEntry:
    return LexiconEntry(written, respelling=respelling, **options)


def written_in(lexicon: Lexicon) -> list[str]:
    return [word.written for word in lexicon.words.all()]


def test_its_words_are_what_speaking_gets(alice):
    lexicon = services.create_lexicon(
        owner=alice,
        name="Names",
        entries=[entry("SQL", "sequel"), LexiconEntry("Nguyen", ipa="ŋwiən", case_sensitive=True)],
    )
    assert entries_of(lexicon_for(alice, lexicon.pk)) == (
        LexiconEntry("SQL", respelling="sequel"),
        LexiconEntry("Nguyen", ipa="ŋwiən", case_sensitive=True),
    )


def test_anothers_is_as_absent_as_none(alice, bob):
    lexicon = make_lexicon(alice, SQL="sequel")
    word = lexicon.words.get()
    for pk in (lexicon.pk, uuid.uuid4()):
        with pytest.raises(NotFound):
            lexicon_for(bob, pk)
    with pytest.raises(NotFound):
        word_for(bob, lexicon.pk, word.pk)
    with pytest.raises(NotFound):
        word_for(alice, make_lexicon(alice, "Other").pk, word.pk)


@pytest.mark.parametrize("again", ["Names", "NAMES", "  names ", "naMES\u200b"])
def test_a_name_is_there_once_whatever_its_case(alice, bob, again):
    make_lexicon(alice, "Names")
    make_lexicon(bob, "Names")
    with pytest.raises(Conflict) as refusal:
        make_lexicon(alice, again)
    assert (refusal.value.param, refusal.value.code) == ("name", "name_taken")
    assert Lexicon.objects.for_user(alice).count() == 1


def test_case_is_folded_beyond_ascii(alice):
    make_lexicon(alice, "Österreich")
    with pytest.raises(Conflict):
        make_lexicon(alice, "ÖSTERREICH")


def test_the_database_holds_the_rules_too(alice):
    lexicon = make_lexicon(alice, SQL="sequel")

    def refuses(**fields):
        values = {"written": "a", "key": "a", "respelling": "b", "position": 7, **fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            LexiconWord.objects.create(owner=alice, lexicon=lexicon, **values)

    refuses(written="")
    refuses(respelling="")
    refuses(ipa="b")
    refuses(key="sql")
    refuses(position=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lexicon.objects.create(owner=alice, name="x", name_folded="house names")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "x", "note": "y" * 301}, "note"),
        ({"name": "x", "language": "English!"}, "language"),
        ({"name": "half \ud800"}, "name"),
    ],
)
def test_what_is_wrong_with_a_lexicon_is_told_at_its_field(alice, fields, param):
    with pytest.raises(InvalidInput) as refusal:
        services.create_lexicon(owner=alice, **fields)
    assert refusal.value.param == param
    assert not Lexicon.objects.exists()


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"written": "", "respelling": "a"}, "written"),
        ({"written": "a" * 101, "respelling": "a"}, "written"),
        ({"written": "a"}, "respelling"),
        ({"written": "a", "respelling": "?!"}, "respelling"),
        ({"written": "a", "respelling": "b", "ipa": "ə"}, "ipa"),
        ({"written": "a", "respelling": "b" * 301}, "respelling"),
        ({"written": "a", "ipa": "ə" * 301}, "ipa"),
        ({"written": "a", "ipa": "9"}, "ipa"),
        ({"written": "a", "ipa": "ˈˈ"}, "ipa"),
        ({"written": "half \udc00", "respelling": "b"}, "written"),
    ],
)
def test_what_is_wrong_with_a_word_is_told_at_its_field(fields, param):
    with pytest.raises(InvalidInput) as refusal:
        clean_entry(**fields)
    assert refusal.value.param == param


def test_signs_that_stand_for_others_are_told_which_are_meant():
    with pytest.raises(InvalidInput, match="Perhaps ˈ is meant"):
        clean_entry(written="Nike", ipa="'naɪki")


@pytest.mark.parametrize("ipa", ["/ˈnaɪki/", "[ˈnaɪki]", " ˈnaɪki ", "ˈnaɪki"])
def test_slashes_around_ipa_are_a_habit(ipa):
    assert clean_entry(written="Nike", ipa=ipa).ipa == "ˈnaɪki"


def test_a_word_is_looked_for_as_the_text_is_cleaned():
    assert clean_entry(written=" Ange\u0301lique \n Kidjo\ufeff", respelling="x").written == "Angélique Kidjo"


def test_the_same_word_twice_is_refused_but_case_makes_two(alice):
    lexicon = make_lexicon(alice, us="everybody")
    with pytest.raises(Conflict) as refusal:
        services.add_word(lexicon=lexicon, entry=entry("US"))
    assert (refusal.value.param, refusal.value.code) == ("written", "word_exists")
    services.add_word(lexicon=lexicon, entry=entry("US", "America", case_sensitive=True))
    services.add_word(lexicon=lexicon, entry=entry("Us", "the film", case_sensitive=True))
    assert written_in(lexicon) == ["us", "US", "Us"]


def test_replacing_all_words_with_one_wrong_among_them_changes_nothing(alice):
    lexicon = make_lexicon(alice, SQL="sequel")
    with pytest.raises(Conflict) as refusal:
        services.update_lexicon(lexicon=lexicon, name="New", entries=[entry("a"), entry("b"), entry("A")])
    assert refusal.value.param == "words.2.written"
    assert lexicon_for(alice, lexicon.pk).name == "House names"
    assert written_in(lexicon) == ["SQL"]


def test_a_lexicon_has_room_for_so_many_words(alice, monkeypatch):
    monkeypatch.setattr(services, "WORDS_AT_MOST", 2)
    lexicon = make_lexicon(alice, a="x", b="x")
    for attempt in (
        lambda: services.add_word(lexicon=lexicon, entry=entry("c")),
        lambda: services.merge_words(lexicon=lexicon, entries=[entry("c")]),
        lambda: services.update_lexicon(lexicon=lexicon, entries=[entry("c"), entry("d"), entry("e")]),
    ):
        with pytest.raises(InvalidInput) as refusal:
            attempt()
        assert refusal.value.code == "too_many_words"
    assert written_in(lexicon) == ["a", "b"]
    services.merge_words(lexicon=lexicon, entries=[entry("B", "changed")])


def test_a_person_has_room_for_so_many_lexicons(alice, bob, monkeypatch):
    monkeypatch.setattr(services, "LEXICONS_AT_MOST", 1)
    first = make_lexicon(alice, "One")
    with pytest.raises(InvalidInput) as refusal:
        make_lexicon(alice, "Two")
    assert refusal.value.code == "too_many_lexicons"
    make_lexicon(bob, "Two")
    services.discard(lexicon=first)
    make_lexicon(alice, "Two")
    with pytest.raises(InvalidInput):
        services.restore(lexicon=first)


def test_two_thousand_words_are_written_in_a_few_queries(alice, django_assert_max_num_queries):
    entries = [entry(f"word{number}") for number in range(2_000)]
    with django_assert_max_num_queries(40):
        lexicon = services.create_lexicon(owner=alice, name="Large", entries=entries)
    assert lexicon.words.count() == 2_000


def test_merging_adds_changes_and_leaves(alice):
    lexicon = make_lexicon(alice, SQL="sequel", GIF="jif", API="a p i")
    merged = services.merge_words(
        lexicon=lexicon, entries=[entry("gif", "gift"), entry("URL", "earl"), entry("API", "a p i")]
    )
    assert merged == (1, 1)
    assert {word.written: word.said for word in lexicon.words.all()} == {
        "SQL": "sequel",
        "gif": "gift",
        "API": "a p i",
        "URL": "earl",
    }


def test_a_changed_word_is_as_unique_as_a_new_one(alice):
    lexicon = make_lexicon(alice, a="x", b="y")
    second = lexicon.words.get(written="b")
    with pytest.raises(Conflict):
        services.change_word(word=second, entry=entry("A"))
    services.change_word(word=second, entry=entry("B", "z"))
    assert {word.written: word.said for word in lexicon.words.all()} == {"a": "x", "B": "z"}


def test_every_change_of_a_word_is_a_new_state_of_its_lexicon(alice):
    lexicon = make_lexicon(alice, a="x")
    states = [lexicon.updated_at]
    word = services.add_word(lexicon=lexicon, entry=entry("b"))
    states.append(lexicon_for(alice, lexicon.pk).updated_at)
    services.change_word(word=word, entry=entry("c"))
    states.append(lexicon_for(alice, lexicon.pk).updated_at)
    services.remove_word(word=word)
    states.append(lexicon_for(alice, lexicon.pk).updated_at)
    assert states == sorted(set(states))


def test_what_was_deleted_meanwhile_stays_deleted(alice):
    lexicon = make_lexicon(alice, a="x")
    word = lexicon.words.get()
    services.remove_word(word=word)
    for attempt in (
        lambda: services.change_word(word=word, entry=entry("b")),
        lambda: services.remove_word(word=word),
    ):
        with pytest.raises(NotFound):
            attempt()
    services.discard(lexicon=lexicon)
    for attempt in (
        lambda: services.add_word(lexicon=lexicon, entry=entry("b")),
        lambda: services.update_lexicon(lexicon=lexicon, name="Back"),
        lambda: services.discard(lexicon=lexicon),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert not lexicons_of(alice).exists()


def test_a_discarded_one_comes_back_with_its_words_unless_its_name_was_taken(alice):
    lexicon = make_lexicon(alice, SQL="sequel")
    services.discard(lexicon=lexicon)
    services.restore(lexicon=lexicon)
    assert lexicons_of(alice).get().word_count == 1
    services.discard(lexicon=lexicon)
    make_lexicon(alice)
    with pytest.raises(Conflict):
        services.restore(lexicon=lexicon)


def test_what_is_not_brought_back_goes_for_good(alice):
    old, new = make_lexicon(alice, "Old", a="x"), make_lexicon(alice, "New", b="y")
    for lexicon in (old, new):
        services.discard(lexicon=lexicon)
    Lexicon.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(hours=1))
    assert services.purge_discarded() == 1
    assert Lexicon.objects.get() == new
    assert LexiconWord.objects.get().written == "b"
    assert "lexicons.purge" in {kind.name for kind in periodic_kinds()}


@pytest.mark.parametrize(
    ("own", "asked", "applies"),
    [
        ("", "fr", True),
        ("en", "", True),
        ("en", "en-US", True),
        ("en-GB", "en", True),
        ("en-GB", "en-US", False),
        ("en", "fr", False),
        ("zh", "cmn", True),
    ],
)
def test_a_language_decides_for_which_texts_it_is(alice, own, asked, applies):
    lexicon = make_lexicon(alice, language=own, SQL="sequel")
    assert lexicon.applies_to(asked) is applies
    assert bool(entries_of(lexicon, language=asked)) is applies


def test_words_are_searched(alice):
    lexicon = make_lexicon(alice, SQL="sequel", GIF="jif")
    assert [word.written for word in words_of(lexicon, search="SEQ")] == ["SQL"]
    for wrong in ("x" * 201, "\x00"):
        with pytest.raises(InvalidInput):
            words_of(lexicon, search=wrong)


def test_export_and_deletion_of_ones_data_take_words_too(alice, bob):
    make_lexicon(alice, SQL="sequel")
    make_lexicon(bob, Kept="stays")
    assert b'"sequel"' in export_of(alice).read("speech.lexiconword.json")
    assert b'"stays"' not in export_of(alice).read("speech.lexiconword.json")
    remove_person(user=alice, by=alice)
    assert LexiconWord.objects.get().written == "Kept"


def test_every_refusal_is_the_sites_own(alice):
    with pytest.raises(AppError):
        services.create_lexicon(owner=alice, name="x", entries=[entry("a"), entry("a")])
    assert not Lexicon.objects.exists()
