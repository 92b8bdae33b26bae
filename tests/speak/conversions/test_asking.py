"""What is asked for with a text: whose voice says it, and what is refused."""

import uuid

import pytest

from speak.models import Conversion
from tests.answers import error_of
from tests.profiles.builders import make_profile
from tests.speak.conversions.builders import TEXT, URL, asked, posted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": None}, (400, "invalid", "text")),
        ({"text": ""}, (400, "nothing_to_say", "text")),
        ({"text": " \n "}, (400, "nothing_to_say", "text")),
        ({"text": 5}, (400, "invalid", "text")),
        ({"text": "x " * 60_000}, (400, "text_too_long", "text")),
        ({"text": "Half \ud800."}, (400, None, "text")),
        ({"custom_filename": "x" * 201}, (400, "invalid", "custom_filename")),
        ({"custom_filename": 5}, (400, "invalid", "custom_filename")),
        ({"model": "nobody"}, (404, "model_not_found", "model")),
        ({"model": "fake", "voice": "nobody"}, (400, "unknown_voice", "voice")),
        ({"language": "tlh"}, (400, "unknown_language", "language")),
        ({"speed": 90}, (400, "invalid", "speed")),
        ({"profile_id": str(uuid.UUID(int=1))}, (404, "profile_not_found", "profile_id")),
        ({"lexicon_id": str(uuid.UUID(int=1))}, (404, "lexicon_not_found", "lexicon_id")),
        ({"response_format": "mp3"}, (400, "unknown_parameter", "response_format")),
        ({"input": "Words."}, (400, "unknown_parameter", "input")),
    ],
)
def test_what_is_wrong_is_said_by_its_field(api, changes, expected):
    found = error_of(posted(api, "convert", {"text": TEXT} | changes))
    assert found[::2] == expected[::2]
    assert expected[1] in (found[1], None)
    assert not Conversion.objects.exists()


def test_characters_that_nobody_can_say_are_no_part_of_a_text(api):
    assert posted(api, "convert", {"text": "Hello\x00 there."}).json()["text"] == "Hello there."


def test_without_a_voice_it_is_the_default_profiles(alice, api):
    make_profile(alice, backend="fake", voice="high", speed=1.5, is_default=True)
    found = asked(api)
    assert (found["voice"], found["speed"]) == ("high", 1.5)
    assert asked(api, language="en")["voice"] == "low"


@pytest.mark.parametrize(("language", "voice"), [("fr", "high"), ("fr-CA", "high"), ("en-GB", "low")])
def test_a_language_finds_its_voice(api, language, voice):
    assert asked(api, language=language)["voice"] == voice


def test_a_profile_speaks_with_its_settings(alice, api):
    profile = make_profile(alice, backend="fake", voice="high", seed=3)
    assert asked(api, profile_id=str(profile.pk))["voice"] == "high"


def test_the_languages_are_those_of_the_voices(api):
    found = api.get(f"{URL}/supported-languages").json()["languages"]
    assert {each["code"]: (each["models"], each["voices"]) for each in found} == {
        "en-US": (["fake"], 1),
        "fr-FR": (["fake"], 1),
    }
