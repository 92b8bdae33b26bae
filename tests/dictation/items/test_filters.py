"""Which items are found."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from common.errors import InvalidInput
from dictation.filters import require_known
from dictation.models import AudioState, ItemAudio, Membership, PracticeGroup, Repetition
from dictation.queries import filters_of, items_for
from tests.dictation.builders import make_attempt, make_item, make_list, make_ready

pytestmark = pytest.mark.django_db


def found(user: object, query: str = "", *, practisable: bool = False) -> list[str]:
    return [item.text for item in items_for(user, filters_of(QueryDict(query)), practisable=practisable)]


def make_due(user: object, item: object, **ago: float) -> None:
    Repetition.objects.create(owner=user, item=item, due_at=timezone.now() - timedelta(**ago), card={})


def test_a_person_finds_their_own_the_newest_first(alice, bob):
    make_item(alice, text="first")
    make_item(bob, text="of another")
    make_item(alice, text="second")
    make_item(alice, text="deleted", deleted_at=timezone.now())
    assert found(alice) == ["second", "first"]


def test_a_language_is_all_of_its_regions_and_a_region_itself_alone(alice):
    for locale in ("en-US", "en-GB", "en", "de"):
        make_item(alice, text=locale, locale=locale)
    assert set(found(alice, "locale=en")) == {"en-US", "en-GB", "en"}
    assert found(alice, "locale=en_gb") == ["en-GB"]
    assert found(alice, "locale=fr") == []


def test_all_of_the_tags_are_worn(alice, bob):
    make_item(alice, text="both", tags=["News", "sport"])
    make_item(alice, text="one", tags=["News"])
    make_item(bob, text="another's", tags=["News", "sport"])
    assert set(found(alice, "tags=news")) == {"both", "one"}
    assert found(alice, "tags=news,SPORT") == found(alice, "tags=news&tags=sport") == ["both"]
    assert found(alice, "tags=unknown") == []


def test_a_difficulty_is_a_level_or_a_range(alice):
    for level in range(1, 6):
        make_item(alice, text=str(level), difficulty=level)
    assert found(alice, "difficulty=3") == ["3"]
    assert set(found(alice, "difficulty=2..4")) == {"2", "3", "4"}


@pytest.mark.parametrize("spelling", ["practised", "practiced"])
def test_practised_is_by_this_person(alice, bob, spelling):
    mine = make_item(alice, text="mine")
    make_attempt(alice, mine)
    make_attempt(bob, make_item(alice, text="by bob"))
    assert found(alice, f"{spelling}=true") == ["mine"]
    assert found(alice, f"{spelling}=false") == ["by bob"]


def test_due_is_what_waits_to_be_repeated_now(alice, bob):
    due, later, anothers = (make_item(alice, text=text) for text in ("due", "later", "bob's"))
    make_item(alice, text="new")
    make_due(alice, due, minutes=5)
    make_due(alice, later, days=-2)
    make_due(bob, anothers, minutes=5)
    assert found(alice, "due=true") == ["due"]
    assert set(found(alice, "due=false")) == {"later", "bob's", "new"}
    assert found(alice, "sort=due") == ["due", "new", "bob's", "later"]


def test_a_search_takes_every_case_of_every_script_and_no_sign_for_another(alice):
    for text in ("ÜBER den Wolken", "100 % sicher", "Чай", "ab.c"):
        make_item(alice, text=text)
    assert found(alice, "search=über") == ["ÜBER den Wolken"]
    assert found(alice, "search=ЧАЙ") == ["Чай"]
    assert found(alice, "search=0 %25 s") == ["100 % sicher"]
    assert found(alice, "search=b.c") == ["ab.c"]
    assert found(alice, "search=a.b") == []
    assert found(alice, "search=(") == []


def test_the_state_of_the_sound_is_the_one_that_is_told(alice):
    make_item(alice, text="none")
    make_item(alice, text="ready", is_ready=True)
    lost = make_item(alice, text="lost")
    make_ready(lost).clip.delete()
    failed = make_item(alice, text="failed")
    audio = make_ready(failed)
    ItemAudio.objects.filter(pk=audio.pk).update(state=AudioState.FAILED, error="No voice.")
    for state, texts in {"ready": {"ready"}, "failed": {"failed"}, "pending": {"none", "lost"}}.items():
        assert set(found(alice, f"tts_status={state}")) == texts
        shown = items_for(alice, filters_of({"tts_status": state}))
        assert {item.tts_status for item in shown} == {state}


def test_items_are_sorted_by_what_was_made_of_them(alice):
    for text, percentage, days in (("bad", 10, 1), ("good", 90, 3)):
        item = make_item(alice, text=text, difficulty=2 if text == "bad" else 4)
        make_attempt(alice, item, percentage=percentage, practised_at=timezone.now() - timedelta(days=days))
    make_item(alice, text="new", difficulty=3)
    assert found(alice, "sort=worst") == ["bad", "good", "new"]
    assert found(alice, "sort=practised") == ["bad", "good", "new"]
    assert found(alice, "sort=hardest") == ["good", "new", "bad"]
    assert found(alice, "sort=text") == ["bad", "good", "new"]
    assert found(alice, "sort=oldest") == ["bad", "good", "new"]


def test_an_item_tells_what_the_person_made_of_it(alice, bob):
    item = make_item(alice)
    now = timezone.now()
    make_attempt(alice, item, percentage=40, practised_at=now - timedelta(days=1))
    make_attempt(alice, item, percentage=80, practised_at=now - timedelta(days=2))
    make_attempt(bob, item, percentage=100, practised_at=now)
    [shown] = items_for(alice, filters_of({}))
    assert (shown.attempts_count, shown.best_percentage) == (2, 80)
    assert shown.last_practised_at == now - timedelta(days=1)
    assert shown.due_at is None


@pytest.fixture
def group(alice, bob):
    """Alice teaches, Bob learns."""
    group = PracticeGroup.objects.create(owner=alice, name="Class")
    Membership.objects.create(group=group, member=bob)
    group.lists.add(make_list(alice, make_item(alice, text="shared", tags=["unit 1"])))
    make_item(alice, text="private")
    return group


def test_what_is_shared_is_found_where_one_may_practise_it(alice, bob, group):
    make_item(bob, text="own", tags=["Unit 1"])
    assert found(bob) == ["own"]
    assert found(bob, practisable=True) == ["own", "shared"]
    assert found(bob, "tags=unit 1", practisable=True) == ["own", "shared"]
    assert found(bob, f"list={group.lists.get().pk}", practisable=True) == ["shared"]
    assert found(bob, f"list={group.lists.get().pk}") == []
    assert found(alice, f"list={group.lists.get().pk}") == ["shared"]


def test_what_is_shared_twice_is_found_once(alice, bob, group):
    item = group.lists.get().items.get()
    group.lists.add(make_list(alice, item, name="Again"))
    other = PracticeGroup.objects.create(owner=alice, name="Other")
    Membership.objects.create(group=other, member=bob)
    other.lists.set(group.lists.all())
    assert found(bob, practisable=True) == ["shared"]
    assert items_for(bob, filters_of({}), practisable=True).count() == 1


def test_who_left_finds_it_no_more(bob, group):
    Membership.objects.all().delete()
    assert found(bob, practisable=True) == []


def test_these_items_and_no_others(alice, bob):
    one, two, foreign = make_item(alice, text="one"), make_item(alice, text="two"), make_item(bob)
    make_item(alice)
    assert set(found(alice, f"ids={one.pk},{two.pk},{foreign.pk}")) == {"one", "two"}


def test_a_filter_that_is_empty_asks_for_nothing(alice):
    make_item(alice, text="one")
    query = "locale=&tags=&difficulty=&practised=&due=&search=+&sort=&list=&ids=&tts_status="
    assert found(alice, query) == ["one"]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("locale=english", "locale"),
        ("locale=en&locale=de", "locale"),
        ("tags=" + "a" * 51, "tags"),
        ("tags=" + ",".join(map(str, range(21))), "tags"),
        ("difficulty=0", "difficulty"),
        ("difficulty=6", "difficulty"),
        ("difficulty=4..2", "difficulty"),
        ("difficulty=1..", "difficulty"),
        ("difficulty=1...3", "difficulty"),
        ("difficulty=nan", "difficulty"),
        ("difficulty=٣", "difficulty"),
        ("difficulty=" + "9" * 5000, "difficulty"),
        ("practised=yes", "practised"),
        ("practised=true&practiced=true", "practiced"),
        ("due=1", "due"),
        ("search=" + "a" * 201, "search"),
        ("sort=random", "sort"),
        ("tts_status=done", "tts_status"),
        ("list=5", "list"),
        ("ids=5", "ids"),
    ],
)
def test_a_filter_that_is_wrong_is_named(query, param):
    with pytest.raises(InvalidInput) as caught:
        filters_of(QueryDict(query))
    assert caught.value.param == param


def test_a_filter_that_there_is_not_is_named():
    require_known(QueryDict("locale=en&page=2"), also=("page",))
    with pytest.raises(InvalidInput) as caught:
        require_known(QueryDict("language=en"))
    assert caught.value.param == "language"


def test_many_are_read_like_few(alice, django_assert_num_queries):
    for number in range(12):
        make_attempt(alice, make_item(alice, text=f"item {number}", is_ready=number < 3, tags=["a", "b"]))
    with django_assert_num_queries(2):
        for item in items_for(alice, filters_of({})):
            assert item.tts_status
            assert len(item.tags.all()) == 2
            assert item.attempts_count == 1
