"""Models that imitate a voice: each is run, over a checkpoint made here with random weights."""

import shutil
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import soundfile

from speech.engines.base import PassageRequest, Reference, SpeechEngine
from speech.engines.errors import EngineFailed, EngineUnavailable, UnsupportedOption
from speech.engines.pool import EnginePool
from speech.providers.opening import models_of
from speech.providers.research import memory
from speech.providers.research.prompts import PromptCounts
from tests.speech.engine_contract import WRONG, refuses, said_by_contract
from tests.speech.providers.research_builders import change_weights, opened, research_settings, spoken

KINDS = ("pocket", "dia", "csm", "higgs", "vibevoice")
ALONE = ("dia", "csm", "higgs", "vibevoice")
WITH_WORDS = ("dia", "csm", "higgs")
WITH_CODEC = ("pocket", "dia", "higgs")
TEXT = "Good morning."


def sound(hz=200, seconds=1.0):
    time = np.arange(round(24_000 * seconds)) / 24_000
    noise = np.random.default_rng(hz).standard_normal(len(time))
    return (0.4 * np.sin(2 * np.pi * hz * time) + 0.1 * noise).astype(np.float32)


def recording(digest="alice", transcript="Hello there.", **heard):
    return Reference(digest=digest, transcript=transcript, read=lambda: sound(**heard))


ALICE, BOB = recording(), recording("bob", hz=3_000)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    made = {}

    def folder(kind):
        if kind not in made:
            made[kind] = tmp_path_factory.mktemp("models") / kind
            made[kind].mkdir()
            module = import_module(f"tests.speech.providers.checkpoints.{kind}")
            getattr(module, f"{kind}_checkpoint")(made[kind])
        return made[kind]

    return folder


@pytest.fixture(scope="module")
def loaded(folders):
    """One engine a kind: who counts its prompts opens another."""
    engines = {}

    def engine(kind):
        if kind not in engines:
            engines[kind] = opened(kind, folders(kind))
            engines[kind].load()
        return engines[kind]

    return engine


@pytest.mark.parametrize("kind", KINDS)
def test_it_speaks_in_the_voice_of_a_recording(kind, loaded):
    engine = loaded(kind)
    assert isinstance(engine, SpeechEngine)
    assert engine.capabilities.has_cloning
    said = spoken(engine, TEXT, "mine", reference=ALICE, seed=1)
    assert said.dtype == np.float32
    assert 0 < len(said) / engine.sample_rate_hz("mine") < 20
    assert np.abs(said).max() > 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_recording_and_seed_say_the_same_and_another_recording_does_not(kind, loaded):
    engine = loaded(kind)
    first = spoken(engine, TEXT, "mine", reference=ALICE, seed=1)
    assert np.array_equal(first, spoken(engine, TEXT, "mine", reference=ALICE, seed=1))
    assert not np.array_equal(first, spoken(engine, TEXT, "mine", reference=BOB, seed=1))


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_says_it_differently(kind, loaded):
    engine = loaded(kind)
    said = [spoken(engine, TEXT, "mine", reference=ALICE, seed=seed).tobytes() for seed in range(1, 5)]
    assert len(set(said)) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_is_heard_once_and_remembered_over_a_restart(kind, folders, tmp_path):
    first = opened(kind, folders(kind), cache_dir=tmp_path)
    said = [spoken(first, TEXT, "mine", reference=ALICE, seed=1) for _ in range(2)]
    assert first.prompts.counts() == PromptCounts(from_memory=1, made=1)
    again = opened(kind, folders(kind), cache_dir=tmp_path)
    said.append(spoken(again, TEXT, "mine", reference=ALICE, seed=1))
    assert again.prompts.counts() == PromptCounts(from_disk=1)
    assert np.array_equal(said[0], said[1])
    assert np.array_equal(said[0], said[2])


@pytest.mark.parametrize("kind", ALONE)
def test_the_contract_of_an_engine(kind, loaded):
    engine = loaded(kind)
    said_by_contract(engine, voice="default", text=TEXT, pool=EnginePool(lambda name: engine))
    engine.load()


@pytest.mark.parametrize("kind", ALONE)
@pytest.mark.parametrize(("wrong", "error"), WRONG)
def test_what_is_wrong_is_said_before_any_audio(kind, wrong, error, loaded):
    refuses(loaded(kind), wrong, error, voice="default")


@pytest.mark.parametrize("kind", ALONE)
def test_without_a_recording_it_speaks_as_it_likes(kind, loaded):
    engine = loaded(kind)
    assert [voice.id for voice in engine.voices] == ["default"]
    said = spoken(engine, TEXT, "default", seed=2)
    assert len(said)
    assert np.array_equal(said, spoken(engine, TEXT, "default", seed=2))


def test_a_model_without_voices_asks_for_a_recording(loaded):
    engine = loaded("pocket")
    assert engine.voices == ()
    with pytest.raises(UnsupportedOption, match="one of your own voices, since this model imitates"):
        engine.validate(PassageRequest(TEXT, "default"))


@pytest.mark.parametrize("kind", WITH_WORDS)
def test_a_model_that_reads_along_asks_for_the_words_of_a_recording(kind, loaded):
    request = PassageRequest(TEXT, "mine", reference=recording(transcript=" "))
    with pytest.raises(UnsupportedOption, match="add what is said there"):
        loaded(kind).validate(request)


@pytest.mark.parametrize("kind", ["pocket", "vibevoice"])
def test_others_need_no_words(kind, loaded):
    assert len(spoken(loaded(kind), TEXT, "mine", reference=recording(transcript=""), seed=1))


@pytest.mark.parametrize("seconds", [0.0, 0.2, 16.0])
def test_a_recording_that_is_too_short_or_too_long_for_its_words_is_refused(seconds, loaded):
    with pytest.raises(UnsupportedOption, match=r"a recording of 0.5 to 15 s"):
        spoken(loaded("dia"), TEXT, "mine", reference=recording("odd", seconds=seconds))


def test_a_recording_of_a_known_length_is_judged_before_it_is_read(loaded):
    request = PassageRequest(TEXT, "mine", reference=replace(ALICE, duration_seconds=16.0))
    with pytest.raises(UnsupportedOption, match=r"a recording of 0.5 to 15 s"):
        loaded("dia").validate(request)
    loaded("pocket").validate(request)


def test_a_long_recording_whose_words_do_not_matter_is_cut(loaded, monkeypatch):
    engine = loaded("pocket")
    monkeypatch.setattr(engine, "most_reference_seconds", 1.0)
    long = spoken(engine, TEXT, "mine", reference=recording("long", seconds=2.0), seed=1)
    cut = Reference(digest="cut", read=lambda: sound(seconds=2.0)[:24_000])
    assert np.array_equal(long, spoken(engine, TEXT, "mine", reference=cut, seed=1))


def test_a_recording_that_lies_with_the_model_is_a_voice(folders, tmp_path):
    folder = tmp_path / "pocket"
    folder.symlink_to(folders("pocket"))
    voices = folders("pocket") / "voices"
    voices.mkdir()
    try:
        soundfile.write(voices / "anna.wav", sound(), 24_000, subtype="FLOAT")
        (voices / "anna.txt").write_text("Hello there.\n")
        engine = opened("pocket", folder, voices={"annie": "anna"})
        assert [voice.id for voice in engine.voices] == ["anna", "annie"]
        said = spoken(engine, TEXT, "anna", seed=1)
        assert np.array_equal(said, spoken(engine, TEXT, "annie", seed=1))
        assert engine.prompts.counts().made == 1
        assert np.allclose(said, spoken(engine, TEXT, "mine", reference=ALICE, seed=1), atol=1e-3)
    finally:
        for path in voices.iterdir():
            path.unlink()
        voices.rmdir()


def _spoken_often(engine):
    """By chance, it may say so little that it is within any bound."""
    for seed in range(20):
        spoken(engine, TEXT, "mine", reference=ALICE, seed=seed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_that_finds_no_end_is_stopped(kind, loaded, monkeypatch):
    engine = loaded(kind)
    monkeypatch.setattr(engine, "_most_seconds", lambda piece: 0.01)
    with pytest.raises(EngineFailed, match="found no end"):
        _spoken_often(engine)


@pytest.mark.parametrize("kind", WITH_CODEC)
def test_a_codec_that_is_not_here_is_told(kind, folders, tmp_path):
    folder = tmp_path / kind
    folder.mkdir()
    for path in folders(kind).iterdir():
        if path.name != "codec":
            (folder / path.name).symlink_to(path)
    usual = import_module(f"speech.providers.research.{kind}").CODEC
    assert models_of(research_settings(kind, folder)) == (str(folder), usual)
    with pytest.raises(EngineUnavailable, match=f"its model {usual.split('/')[1]} is not on this machine"):
        opened(kind, folder)
    with pytest.raises(EngineUnavailable, match="its model codec-44 is not on this machine"):
        opened(kind, folder, options={"codec": "makers/codec-44"}, models_dir=tmp_path)
    (tmp_path / "makers--codec-44").symlink_to(folders(kind) / "codec")
    engine = opened(kind, folder, options={"codec": "makers/codec-44"}, models_dir=tmp_path)
    assert len(spoken(engine, TEXT, "mine", reference=ALICE, seed=1))


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_of_another_kind_is_told(kind, folders):
    other = folders("dia" if kind != "dia" else "csm")
    with pytest.raises(EngineUnavailable, match=f"no model of the kind {kind}"):
        opened(kind, other)


def test_instructions_set_the_scene(loaded):
    engine = loaded("higgs")
    assert engine.capabilities.follows_instructions
    plain = spoken(engine, TEXT, "mine", reference=ALICE, seed=1)
    asked = spoken(engine, TEXT, "mine", reference=ALICE, seed=1, instructions="A crowded hall.")
    assert not np.array_equal(plain, asked)


@pytest.mark.parametrize("kind", WITH_CODEC)
def test_a_codec_is_counted_once_wherever_it_lies(kind, folders, tmp_path):
    folder = tmp_path / kind
    folder.symlink_to(folders(kind))
    inside = opened(kind, folder)
    assert inside.needed_bytes == opened(kind, folders(kind)).needed_bytes
    (tmp_path / "apart").mkdir()
    for path in folders(kind).iterdir():
        if path.name != "codec":
            (tmp_path / "apart" / path.name).symlink_to(path)
    apart = opened(kind, tmp_path / "apart", options={"codec": str(folders(kind) / "codec")})
    assert apart.needed_bytes - inside.needed_bytes == memory.WORKING_BYTES


def test_other_weights_hear_a_recording_anew(folders, tmp_path):
    folder = shutil.copytree(folders("pocket"), tmp_path / "pocket")
    engine = opened("pocket", folder, cache_dir=tmp_path / "cache")
    spoken(engine, TEXT, "mine", reference=ALICE)
    engine.unload()
    change_weights(folder)
    spoken(engine, TEXT, "mine", reference=ALICE)
    assert engine.prompts.counts().made == 2
