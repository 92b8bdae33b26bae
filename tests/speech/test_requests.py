"""From a wish to a request: names looked up, lexicons one's own, what is wrong told by its field."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import AppError, NotFound
from speech.requests import TITLE_CHARACTERS, Wish, resolve, shortened
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.lexicon_builders import make_lexicon


@pytest.fixture(autouse=True)
def _engine(monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path, FakeEngine())


def wish(**changes) -> Wish:
    return Wish(**({"text": "Hello there.", "model": "tts-1", "voice": "low"} | changes))


def test_names_become_what_they_stand_for(alice):
    request = resolve(wish(voice="shimmer", speed=1.5, seed=7), user=alice)
    assert (request.engine, request.voice, request.language) == ("fake", "low", "en-US")
    assert (request.response_format, request.speed, request.seed) == ("mp3", 1.5, 7)


def test_the_voice_brings_its_language_and_a_named_one_wins(alice):
    assert resolve(wish(voice="high"), user=alice).language == "fr-FR"
    assert resolve(wish(voice="high", language="en-US"), user=alice).language == "en-US"


def test_a_text_may_be_as_long_as_the_site_or_its_caller_says(alice, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"speech_max_characters": 10})
    assert resolve(wish(text="0123456789"), user=alice)
    with pytest.raises(AppError) as caught:
        resolve(wish(text="01234567890"), user=alice)
    assert (caught.value.code, caught.value.param) == ("text_too_long", "input")
    assert resolve(wish(text="x" * 20), user=alice, most_characters=20)


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"model": "gpt-9"}, "model_not_found", "model"),
        ({"response_format": "midi"}, "unknown_format", "response_format"),
        ({"lexicon_id": uuid.UUID(int=7)}, "lexicon_not_found", "lexicon_id"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(alice, changes, code, param):
    with pytest.raises(AppError) as caught:
        resolve(wish(**changes), user=alice)
    assert (caught.value.code, caught.value.param) == (code, param)


def test_ones_own_lexicon_is_spoken_by_and_nobody_elses(alice, bob):
    lexicon = make_lexicon(alice, SQL="sequel")
    (entry,) = resolve(wish(lexicon_id=lexicon.pk), user=alice).lexicon
    assert (entry.written, entry.respelling) == ("SQL", "sequel")
    with pytest.raises(NotFound):
        resolve(wish(lexicon_id=lexicon.pk), user=bob)


def test_a_lexicon_of_another_language_says_nothing(alice):
    lexicon = make_lexicon(alice, "French", language="fr", SQL="sequel")
    assert resolve(wish(lexicon_id=lexicon.pk), user=alice).lexicon == ()
    assert resolve(wish(lexicon_id=lexicon.pk, voice="high"), user=alice).lexicon


def test_a_language_that_is_none_is_told_also_beside_a_lexicon(alice):
    lexicon = make_lexicon(alice, "French", language="fr", SQL="sequel")
    with pytest.raises(AppError) as caught:
        resolve(wish(lexicon_id=lexicon.pk, language="klingon!"), user=alice)
    assert caught.value.param == "language"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello\n\n there. ", "Hello there."),
        ("\x00Hel\x00lo \ud83d", "Hel lo"),
        ("word " * 40, "word " * 11 + "…"),
        ("日" * 100, "日" * 59 + "…"),
        ("Hi " + "x" * 100, "Hi " + "x" * 56 + "…"),
    ],
)
def test_a_title_is_one_line_of_the_text(text, title):
    assert shortened(text) == title


@given(st.text(max_size=3_000))
def test_a_title_is_never_too_long_nor_in_need_of_cleaning(text):
    title = shortened(text)
    assert len(title) <= TITLE_CHARACTERS + 1
    assert title.isprintable()
    assert title == title.strip()


def test_a_title_holds_no_tags(alice):
    request = resolve(wish(text="<speak><s>Hello</s> there.</speak>", input_type="ssml"), user=alice)
    assert request.title == "Hello there."


def test_a_title_that_was_given_is_kept(alice):
    assert resolve(wish(title="Chapter one"), user=alice).title == "Chapter one"
