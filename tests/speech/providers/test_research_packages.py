"""Models through their makers' packages. In place of a package stands a module of the same signatures."""

import json
import sys

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from speech.engines.base import PassageRequest, Reference, SpeechEngine
from speech.engines.errors import EngineFailed, EngineUnavailable, UnsupportedLanguage, UnsupportedOption
from speech.providers.research.prompts import PromptCounts
from tests.speech.providers.fake_packages import Qwen3TTSModel, packages, tone
from tests.speech.providers.research_builders import opened, spoken

WEIGHTS = {"qwen3": "model", "neutts": "model", "chatterbox": "t3_cfg"}
KINDS = tuple(WEIGHTS)


@pytest.fixture
def installed(monkeypatch):
    for name, module in packages().items():
        monkeypatch.setitem(sys.modules, name, module)


def model(folder, *, weights="model", **config):
    folder.mkdir(exist_ok=True)
    save_file({"weight": torch.zeros(2)}, folder / f"{weights}.safetensors")
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def recording(digest="alice", transcript="Hello there.", loudness=0.1):
    samples = np.full(6 * 24_000, loudness, np.float32)
    return Reference(digest=digest, transcript=transcript, read=lambda: samples)


ALICE, BOB = recording(), recording("bob", loudness=0.3)


@pytest.mark.parametrize("kind", KINDS)
def test_without_its_package_it_says_how_to_run_it(kind, tmp_path):
    with pytest.raises(EngineUnavailable, match=r"is not installed. It needs an environment .*openai"):
        opened(kind, model(tmp_path / kind, weights=WEIGHTS[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_it_imitates_and_hears_a_recording_once(kind, installed, tmp_path):
    folder = model(tmp_path / kind, weights=WEIGHTS[kind])
    engine = opened(kind, folder, cache_dir=tmp_path / "cache")
    assert isinstance(engine, SpeechEngine)
    assert engine.capabilities.has_cloning
    assert engine.sample_rate_hz("mine") == 24_000
    alice = spoken(engine, "Hi.", "mine", reference=ALICE)
    bob = spoken(engine, "Hi.", "mine", reference=BOB)
    assert not np.array_equal(alice, bob)
    assert np.array_equal(alice, spoken(engine, "Hi.", "mine", reference=ALICE))
    assert engine.prompts.counts() == PromptCounts(from_memory=1, made=2)
    again = opened(kind, folder, cache_dir=tmp_path / "cache")
    assert np.array_equal(alice, spoken(again, "Hi.", "mine", reference=ALICE))
    assert again.prompts.counts() == PromptCounts(from_disk=1)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_voice_of_its_own_it_asks_for_a_recording(kind, installed, tmp_path):
    engine = opened(kind, model(tmp_path / kind, weights=WEIGHTS[kind]))
    with pytest.raises(UnsupportedOption, match="imitates a recording"):
        engine.validate(PassageRequest("Hi.", "default"))


def test_qwen_imitates_the_character_alone_where_no_words_are_told(installed, tmp_path):
    engine = opened("qwen3", model(tmp_path / "qwen"))
    said = spoken(engine, "Hi.", "mine", reference=recording(transcript=""), language="de")
    assert np.allclose(said, tone("Hi.", "german", 0.1, None)[: len(said)], atol=0.02)


def test_qwen_has_stock_voices_that_follow_instructions(installed, tmp_path):
    talker = {"spk_id": {"vivian": 1, "ryan": 2}, "codec_language_id": {"english": 1, "chinese": 2}}
    large = {"tts_model_type": "custom_voice", "tts_model_size": "1b7"}
    folder = model(tmp_path / "qwen", **large, talker_config=talker)
    engine = opened("qwen3", folder)
    assert [voice.id for voice in engine.voices] == ["ryan", "vivian"]
    assert set(engine.capabilities.languages) == {"zh", "en"}
    assert engine.capabilities.follows_instructions
    plain = spoken(engine, "Hi.", "ryan")
    assert not np.array_equal(plain, spoken(engine, "Hi.", "ryan", instructions="Sadly."))
    with pytest.raises(UnsupportedOption, match="it imitates none"):
        engine.validate(PassageRequest("Hi.", "mine", reference=ALICE))
    with pytest.raises(UnsupportedLanguage):
        engine.validate(PassageRequest("Hi.", "ryan", language="fi"))


def test_the_small_qwen_follows_no_instructions(installed, tmp_path):
    folder = model(tmp_path / "qwen", tts_model_type="custom_voice", tts_model_size="0b6")
    assert not opened("qwen3", folder).capabilities.follows_instructions


def test_qwen_makes_a_voice_as_described(installed, tmp_path):
    engine = opened("qwen3", model(tmp_path / "qwen", tts_model_type="voice_design"))
    assert len(spoken(engine, "Hi.", "default", instructions="An old sailor."))
    with pytest.raises(UnsupportedOption, match="a description of the voice"):
        engine.validate(PassageRequest("Hi.", "default"))


def test_qwen_at_another_rate_than_it_said_is_refused(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(Qwen3TTSModel, "rate_hz", 16_000)
    with pytest.raises(EngineFailed, match="16000 Hz"):
        spoken(opened("qwen3", model(tmp_path / "qwen")), "Hi.", "mine", reference=ALICE)


def test_chatterbox_comes_with_a_voice_and_keeps_it_apart_from_others(installed, tmp_path):
    folder = model(tmp_path / "chatterbox", weights="t3_cfg")
    (folder / "conds.pt").write_bytes(b"")
    engine = opened("chatterbox", folder)
    own = spoken(engine, "Hi.", "default")
    assert not np.array_equal(own, spoken(engine, "Hi.", "mine", reference=ALICE))
    assert np.array_equal(own, spoken(engine, "Hi.", "default"))


def test_chatterbox_takes_what_the_operator_set(installed, tmp_path):
    folder = model(tmp_path / "chatterbox", weights="t3_cfg")
    plain = spoken(opened("chatterbox", folder), "Hi.", "mine", reference=ALICE)
    lively = opened("chatterbox", folder, options={"exaggeration": 0.9})
    assert not np.array_equal(plain, spoken(lively, "Hi.", "mine", reference=ALICE))
    with pytest.raises(EngineUnavailable, match=r"'exaggeration' .* a valid number"):
        opened("chatterbox", folder, options={"exaggeration": "very"})


def test_the_multilingual_chatterbox_is_told_the_language(installed, tmp_path):
    engine = opened("chatterbox", model(tmp_path / "chatterbox", weights="t3_mtl23ls_v2"))
    assert len(engine.capabilities.languages) == 23
    finnish = spoken(engine, "Hei.", "mine", reference=ALICE, language="fi-FI")
    assert not np.array_equal(finnish, spoken(engine, "Hei.", "mine", reference=ALICE, language="sv"))


def test_what_is_no_chatterbox_is_told(installed, tmp_path):
    with pytest.raises(EngineUnavailable, match="no model of the kind chatterbox"):
        opened("chatterbox", model(tmp_path / "other"))


def test_the_quick_chatterbox_wants_more_than_five_seconds(installed, tmp_path):
    engine = opened("chatterbox", model(tmp_path / "turbo", weights="t3_turbo_v1"))
    short = Reference("short", duration_seconds=4.0)
    with pytest.raises(UnsupportedOption, match=r"a recording of 5.1 to 30 s"):
        engine.validate(PassageRequest("Hi.", "mine", reference=short))


@pytest.mark.parametrize(("name", "language"), [("neutts-air", "en"), ("neutts-nano-german", "de")])
def test_neutts_speaks_the_language_of_its_name(name, language, installed, tmp_path):
    engine = opened("neutts", model(tmp_path / name))
    assert engine.capabilities.languages == (language,)


def test_neutts_asks_for_the_words_of_a_recording(installed, tmp_path):
    engine = opened("neutts", model(tmp_path / "neutts"))
    with pytest.raises(UnsupportedOption, match="add what is said there"):
        engine.validate(PassageRequest("Hi.", "mine", reference=recording(transcript="")))
