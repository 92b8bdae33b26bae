"""Models and voices, as programs list them."""

import pytest

from tests.speech.fake_engine import FakeEngine

WELL_KNOWN = {
    *("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse"),
    *("marin", "cedar"),
}

SPEAKING = ["fake", "tts-1", "tts-1-hd", "gpt-4o-mini-tts"]
HEARING = [
    *("listener", "whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-4o-transcribe-diarize"),
    "gpt-transcribe",
]


def get(api, path):
    response = api.get(path)
    assert response.status_code == 200, response.content
    return response.json()


def ids(api, query=""):
    return [voice["id"] for voice in get(api, f"/v1/audio/voices{query}")["voices"]]


def test_models_are_what_speaks_and_what_hears_and_the_names_that_stand_for_them(
    alice, api_of, engine, recogniser
):
    body = get(api_of(alice), "/v1/models")
    assert body["object"] == "list"
    assert [model["id"] for model in body["data"]] == SPEAKING + HEARING
    assert [model["owned_by"] for model in body["data"]] == ["fake"] * 4 + ["listener"] * 6
    for model in body["data"]:
        assert set(model) == {"id", "object", "created", "owned_by"}
        assert model["object"] == "model"
        assert type(model["created"]) is int


@pytest.mark.parametrize("written", ["lab/voices/one", "lab%2Fvoices%2Fone"])
def test_a_model_may_have_slashes_in_its_name(alice, api_of, engine, settings, written):
    aliases = settings.CONFIG.model_aliases | {"lab/voices/one": "fake"}
    settings.CONFIG = settings.CONFIG.model_copy(update={"model_aliases": aliases})
    assert get(api_of(alice), f"/v1/models/{written}")["id"] == "lab/voices/one"


@pytest.mark.parametrize("name", ["gpt-9", "a/b", "%F0%9F%98%80", "fake%00", "x" * 3000, "..%2F..%2Fetc"])
def test_an_unknown_model_is_404(alice, api_of, engine, name):
    response = api_of(alice).get(f"/v1/models/{name}")
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["param"]) == (404, "model_not_found", "model")


def test_every_voice_is_listed_and_so_are_the_well_known_names(alice, api_of, engine):
    voices = get(api_of(alice), "/v1/audio/voices")["voices"]
    by_id = {voice["id"]: voice for voice in voices}
    assert len(by_id) == len(voices)
    assert set(by_id) == {"low", "high"} | WELL_KNOWN
    assert by_id["low"] == {
        "id": "low",
        "name": "Low",
        "language": "en-US",
        "gender": "male",
        "model": "fake",
        "alias_of": None,
        "profile": False,
        "own": False,
    }
    assert (by_id["alloy"]["alias_of"], by_id["alloy"]["model"]) == ("low", "fake")


def test_an_operators_own_names_are_listed_under_what_they_mean(alice, api_of, put, settings):
    put(FakeEngine(), FakeEngine("other"))
    aliases = {"narrator": "high", "ghost": "nobody"}
    settings.CONFIG = settings.CONFIG.model_copy(update={"voice_aliases": aliases})
    voices = get(api_of(alice), "/v1/audio/voices?q=narrator")["voices"]
    assert [(voice["model"], voice["alias_of"]) for voice in voices] == [("fake", "high"), ("other", "high")]
    assert ids(api_of(alice), "?q=ghost") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?language=fr", {"high"}),
        ("?language=FR_fr", {"high"}),
        ("?language=fr-CA", set()),
        ("?language=en&q=low", {"low"}),
        ("?gender=female", {"high"}),
        ("?gender=male", {"low"} | WELL_KNOWN),
        ("?model=tts-1&gender=female", {"high"}),
        ("?q=HIGH", {"high"}),
        ("?q=zzz", set()),
        ("?q=", {"low", "high"} | WELL_KNOWN),
    ],
)
def test_the_list_is_filtered(alice, api_of, engine, query, expected):
    assert set(ids(api_of(alice), query)) == expected


@pytest.mark.parametrize(
    ("query", "status", "param"),
    [
        ("?gender=moon", 400, "gender"),
        ("?model=gpt-9", 404, "model"),
        ("?language=", 400, "language"),
        ("?size=5", 400, "size"),
        ("?q=" + "x" * 201, 400, "q"),
    ],
)
def test_a_wrong_question_is_told_its_field(alice, api_of, engine, query, status, param):
    response = api_of(alice).get(f"/v1/audio/voices{query}")
    assert (response.status_code, response.json()["error"]["param"]) == (status, param)


@pytest.mark.parametrize(
    ("path", "allowed"), [("/v1/models", "GET, HEAD"), ("/v1/audio/voices", "GET, HEAD, POST")]
)
def test_lists_take_what_they_are_for(alice, api_of, engine, path, allowed):
    assert api_of(alice).head(path).status_code == 200
    for method in {"post", "put", "patch", "delete", "options"} - set(allowed.lower().split(", ")):
        response = getattr(api_of(alice), method)(path)
        assert response.status_code == 405
        assert response["Allow"] == allowed
