"""Providers by the names they have, their voices by an operator's, and the bounds they are asked within."""

import pytest

from common.errors import AppError, NotFound
from speech import catalogue
from speech.audio.formats import FORMATS
from speech.engines.errors import EngineUnavailable
from speech.requests import Wish, resolve
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.provider_settings import name_providers

GONE = EngineUnavailable("far", reason="its key is missing", what_to_do="Set FAR_KEY.")


@pytest.fixture
def here(monkeypatch, settings, tmp_path):
    """`far` is named first, and not there; `lab` and `near` speak."""
    lab, near = FakeEngine("lab"), FakeEngine("near")
    put_engines(monkeypatch, settings, tmp_path, lab, near, missing={"far": GONE})

    def named(**providers):
        kinds = {name: {"kind": "openai", **given} for name, given in providers.items()}
        name_providers(settings, **kinds)

    return named


def wish(**fields) -> Wish:
    return Wish(**{"text": "Hello there.", "model": "lab", "voice": "low", **fields})


def refused(user, **fields) -> AppError:
    with pytest.raises(AppError) as caught:
        resolve(wish(**fields), user=user)
    return caught.value


def test_a_providers_own_model_name_is_asked_for_as_its_name_is(here):
    here(lab={"model": "labs/large-v2"}, near={"model": "tiny"})
    assert catalogue.speech_model("labs/large-v2").engine == "lab"
    listed = {model.id: model.engine for model in catalogue.speech_models()}
    assert listed | {"labs/large-v2": "lab", "tiny": "near", "lab": "lab"} == listed


def test_a_name_that_no_history_could_hold_is_not_asked_for(here):
    here(lab={"model": "x" * 101}, near={"model": "x" * 100})
    listed = [model.id for model in catalogue.speech_models()]
    assert ("x" * 101 in listed, "x" * 100 in listed) == (False, True)
    with pytest.raises(NotFound):
        catalogue.speech_model("x" * 101)


def test_the_folder_that_a_model_lies_in_is_nobodys_name(here):
    here(lab={"model": "/srv/models/tiny"})
    assert "/srv/models/tiny" not in [model.id for model in catalogue.speech_models()]
    with pytest.raises(NotFound):
        catalogue.speech_model("/srv/models/tiny")


def test_of_two_that_have_a_model_the_first_that_is_here_is_meant(here):
    here(far={"model": "same"}, near={"model": "same"}, lab={"model": "same"})
    assert catalogue.speech_model("same").engine == "lab"
    here(far={"model": "same"})
    assert catalogue.speech_model("same").engine == "far"  # which then says what is missing
    assert "same" not in [model.id for model in catalogue.speech_models()]


def test_an_alias_and_an_engines_name_come_before_a_providers_model(here):
    here(near={"model": "tts-1"}, lab={"model": "near"})
    assert catalogue.speech_model("tts-1").engine == "lab"
    assert catalogue.speech_model("near").engine == "near"
    ids = [model.id for model in catalogue.speech_models()]
    assert len(ids) == len(set(ids))


def test_one_name_means_a_voice_in_several_providers(here):
    here(lab={"voices": {"narrator": "low"}}, near={"voices": {"narrator": "high", "guest": "low"}})
    lab, near = catalogue.engine_named("lab"), catalogue.engine_named("near")
    assert catalogue.voice_of(lab, "narrator") == "low"
    assert catalogue.voice_of(near, "narrator") == "high"
    assert catalogue.is_voice("guest")
    names = {(name.id, name.engine, name.alias_of) for name in catalogue.voice_names()}
    assert {("narrator", "lab", "low"), ("narrator", "near", "high"), ("guest", "near", "low")} <= names


def test_another_providers_alias_is_told_whose_it_is(here):
    here(near={"voices": {"guest": "low"}})
    with pytest.raises(AppError, match="'near', not to 'lab'"):
        catalogue.voice_of(catalogue.engine_named("lab"), "guest")


def test_a_provider_has_the_title_that_it_was_given(here):
    here(lab={"title": "The Lab"}, near={})
    assert [catalogue.engine_title(name) for name in ("lab", "near", "espeak")] == [
        "The Lab",
        "near",
        "eSpeak NG",
    ]


@pytest.mark.parametrize(
    ("bound", "asked", "param"),
    [
        ({"max_text_characters": 5}, {}, "input"),
        ({"formats": ["mp3", "wav"]}, {"response_format": "flac"}, "response_format"),
        ({"fastest": 1.5}, {"speed": 2.0}, "speed"),
        ({"slowest": 0.8}, {"speed": 0.5}, "speed"),
        ({"languages": ["fr"]}, {}, "language"),
        ({"languages": ["en-GB"]}, {"language": "en-US"}, "language"),
    ],
)
def test_what_is_beyond_a_providers_bounds_is_refused_by_its_field(here, alice, bound, asked, param):
    assert resolve(wish(**asked), user=alice)
    here(lab=bound)
    error = refused(alice, **asked)
    assert (error.status, error.param) == (400, param)
    assert "'lab'" in error.message
    assert resolve(wish(model="near", **asked), user=alice).engine == "near"


def test_what_is_within_them_passes(here, alice):
    here(lab={"max_text_characters": 12, "formats": ["mp3"], "languages": ["en"], "fastest": 1.5})
    assert resolve(wish(speed=1.5, language="en-US"), user=alice)


def test_a_bound_of_texts_holds_for_long_ones_too(here, alice):
    here(lab={"max_text_characters": 100})
    with pytest.raises(AppError, match="100 at the most"):
        resolve(wish(text="word " * 30), user=alice, most_characters=10_000)


def test_every_format_is_allowed_where_none_is_named(here, alice):
    here(lab={})
    assert all(resolve(wish(response_format=name), user=alice) for name in FORMATS)


def test_an_unknown_model_stays_unknown(here):
    here(lab={"model": "large"})
    with pytest.raises(NotFound):
        catalogue.speech_model("larger")


def test_a_profile_may_name_a_providers_own_model(here, alice, api_of):
    here(lab={"model": "labs/large-v2"}, near={"model": "tiny"})
    kept = {"name": "Reader", "backend": "lab", "model": "labs/large-v2", "voice": "low"}
    assert api_of(alice).post("/api/profiles", kept, format="json").status_code == 201
    refused = api_of(alice).post("/api/profiles", {**kept, "name": "B", "model": "tiny"}, format="json")
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "model")
