"""Making and changing items."""

import pytest

from common.errors import AppError, InvalidInput, NotFound
from dictation.items import services
from dictation.items.cleaning import ItemDraft
from dictation.items.services import create_item, create_items
from dictation.models import Item, ItemAudio, Tag
from tests.dictation.builders import TEXT, make_item, make_tag

pytestmark = pytest.mark.django_db


def draft(text: object = TEXT, **fields: object) -> ItemDraft:
    return ItemDraft(**{"locale": "en-GB", "text": text, **fields})  # type: ignore[arg-type]


def refused(user: object, **fields: object) -> AppError:
    with pytest.raises(InvalidInput) as caught:
        create_item(user=user, draft=draft(**fields))
    assert not Item.objects.exists()
    assert not Tag.objects.exists()
    return caught.value


def test_an_item_is_made_with_its_difficulty_its_tags_and_a_sound_to_come(alice):
    item = create_item(user=alice, draft=draft(tags=["animals", "Every letter"]))
    item.refresh_from_db()
    assert (item.text, item.locale, item.difficulty, item.is_difficulty_given) == (TEXT, "en-GB", 1, False)
    assert [tag.name for tag in item.tags.all()] == ["animals", "Every letter"]
    assert item.audio is not None
    assert item.tts_status == "pending"


def test_a_difficulty_that_is_given_is_the_authors(alice):
    item = create_item(user=alice, draft=draft(difficulty=4))
    assert (item.difficulty, item.is_difficulty_given) == (4, True)


@pytest.mark.parametrize("difficulty", [0, 6, -1, 2.0, "3", True, float("nan"), 10**30, [3]])
def test_a_difficulty_is_a_whole_number_from_1_to_5(alice, difficulty):
    assert refused(alice, difficulty=difficulty).param == "difficulty"


@pytest.mark.parametrize("text", ["", "   ", "\n", "!?…", "🎉🎉", "\x00\x01", None, 5, ["Hello"], "\ud800"])
def test_a_text_holds_a_word(alice, text):
    assert refused(alice, text=text).param == "text"


def test_a_text_is_kept_clean_and_up_to_its_limit(alice):
    item = create_item(user=alice, draft=draft("  cafe\u0301\x00 \r\n au lait "))
    assert item.text == "café \n au lait"
    assert len(create_item(user=alice, draft=draft("a" * 10_000)).text) == 10_000


def test_a_text_that_is_too_long_says_how_long_it_may_be(alice):
    error = refused(alice, text="a" * 10_001)
    assert (error.param, error.code) == ("text", "text_too_long")
    assert "10,000" in error.message


@pytest.mark.parametrize(
    "locale", ["", "xx-XX", "klingon", "en-" + "a" * 8 * 6, "e", None, 7, "en GB", "\x00", "tlh-QQ"]
)
def test_a_locale_is_one_that_a_voice_here_speaks(alice, locale):
    assert refused(alice, locale=locale).param == "locale"


def test_a_locale_is_kept_in_one_spelling(alice):
    assert create_item(user=alice, draft=draft(locale="en_gb")).locale == "en-GB"
    assert create_item(user=alice, draft=draft(locale="DE")).locale == "de"


@pytest.mark.parametrize(
    ("tags", "param"),
    [
        ([f"tag {number}" for number in range(21)], "tags"),
        (["a" * 51], "tags.0"),
        (["fine", " "], "tags.1"),
        (["News", "sport", "news"], "tags.2"),
        (["Äpfel", "äpfel"], "tags.1"),
        (["a,b"], "tags.0"),
        ([5], "tags.0"),
        ("news", "tags"),
        ({"news": 1}, "tags"),
    ],
)
def test_tags_are_few_short_and_each_there_once(alice, tags, param):
    assert refused(alice, tags=tags).param == param


def test_a_tag_that_there_is_is_used_whatever_its_case(alice, bob):
    make_tag(bob, "news")
    kept = make_tag(alice, "Übung")
    item = create_item(user=alice, draft=draft(tags=["übung", "news"]))
    assert kept in item.tags.all()
    assert Tag.objects.for_user(alice).count() == 2


@pytest.mark.parametrize(
    ("alternatives", "param"),
    [
        (["fine"] * 11, "alternatives"),
        (["fine", "!"], "alternatives.1"),
        (["a" * 10_001], "alternatives.0"),
        ("Hello", "alternatives"),
        ([None], "alternatives.0"),
    ],
)
def test_alternatives_are_judged_like_the_text(alice, alternatives, param):
    assert refused(alice, alternatives=alternatives).param == param


def test_of_many_the_wrong_ones_keep_none_of_the_others_from_being_made(alice, django_assert_max_num_queries):
    drafts = [draft(f"Sentence {number}.", tags=["lesson", f"t{number % 7}"]) for number in range(60)]
    drafts[3:3] = [draft("?"), draft(locale="xx-XX")]
    with django_assert_max_num_queries(60):
        made = create_items(user=alice, drafts=drafts)
    assert [each.param for each in made if isinstance(each, AppError)] == ["text", "locale"]
    assert [each.text for each in made if isinstance(each, Item)][:4] == [
        f"Sentence {number}." for number in range(4)
    ]
    assert Item.objects.filter(tags__name="lesson").count() == 60
    assert Tag.objects.count() == 8
    assert not Item.objects.filter(audio=None).exists()


def test_two_items_of_one_text_are_said_once(alice):
    create_items(user=alice, drafts=[draft(), draft()])
    assert ItemAudio.objects.count() == 1


def test_nobody_has_more_items_than_the_most(alice, monkeypatch):
    monkeypatch.setattr(services, "ITEMS_AT_MOST", 2)
    made = create_items(user=alice, drafts=[draft("one"), draft("two"), draft("three")])
    assert [isinstance(each, Item) for each in made] == [True, True, False]
    assert made[2].code == "too_many_items"


def test_nobody_has_more_tags_than_the_most(alice, monkeypatch):
    monkeypatch.setattr("dictation.items.tags.TAGS_OF_A_PERSON_AT_MOST", 2)
    made = create_items(
        user=alice, drafts=[draft(tags=["a", "b"]), draft(tags=["a", "c"]), draft(tags=["b"])]
    )
    assert [isinstance(each, Item) for each in made] == [True, False, True]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["a", "b"]


def test_another_text_has_its_own_difficulty_and_sound(alice):
    item = create_item(user=alice, draft=draft())
    before = item.audio_id
    changed = services.change_text(item=item, text=" ".join(["longer"] * 40))
    assert changed.difficulty == 5
    changed.refresh_from_db()
    assert changed.audio_id not in (None, before)
    assert not ItemAudio.objects.filter(pk=before).exists()


def test_another_text_keeps_the_difficulty_that_its_author_gave(alice):
    item = make_item(alice, difficulty=2, is_difficulty_given=True)
    assert services.change_text(item=item, text=" ".join(["longer"] * 40)).difficulty == 2
    assert services.change_difficulty(item=item, difficulty=None).difficulty == 5


def test_what_is_right_is_changed_without_a_new_sound(alice):
    item = make_item(alice, is_ready=True)
    services.change_text(item=item, is_strict=True, alternatives=["A quick brown fox."])
    item.refresh_from_db()
    assert item.is_strict
    assert item.alternatives == ["A quick brown fox."]
    assert item.tts_status == "ready"


def test_a_change_is_made_as_a_whole_or_not_at_all(alice):
    item = make_item(alice, tags=["old"])
    with pytest.raises(InvalidInput):
        services.change_item(item=item, text="New text.", tags=["a,b"])
    item.refresh_from_db()
    assert item.text == TEXT
    assert [tag.name for tag in item.tags.all()] == ["old"]


def test_tags_are_replaced(alice):
    item = make_item(alice, tags=["old", "kept"])
    services.change_tags(item=item, tags=["kept", "new"])
    assert [tag.name for tag in item.tags.all()] == ["kept", "new"]
    services.change_tags(item=item, tags=[])
    assert not item.tags.exists()


def test_an_item_that_is_gone_is_not_changed(alice):
    item = make_item(alice)
    services.discard_item(item=item)
    with pytest.raises(NotFound):
        services.change_text(item=item, text="New text.")
    with pytest.raises(NotFound):
        services.discard_item(item=item)
