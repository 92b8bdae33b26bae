"""VITS and MMS-TTS: their letters, languages and speakers."""

import json
import shutil

import numpy as np
import pytest
from transformers import VitsTokenizer

from speech.engines.base import PassageRequest
from speech.engines.errors import EngineUnavailable, UnsupportedOption
from speech.providers.research import vits
from speech.providers.research.letters import Letters
from speech.providers.research.tags import tag_of
from tests.speech.providers.checkpoints.vits import RATE_HZ, vits_checkpoint
from tests.speech.providers.research_builders import opened, spoken

FINNISH = "abcdefghijklmnopqrstuvwxyzäöå '-"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return vits_checkpoint(tmp_path_factory.mktemp("models") / "fin")


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copied")


def reading(folder, **changes):
    path = folder / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return folder


def test_it_speaks_the_language_that_it_was_made_for(folder):
    engine = opened("vits", folder)
    assert engine.capabilities.languages == ("fi",)
    assert engine.voices[0].language == "fi"
    assert engine.sample_rate_hz("default") == RATE_HZ
    assert len(spoken(engine, language="fi-FI"))


def test_it_reads_as_its_own_tokenizer_does_what_that_one_knows(folder):
    text = "Hyvää päivää, mitä kuuluu - Åbo"
    expected = VitsTokenizer.from_pretrained(folder)(text).input_ids
    spoken_letters = opened("vits", folder).ids_of(text.replace(",", ""))
    assert [each for each in spoken_letters if each] == [each for each in expected if each]
    assert len(spoken_letters) == len(expected)


def test_each_speaker_is_a_voice(tmp_path):
    engine = opened("vits", vits_checkpoint(tmp_path / "two", speakers=2), voices={"aino": "speaker-1"})
    assert [voice.id for voice in engine.voices] == ["speaker-0", "speaker-1", "aino"]
    second = spoken(engine, voice="speaker-1", seed=1)
    assert np.array_equal(second, spoken(engine, voice="aino", seed=1))
    assert not np.array_equal(second, spoken(engine, voice="speaker-0", seed=1))


def test_without_noise_it_says_the_same_each_time(folder):
    still = opened("vits", folder, options={"noise_scale": 0, "noise_scale_duration": 0})
    assert np.array_equal(spoken(still), spoken(still))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Hyvää PÄIVÄÄ!", "hyvää päivää"),
        ("café, naïve  façade…", "cafe naive facade"),
        ("smørrebrød Łódź", "smorrebrod lodz"),
        ("it’s rock–’n’–roll", "it's rock-'n'-roll"),
        ("Åbo", "åbo"),
        ("ﬁne ½-way".replace("½", "i"), "fine i-way"),
        ("— … !", ""),
        ("", ""),
    ],
)
def test_a_text_is_written_in_the_letters_that_are_known(text, written):
    letters = Letters(FINNISH)
    assert letters.written(text) == written
    assert letters.lost(text) == []


def test_words_that_cannot_be_written_are_told():
    assert Letters(FINNISH).lost("vuonna 2024 sanoi Привет hei") == ["2024", "Привет"]
    assert Letters("абвгдежзиклмнопрстуф").lost("моя Word") == ["моя", "Word"]


def test_a_word_of_another_script_is_romanised_alone():
    letters = Letters(FINNISH, romanise=lambda text: f"<{text}>".replace("Привет", "Privet"))
    assert letters.written("ääni Привет") == "ääni privet"
    assert letters.lost("ääni Привет") == []
    assert letters.surely_lost("Привет 2024") == ["2024"]


def test_letters_with_a_cedilla_and_a_comma_are_one():
    assert Letters("abcţ").written("ț") == "ţ"
    assert Letters("abcț").written("ţ") == "ț"


def test_a_word_that_nobody_can_read_is_refused_before_it_speaks(folder):
    engine = opened("vits", folder)
    with pytest.raises(UnsupportedOption, match="text can't be '2024' here") as refused:
        engine.validate(PassageRequest("vuonna 2024", "default"))
    assert refused.value.param == "text"
    assert engine.capabilities.minds_words
    skips = opened("vits", folder, options={"unknown_words": "skip"})
    assert len(spoken(skips, "vuonna 2024"))


def test_what_says_nothing_is_silent(folder):
    assert len(spoken(opened("vits", folder), "… !")) == 0


def test_any_script_is_read_by_models_that_read_latin_letters(tmp_path):
    folder = vits_checkpoint(tmp_path / "rus", language="rus", is_uroman=True)
    engine = opened("vits", folder)
    assert engine.capabilities.languages == ("ru",)
    assert engine.ids_of("Привет, мир") == engine.ids_of("privet mir")


def test_where_uroman_lacks_it_says_how_to_get_it(copied, monkeypatch):
    reading(copied, is_uroman=True)
    monkeypatch.setattr(vits, "can_romanise", lambda: False)
    with pytest.raises(EngineUnavailable, match=r"uroman is not installed. Run"):
        opened("vits", copied)


def test_a_model_of_phonemes_is_given_espeaks(tmp_path):
    letters = "_ həlˈoʊwɜːdɹ,"
    folder = vits_checkpoint(tmp_path / "ljs", letters=letters, language=None, phonemize=True)
    engine = opened("vits", folder)
    assert engine.capabilities.languages == ("en",)
    said = "".join(letters[each] for each in engine.ids_of("Hello, world 7") if each)
    assert said.startswith("həlˈoʊ, wˈɜːld")


def test_a_model_that_does_not_say_its_language_has_to_be_told(copied):
    reading(copied, language=None)
    with pytest.raises(EngineUnavailable, match=r"Say it: languages = "):
        opened("vits", copied)
    assert opened("vits", copied, languages=("sw",)).languages == ("sw",)


def test_a_vocabulary_that_is_missing_is_told(copied):
    (copied / "vocab.json").unlink()
    with pytest.raises(EngineUnavailable, match="vocabulary"):
        opened("vits", copied)


@pytest.mark.parametrize(
    ("language", "tag"),
    [("fin", "fi"), ("azj-script_cyrillic", "az-Cyrl"), ("quy", "quy"), ("zlm", "ms"), ("en", "en")],
)
def test_languages_are_called_as_people_call_them(language, tag):
    assert tag_of(language) == tag
