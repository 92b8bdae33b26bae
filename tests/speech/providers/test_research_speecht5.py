"""SpeechT5, over tiny parts: its vocoder, its stock voices, and voices that it hears."""

import json
import shutil

import numpy as np
import pytest
import soundfile

from speech.engines.base import REFERENCE_RATE_HZ, PassageRequest, Reference
from speech.engines.errors import EngineUnavailable, UnknownVoice, UnsupportedOption
from speech.providers.research.prompts import PromptCounts
from tests.speech.providers.checkpoints.speecht5 import RATE_HZ, SPEAKER_SIZE, speecht5_checkpoint
from tests.speech.providers.research_builders import opened, spoken


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return speecht5_checkpoint(tmp_path_factory.mktemp("models") / "speecht5", hears=True)


@pytest.fixture(scope="module")
def engine(folder):
    return opened("speecht5", folder)


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copied")


def recording(number):
    samples = np.random.default_rng(number).normal(0, 0.1, REFERENCE_RATE_HZ).astype(np.float32)
    return Reference(f"digest-{number}", read=lambda: samples)


def test_each_of_its_voices_speaks_and_the_seed_decides_how(engine):
    assert [voice.id for voice in engine.voices] == ["ann", "bob"]
    assert engine.sample_rate_hz("ann") == RATE_HZ
    ann = spoken(engine, "Hi.", voice="ann", seed=1)
    assert np.array_equal(ann, spoken(engine, "Hi.", voice="ann", seed=1))
    assert not np.array_equal(ann, spoken(engine, "Hi.", voice="bob", seed=1))
    assert not np.array_equal(ann, spoken(engine, "Hi.", voice="ann", seed=2))


def test_twice_as_fast_takes_half_as_long(engine):
    usual = len(spoken(engine, "Hello.", seed=1))
    assert len(spoken(engine, "Hello.", seed=1, speed=2.0)) == pytest.approx(usual / 2, rel=0.2)


def test_it_imitates_whom_it_hears_and_listens_once(folder, tmp_path):
    engine = opened("speecht5", folder, cache_dir=tmp_path)
    one = spoken(engine, "Hello.", voice="mine", seed=1, reference=recording(1))
    assert np.array_equal(one, spoken(engine, "Hello.", voice="mine", seed=1, reference=recording(1)))
    assert not np.array_equal(one, spoken(engine, "Hello.", voice="mine", seed=1, reference=recording(2)))
    assert engine.prompts.counts() == PromptCounts(from_memory=1, made=2)
    again = opened("speecht5", folder, cache_dir=tmp_path)
    assert np.array_equal(one, spoken(again, "Hello.", voice="mine", seed=1, reference=recording(1)))
    assert again.prompts.counts() == PromptCounts(from_disk=1)


def test_a_recording_that_lies_with_the_model_is_a_voice(copied):
    (copied / "voices").mkdir()
    soundfile.write(copied / "voices" / "cid.wav", recording(1).read(), REFERENCE_RATE_HZ)
    engine = opened("speecht5", copied)
    assert [voice.id for voice in engine.voices] == ["ann", "bob", "cid"]
    assert len(spoken(engine, "Hello.", voice="cid"))


def test_a_word_that_it_cannot_read_is_told(engine):
    with pytest.raises(UnsupportedOption, match="'2024'"):
        spoken(engine, "Hello 2024.")


def test_without_a_model_that_hears_it_imitates_nobody(copied):
    shutil.rmtree(copied / "speaker_model")
    engine = opened("speecht5", copied)
    assert not engine.capabilities.has_cloning
    with pytest.raises(UnsupportedOption, match="it imitates none"):
        engine.validate(PassageRequest("Hello.", "mine", reference=recording(1)))
    with pytest.raises(UnknownVoice, match="There are: ann, bob"):
        engine.validate(PassageRequest("Hello.", "mine"))


def test_without_any_voice_it_says_what_to_put_where(copied):
    shutil.rmtree(copied / "speaker_model")
    shutil.rmtree(copied / "speakers")
    with pytest.raises(EngineUnavailable, match=rf"no voice. Put x-vectors \({SPEAKER_SIZE} numbers"):
        opened("speecht5", copied)


def test_without_a_vocoder_it_says_which_model_is_missing(copied, tmp_path):
    shutil.rmtree(copied / "vocoder")
    with pytest.raises(EngineUnavailable, match="speecht5_hifigan is not on this machine"):
        opened("speecht5", copied, models_dir=tmp_path / "none")


def test_its_parts_may_lie_elsewhere(copied, tmp_path):
    for name in ("vocoder", "speakers"):
        shutil.move(copied / name, tmp_path / name)
    options = {"vocoder": str(tmp_path / "vocoder"), "speakers": str(tmp_path / "speakers")}
    engine = opened("speecht5", copied, options=options)
    assert len(spoken(engine, "Hello.", voice="ann"))


def test_a_model_that_hears_otherwise_is_told(copied):
    config = copied / "speaker_model" / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"xvector_output_dim": 512}))
    with pytest.raises(EngineUnavailable, match=f"hears 512 numbers .* it wants {SPEAKER_SIZE}"):
        opened("speecht5", copied)


@pytest.mark.parametrize("bad", [np.zeros(3, np.float32), np.full(SPEAKER_SIZE, np.nan), np.array(["x"])])
def test_a_voice_that_is_no_xvector_is_told(bad, copied):
    np.save(copied / "speakers" / "odd.npy", bad)
    with pytest.raises(UnsupportedOption, match=f"an x-vector of {SPEAKER_SIZE} numbers"):
        opened("speecht5", copied).validate(PassageRequest("Hello.", "odd"))


@pytest.mark.parametrize("name", ["odd.npy", "odd.safetensors"])
@pytest.mark.parametrize("data", [b"", b"no numbers at all"])
def test_a_voice_that_is_damaged_is_told(name, data, copied):
    (copied / "speakers" / name).write_bytes(data)
    with pytest.raises(UnsupportedOption, match="an x-vector"):
        opened("speecht5", copied).validate(PassageRequest("Hello.", "odd"))


def test_a_pickled_voice_is_not_read(copied):
    np.save(copied / "speakers" / "odd.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(UnsupportedOption, match="an x-vector"):
        opened("speecht5", copied).validate(PassageRequest("Hello.", "odd"))


def test_voices_may_be_safetensors(copied):
    from safetensors.numpy import save_file

    save_file({"cid": np.ones(SPEAKER_SIZE, np.float32)}, copied / "speakers" / "cid.safetensors")
    assert len(spoken(opened("speecht5", copied), "Hello.", voice="cid"))
