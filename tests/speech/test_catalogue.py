"""Models and voices by every name they have."""

from collections.abc import Sequence

import pytest

from common.errors import AppError, Unavailable
from speech import catalogue
from speech.engines.base import Capabilities, Gender, Voice
from speech.engines.errors import EngineUnavailable
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines


class Engine(FakeEngine):
    """With voices such as `af_alloy:en-US:female`, and blends of them where it is told to."""

    def __init__(self, name: str, *voices: str, blends: bool = False) -> None:
        super().__init__(name)
        self._voices = [self._voice(*voice.split(":")) for voice in voices]
        self._blends = blends

    def _voice(self, name: str, language: str, gender: str = "") -> Voice:
        return Voice(name, name.title(), language, Gender(gender) if gender else None, self.name)

    @property
    def voices(self) -> Sequence[Voice]:
        return self._voices

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(languages=("en-US",), has_blends=self._blends)


KOKORO = Engine(
    "kokoro",
    *(f"{name}:en-US:{gender}" for name, gender in catalogue.WELL_KNOWN_VOICES.values()),
    "bf_emma:en-GB:female",
    blends=True,
)
PIPER = Engine("piper", "joe:en-US:male", "jenny:en-GB:female")
ESPEAK = Engine("espeak", "fi:fi", "en-GB:en-GB", "en-US:en-US")
GONE = EngineUnavailable("gone", reason="its weights are missing", what_to_do="Pull them.")


@pytest.fixture
def here(monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path, KOKORO, PIPER, ESPEAK, missing={"gone": GONE})

    def with_settings(**changes) -> None:
        settings.CONFIG = settings.CONFIG.model_copy(update=changes)

    return with_settings


def test_the_well_known_voices_are_thirteen_and_all_kokoros_have_their_gender():
    assert len(catalogue.WELL_KNOWN_VOICES) == 13
    letters = {Gender.FEMALE: "f", Gender.MALE: "m"}
    assert all(name[1] == letters[gender] for name, gender in catalogue.WELL_KNOWN_VOICES.values())


def test_models_are_engines_that_can_speak_and_the_names_for_those(here):
    here(model_aliases={"tts-1": "kokoro", "old": "gone", "lab/one": "piper"})
    models = [(model.id, model.engine) for model in catalogue.speech_models()]
    assert models == [
        ("kokoro", "kokoro"),
        ("piper", "piper"),
        ("espeak", "espeak"),
        ("tts-1", "kokoro"),
        ("lab/one", "piper"),
    ]


def test_an_unknown_model_is_told_which_there_are(here):
    with pytest.raises(AppError, match="kokoro, piper, espeak, tts-1") as caught:
        catalogue.speech_model("gpt-9")
    assert (caught.value.status, caught.value.param) == (404, "model")


def test_a_model_that_is_not_on_this_machine_is_known_and_says_what_is_missing(here):
    assert catalogue.speech_model("gone").engine == "gone"
    with pytest.raises(Unavailable, match="Pull them"):
        catalogue.engine_named("gone")


@pytest.mark.parametrize("name", catalogue.WELL_KNOWN_VOICES)
@pytest.mark.parametrize("engine", [KOKORO, PIPER, ESPEAK], ids=lambda engine: engine.name)
def test_every_well_known_voice_is_a_voice_of_every_engine(here, engine, name):
    assert catalogue.voice_of(engine, name) in {voice.id for voice in engine.voices}


def test_a_stand_in_is_american_first_then_english_then_of_the_gender(here):
    assert catalogue.voice_of(PIPER, "nova") == "joe"
    assert catalogue.voice_of(ESPEAK, "onyx") == "en-US"
    both = Engine("both", "he:en-US:male", "she:en-US:female", "sie:de:female")
    assert [catalogue.voice_of(both, name) for name in ("nova", "onyx")] == ["she", "he"]
    assert catalogue.voice_of(Engine("german", "er:de:male", "sie:de:female"), "nova") == "sie"


def test_an_operators_name_comes_first_and_may_mean_any_other(here):
    here(voice_aliases={"alloy": "bf_emma", "narrator": "nova", "duo": "af_sky+am_adam"})
    assert catalogue.voice_of(KOKORO, "alloy") == "bf_emma"
    assert catalogue.voice_of(KOKORO, "narrator") == "af_nova"
    assert catalogue.voice_of(KOKORO, "duo") == "af_sky+am_adam"


def test_another_models_voice_is_told_whose_it_is(here):
    with pytest.raises(AppError, match="'piper', not to 'kokoro'") as caught:
        catalogue.voice_of(KOKORO, "joe")
    assert caught.value.param == "voice"


def test_a_blend_speaks_the_language_of_its_heaviest_voice(here):
    assert catalogue.language_of(KOKORO, "bf_emma(0.6)+af_sky(0.4)") == "en-GB"
    assert catalogue.language_of(KOKORO, "bf_emma(0.4)+af_sky(0.6)") == "en-US"


def test_a_blend_of_nobody_is_refused_by_its_field(here):
    with pytest.raises(AppError) as caught:
        catalogue.language_of(KOKORO, "af_sky+nobody")
    assert (caught.value.status, caught.value.param) == (400, "voice")


def test_the_default_voice_is_the_operators_where_the_engine_has_it(here):
    here(default_voice="bf_emma")
    assert catalogue.default_voice(KOKORO) == "bf_emma"
    assert catalogue.default_voice(PIPER) == "joe"


def listed(**filters) -> set[str]:
    return {name.id for name in catalogue.voice_names(**filters)}


def test_voice_names_hold_every_voice_once_and_the_names_for_the_usual_model(here):
    names = catalogue.voice_names()
    own = [name for name in names if name.alias_of is None]
    assert len(own) == len(KOKORO.voices) + len(PIPER.voices) + len(ESPEAK.voices)
    aliases = {name.id: name for name in names if name.alias_of}
    assert set(aliases) == set(catalogue.WELL_KNOWN_VOICES)
    assert {name.engine for name in aliases.values()} == {"kokoro"}
    assert aliases["nova"].alias_of == "af_nova"


def test_voice_names_of_one_model_say_what_the_well_known_mean_there(here):
    names = {name.id: name for name in catalogue.voice_names(model="piper")}
    assert set(names) == {"joe", "jenny"} | set(catalogue.WELL_KNOWN_VOICES)
    assert names["nova"].alias_of == "joe"


def test_an_operators_blend_is_listed_with_its_language_and_no_gender(here):
    here(voice_aliases={"duo": "bf_emma(0.7)+am_adam(0.3)", "ghost": "nobody", "narrator": "jenny"})
    names = {name.id: name for name in catalogue.voice_names()}
    duo = names["duo"]
    assert (duo.language, duo.gender, duo.engine) == ("en-GB", None, "kokoro")
    assert names["narrator"].engine == "piper"
    assert "ghost" not in names


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"language": "fi"}, {"fi"}),
        ({"language": "en_gb"}, {"bf_emma", "jenny", "en-GB"}),
        ({"language": "en-AU"}, set()),
        ({"model": "espeak", "language": "en", "q": "GB"}, {"en-GB"}),
        ({"gender": "female", "language": "en-GB"}, {"bf_emma", "jenny"}),
        ({"q": "emma"}, {"bf_emma"}),
    ],
)
def test_voice_names_are_filtered(here, filters, expected):
    assert listed(**filters) == expected


def test_a_voices_name_is_the_same_in_any_case(here):
    assert catalogue.voice_of(ESPEAK, "en-gb") == "en-GB"
    assert catalogue.voice_of(KOKORO, "AF_Alloy") == "af_alloy"
