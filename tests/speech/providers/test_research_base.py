"""What all models of research share, shown by the smallest: seeds, speed, memory, and what may go wrong."""

import gc
import json
import shutil
import weakref

import numpy as np
import pytest
import torch

from speech.engines.base import PassageRequest, Reference, SpeechEngine
from speech.engines.errors import (
    EngineFailed,
    EngineUnavailable,
    OutOfMemory,
    UnknownVoice,
    UnsupportedLanguage,
    UnsupportedOption,
)
from speech.engines.pool import EnginePool, NeedsRoom
from speech.providers.research import device, loading, memory
from tests.speech.fake_engine import FakeEngine
from tests.speech.providers.checkpoints.vits import vits_checkpoint
from tests.speech.providers.research_builders import change_weights, opened, research_settings, spoken

GB = 1024**3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return vits_checkpoint(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def engine(folder):
    return opened("vits", folder)


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copied")


def broken_by(engine, monkeypatch, error):
    """Its model raises it from within."""
    engine.load()

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(engine, "_loaded", fail)


def giving(engine, monkeypatch, samples):
    engine.load()
    monkeypatch.setattr(engine, "_speak", lambda *_: iter([samples]))


def test_it_is_an_engine_that_asks_for_room(engine):
    assert isinstance(engine, SpeechEngine)
    assert isinstance(engine, NeedsRoom)


def test_the_same_seed_gives_the_same_samples_and_another_does_not(engine):
    first = spoken(engine, seed=1)
    assert np.array_equal(first, spoken(engine, seed=1))
    assert not np.array_equal(first, spoken(engine, seed=2))
    assert not np.array_equal(spoken(engine), spoken(engine))


def test_a_seed_leaves_what_others_draw_alone(engine):
    engine.load()
    torch.manual_seed(5)
    expected = torch.randn(4)
    torch.manual_seed(5)
    spoken(engine, seed=1)
    assert torch.equal(torch.randn(4), expected)


def test_twice_as_fast_takes_about_half_as_long(engine):
    usual = len(spoken(engine, "hyvää päivää kaikille", seed=1))
    for speed in (0.25, 0.5, 2.0, 4.0):
        assert len(spoken(engine, "hyvää päivää kaikille", seed=1, speed=speed)) == pytest.approx(
            usual / speed, rel=0.35
        )


def test_a_passage_that_is_too_long_is_spoken_in_pieces(folder, monkeypatch):
    engine, heard = opened("vits", folder, max_characters=20), []
    engine.load()
    speak = engine._speak
    monkeypatch.setattr(engine, "_speak", lambda *asked: heard.append(asked[1].text) or speak(*asked))
    spoken(engine, "yksi kaksi kolme. neljä viisi kuusi. seitsemän")
    assert heard == ["yksi kaksi kolme.", "neljä viisi kuusi.", "seitsemän"]
    assert engine.capabilities.max_characters_per_passage == 20


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"voice": "nobody"}, UnknownVoice),
        ({"language": "sv"}, UnsupportedLanguage),
        ({"speed": 9}, UnsupportedOption),
        ({"seed": -1}, UnsupportedOption),
        ({"reference": Reference("digest")}, UnsupportedOption),
    ],
)
def test_what_it_cannot_do_is_refused_without_weights(asked, error, engine):
    with pytest.raises(error):
        engine.validate(PassageRequest(**({"text": "hei", "voice": "default"} | asked)))
    assert engine._loaded is None


def test_the_settings_name_further_voices_and_languages(folder):
    engine = opened("vits", folder, voices={"aino": "default"}, languages=("fi", "en_us"))
    assert [voice.id for voice in engine.voices] == ["default", "aino"]
    assert engine.capabilities.languages == ("fi", "en-US")
    assert len(spoken(engine, voice="aino"))


def test_unloading_frees_the_model(engine):
    engine.load()
    model = weakref.ref(engine._loaded)
    spoken(engine)
    engine.unload()
    gc.collect()
    assert model() is None
    assert len(spoken(engine)), "it comes back"


def test_other_weights_are_another_version_once_they_speak(copied):
    engine = opened("vits", copied)
    engine.load()
    before = engine.version
    assert before == opened("vits", copied).version
    assert before != opened("vits", copied, dtype="float32").version
    change_weights(copied)
    assert engine.version == before, "those in memory are the old ones"
    engine.unload()
    assert engine.version != before


def test_loading_twice_is_loading_once(engine):
    engine.load()
    model = engine._loaded
    engine.load()
    assert engine._loaded is model


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:128] DefaultCPUAllocator: not enough memory"),
    ],
)
def test_out_of_memory_is_known_however_it_is_told(error):
    assert memory.is_out_of_memory(error)
    assert not memory.is_out_of_memory(RuntimeError("The size of tensor a (2) must match that of tensor b"))


def test_out_of_memory_is_told_with_advice_and_the_next_passage_is_spoken(engine, monkeypatch):
    with monkeypatch.context() as patched:
        broken_by(engine, patched, MemoryError())
        with pytest.raises(OutOfMemory, match=r"not enough memory .* choose a smaller one") as refused:
            spoken(engine)
    assert refused.value.code == "out_of_memory"
    assert refused.value.__context__ is None, "its frames would hold on to what filled the memory"
    assert len(spoken(engine))


def test_a_model_that_breaks_is_told_as_its_failure(engine, monkeypatch, caplog):
    broken_by(engine, monkeypatch, RuntimeError("secret detail"))
    with pytest.raises(EngineFailed) as refused:
        spoken(engine)
    assert "secret" not in str(refused.value)
    assert "secret" in caplog.text


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_numbers_that_are_none_are_a_failure(bad, engine, monkeypatch):
    giving(engine, monkeypatch, torch.tensor([0.1, bad]))
    with pytest.raises(EngineFailed):
        spoken(engine)


@pytest.mark.parametrize(
    ("frames", "reason"), [(0, "no sound"), (16_000, "no sound"), (16_000 * 60, "no end")]
)
def test_silence_and_sound_without_end_are_failures(frames, reason, engine, monkeypatch):
    giving(engine, monkeypatch, np.zeros(frames, np.float32))
    with pytest.raises(EngineFailed, match=reason):
        spoken(engine)


def test_halves_become_what_everybody_computes_in(engine, monkeypatch):
    giving(engine, monkeypatch, torch.full((1, 1600), 0.5, dtype=torch.bfloat16))
    block = spoken(engine)
    assert (block.dtype, len(block)) == (np.float32, 1600)


def test_it_says_how_much_memory_it_needs_and_how_much_there_is(engine, monkeypatch):
    monkeypatch.setattr(memory, "WORKING_BYTES", 3 * GB)
    monkeypatch.setattr(memory, "total_bytes", lambda held_in: 8 * GB)
    monkeypatch.setattr(memory, "free_bytes", lambda held_in: GB)
    with pytest.raises(EngineUnavailable, match=r"needs 3.0 GB of memory, and 1.0 GB is free. Unload"):
        engine.load()
    assert engine.missing_bytes() > 2 * GB


def test_what_could_never_be_loaded_lets_nobody_go(engine, monkeypatch):
    monkeypatch.setattr(memory, "WORKING_BYTES", 3 * GB)
    monkeypatch.setattr(memory, "total_bytes", lambda held_in: 2 * GB)
    small = FakeEngine("small")
    pool = EnginePool({"small": small, engine.name: engine}.__getitem__)
    with pool.use("small"):
        pass
    with pytest.raises(EngineUnavailable, match=r"2.0 GB is all there is"), pool.use(engine.name):
        pass
    assert small.is_loaded


@pytest.mark.parametrize(("dtype", "size"), [(torch.float32, 4), (torch.bfloat16, 2)])
def test_need_goes_by_the_numbers_that_it_runs_in(dtype, size, tmp_path):
    from safetensors.torch import save_file

    tensors = {"weights": torch.zeros(1000, 1000), "places": torch.zeros(1000, dtype=torch.int64)}
    save_file(tensors, tmp_path / "model.safetensors")
    needed = memory.needed_bytes(tmp_path, bytes_a_number=dtype.itemsize)
    assert needed - memory.WORKING_BYTES == round((1_000_000 * size + 8_000) * memory.OF_WEIGHTS)


def test_a_model_in_parts_is_counted_once(tmp_path):
    from safetensors.torch import save_file

    for name in ("whole", "part-1", "part-2"):
        save_file({"weights": torch.zeros(1_000_000)}, tmp_path / f"{name}.safetensors")
    parts = {"a": "part-1.safetensors", "b": "part-2.safetensors"}
    (tmp_path / memory.INDEX).write_text(json.dumps({"weight_map": parts}))
    needed = memory.needed_bytes(tmp_path, bytes_a_number=4)
    assert needed - memory.WORKING_BYTES == round(8_000_000 * memory.OF_WEIGHTS)


def test_broken_weights_are_counted_as_none(tmp_path):
    for number, content in enumerate((b"", b"short", b"\xff" * 64)):
        (tmp_path / f"{number}.safetensors").write_bytes(content)
    assert memory.needed_bytes(tmp_path, bytes_a_number=4) == memory.WORKING_BYTES


def test_a_container_may_use_what_is_left_of_its_own_bound(tmp_path):
    groups, own = tmp_path / "cgroup", tmp_path / "own"
    group = groups / "site"
    group.mkdir(parents=True)
    own.write_text("0::/site\n")
    (group / "memory.max").write_text("1000\n")
    (group / "memory.current").write_text("700\n")
    (group / "memory.stat").write_text("anon 500\ninactive_file 200\n")
    assert memory._cgroup_limits(groups, own) == [(1000, 500)]
    (group / "memory.max").write_text("max\n")
    assert memory._cgroup_limits(groups, own) == []
    assert memory._cgroup_limits(groups, tmp_path / "none") == []


def test_a_card_that_is_not_here_is_told(folder):
    engine = opened("vits", folder, device="cuda:7")
    with pytest.raises(EngineUnavailable, match=r'no device cuda:7 here.*device = "auto" or "cpu"'):
        engine.load()


def test_numbers_that_a_kind_cannot_speak_in_are_told(folder):
    engine = opened("vits", folder, dtype="float16")
    with pytest.raises(EngineUnavailable, match=r'can\'t speak in float16. Set dtype = "float32"'):
        engine.load()


def test_processors_compute_whole_numbers_of_bits(folder):
    settings = research_settings("vits", folder)
    assert device.chosen_place(settings).dtype is torch.float32
    assert device.chosen_place(settings).memory == device.RAM


def test_a_model_is_found_by_its_path_and_by_its_name_among_the_others(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "facebook--mms-tts-fin")
    shutil.copytree(folder, tmp_path / "plain")
    for name in ("facebook/mms-tts-fin", "plain"):
        settings = research_settings("vits", name, models_dir=tmp_path)
        assert loading.model_folder(settings).parent == tmp_path


def test_a_model_that_the_hubs_own_tools_fetched_is_found(folder, tmp_path, monkeypatch):
    kept = tmp_path / "models--facebook--mms-tts-fin"
    shutil.copytree(folder, kept / "snapshots" / "abc")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    settings = research_settings("vits", "facebook/mms-tts-fin", models_dir=tmp_path / "none")
    assert loading.model_folder(settings) == kept / "snapshots" / "abc"


def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path):
    with pytest.raises(EngineUnavailable, match=r"mms-tts-fin is not on .*fetch_model tiny-vits"):
        opened("vits", "facebook/mms-tts-fin", models_dir=tmp_path)
    with pytest.raises(EngineUnavailable, match=r"gone is not on this machine. Put the model's folder"):
        opened("vits", tmp_path / "gone")


def test_pickles_are_not_read(copied, tmp_path):
    (copied / "model.safetensors").rename(copied / "pytorch_model.bin")
    with pytest.raises(EngineUnavailable, match="as a pickle only"):
        opened("vits", copied)
    (copied / "pytorch_model.bin").unlink()
    with pytest.raises(EngineUnavailable, match="holds no weights"):
        opened("vits", copied)


def test_weights_that_are_damaged_are_told_when_it_loads(copied):
    (copied / "model.safetensors").write_bytes(b"no tensors")
    engine = opened("vits", copied)
    with pytest.raises(EngineUnavailable, match="can't be loaded"):
        engine.load()


def test_a_load_that_runs_out_of_memory_says_so(engine, monkeypatch):
    monkeypatch.setattr(type(engine), "_open", lambda *_: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(EngineUnavailable, match="of memory, and there was less"):
        engine.load()


def test_a_model_of_another_kind_is_told(copied):
    config = json.loads((copied / "config.json").read_text())
    (copied / "config.json").write_text(json.dumps(config | {"architectures": ["WhisperModel"]}))
    with pytest.raises(EngineUnavailable, match="no model of the kind vits"):
        opened("vits", copied)


def test_where_packages_lack_it_says_how_to_get_them(folder, monkeypatch):
    monkeypatch.setattr(loading, "find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match=r"torch and transformers are not installed. Run .*py hf"):
        opened("vits", folder)
