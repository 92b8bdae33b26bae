"""The word notebook, for programs: what was missed, what is known by now, how it sounds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dictation.models import LearntWord
from tests.dictation.builders import make_item
from tests.dictation.statistics.builders import at, miss
from tests.profiles.builders import make_profile
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines

WORDS = "/api/dictation/words"
LEARNT = f"{WORDS}/learnt"
KETTLE = {"locale": "en-GB", "word": "kettle"}


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def engine(monkeypatch, settings, tmp_path):
    """It speaks American English and French."""
    fake = FakeEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", fake, cache_bytes=0)
    return fake


def told(api, **query):
    return [(word["word"], word["misses"]) for word in api.get(WORDS, query).json()["items"]]


def test_the_words_missed_most_come_first_with_what_was_written_instead(api, alice, bob):
    one, other = make_item(alice), make_item(alice)
    miss(alice, one, "kettle", "cattle", at("2026-03-01"))
    miss(alice, other, "kettle", "cattle", at("2026-03-03"))
    miss(alice, other, "kettle", "", at("2026-03-02"))
    miss(alice, one, "fox", "vox", at("2026-03-04"))
    miss(bob, make_item(bob), "kettle")
    body = api.get(WORDS).json()
    assert (body["total"], body["page"]) == (2, 1)
    kettle = body["items"][0]
    assert kettle.pop("audio_url").endswith("/words/audio?locale=en-GB&word=kettle")
    assert kettle == {
        **KETTLE,
        "misses": 3,
        "last_missed_at": "2026-03-03T00:00:00Z",
        "items": 2,
        "instead": [{"given": "cattle", "count": 2}, {"given": "", "count": 1}],
    }
    assert body["items"][1]["word"] == "fox"


def test_the_same_word_of_two_languages_is_two_words(api, alice):
    miss(alice, make_item(alice, locale="en-GB"), "gift")
    miss(alice, make_item(alice, locale="de-DE"), "gift")
    assert told(api) == [("gift", 1), ("gift", 1)]
    assert told(api, locale="de") == [("gift", 1)]
    assert told(api, locale="en-US") == []


def test_words_of_a_span_of_time(api, alice):
    item = make_item(alice)
    miss(alice, item, "old", practised_at=at("2026-03-01"))
    miss(alice, item, "new", practised_at=at("2026-03-05"))
    assert told(api, since="2026-03-02") == [("new", 1)]
    assert told(api, until="2026-03-02") == [("old", 1)]


def test_a_word_that_is_crossed_out_is_back_once_it_is_missed_again(api, alice):
    item = make_item(alice)
    miss(alice, item)
    answer = api.put(LEARNT, KETTLE, format="json")
    assert (answer.status_code, answer.json()["word"]) == (200, "kettle")
    assert told(api) == []
    assert [word["word"] for word in api.get(LEARNT).json()["items"]] == ["kettle"]
    # Written before, and sent late.
    miss(alice, item, practised_at=timezone.now() - timedelta(hours=1))
    assert told(api) == []
    miss(alice, item, practised_at=timezone.now() + timedelta(seconds=1))
    assert told(api) == [("kettle", 1)]


def test_crossing_out_is_of_one_language_and_of_one_person(api, api_of, alice, bob):
    miss(alice, make_item(alice))
    miss(alice, make_item(alice, locale="en-US"))
    miss(bob, make_item(bob))
    api.put(LEARNT, KETTLE, format="json")
    assert [word["locale"] for word in api.get(WORDS).json()["items"]] == ["en-US"]
    assert told(api_of(bob)) == [("kettle", 1)]


def test_what_is_taken_back_counts_again(api, alice):
    miss(alice, make_item(alice))
    api.put(LEARNT, KETTLE, format="json")
    for _ in range(2):
        assert api.delete(f"{LEARNT}?locale=en-GB&word=kettle").status_code == 204
        assert told(api) == [("kettle", 1)]


def test_crossing_out_twice_is_crossing_out_once(api, alice):
    miss(alice, make_item(alice))
    for _ in range(2):
        assert api.put(LEARNT, KETTLE, format="json").status_code == 200
    assert LearntWord.objects.count() == 1


def test_only_a_word_of_ones_own_notebook_is_crossed_out_or_heard(api, alice, bob):
    miss(bob, make_item(bob))
    assert api.put(LEARNT, KETTLE, format="json").status_code == 404
    assert api.get(f"{WORDS}/audio", KETTLE).status_code == 404
    assert not LearntWord.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        [],
        {"word": "kettle"},
        {**KETTLE, "more": 1},
        {"locale": "en-GB", "word": ""},
        {**KETTLE, "word": 3},
    ],
)
def test_what_names_no_word_is_refused(api, sent):
    assert api.put(LEARNT, sent, format="json").status_code == 400


@pytest.mark.parametrize("word", [r"a\u0000b", r"\ud800", "x" * 101])
def test_what_can_be_no_word_is_refused_by_its_name(api, word):
    body = f'{{"locale": "en-GB", "word": "{word}"}}'
    answer = api.put(LEARNT, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "word")


def test_an_item_that_is_gone_is_counted_no_more_among_those_with_the_word(api, alice):
    gone, there = make_item(alice), make_item(alice)
    miss(alice, gone)
    miss(alice, there)
    gone.deleted_at = timezone.now()
    gone.save()
    assert api.get(WORDS).json()["items"][0]["items"] == 1
    gone.delete()
    assert (told(api), api.get(WORDS).json()["items"][0]["items"]) == ([("kettle", 2)], 1)


def test_a_word_is_heard_as_the_persons_own_voice_says_it(api, alice, engine):
    miss(alice, make_item(alice, locale="en-US"))
    named = {**KETTLE, "locale": "en-US"}
    usual = api.get(f"{WORDS}/audio", named)
    assert (usual.status_code, usual["Content-Type"]) == (200, "audio/mpeg")
    make_profile(alice, backend="fake", voice="low", format="wav", speed=0.5)
    assert len(api.get(f"{WORDS}/audio", named).content) > 1.5 * len(usual.content)
    assert engine.spoken == ["kettle", "kettle"]


def test_a_word_that_no_voice_here_speaks_says_so(api, alice, engine):
    miss(alice, make_item(alice, locale="ja-JP"))
    answer = api.get(f"{WORDS}/audio", {**KETTLE, "locale": "ja-JP"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "locale")


def test_words_are_asked_for_as_often_however_many_there_are(api, alice, django_assert_max_num_queries):
    item = make_item(alice)
    miss(alice, item, "one")
    with django_assert_max_num_queries(100) as few:
        api.get(WORDS)
    for number in range(10):
        miss(alice, item, f"word {number}", "other")
    with django_assert_max_num_queries(len(few)):
        api.get(WORDS)
