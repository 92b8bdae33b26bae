"""Checkpoints of Transformers', made here with random weights and loaded as real ones are."""

import json
import shutil
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from speech.engines.errors import EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.recognition import hugging_face
from speech.recognition.base import Gap, Hearing, Recogniser, Stretch, Task
from speech.recognition.checkpoints import Checkpoint, checkpoint_folders
from speech.recognition.errors import RecogniserFailed
from speech.recognition.wordings import Wording, segments_of_wordings, segments_of_words
from speech.timing import HeardWord
from tests.speech.recognition.checkpoints import ctc_checkpoint, whisper_checkpoint
from tests.speech.recognition.sounds import spoken

ENGLISH = Hearing(language="en")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    whisper_checkpoint(folder / "tiny-whisper")
    ctc_checkpoint(folder / "tiny-ctc")
    return folder


@pytest.fixture(scope="module")
def opened(models):
    """By name, each loaded once."""
    recognisers = {
        name: hugging_face.open_checkpoint(name, folder, EngineSettings(threads=1, device="cpu"))
        for name, folder in checkpoint_folders(models).items()
    }
    for recogniser in recognisers.values():
        recogniser.load()
    return recognisers


@pytest.fixture
def whisper(opened):
    return opened["tiny-whisper"]


@pytest.fixture
def ctc(opened):
    return opened["tiny-ctc"]


@pytest.fixture
def stretch():
    return Stretch(spoken()[: 3 * 16_000], 50.0)


def test_they_are_recognisers(whisper, ctc):
    assert isinstance(whisper, Recogniser)
    assert isinstance(ctc, Recogniser)


def test_what_each_can_do_is_read_from_its_folder(whisper, ctc):
    assert whisper.capabilities.languages == ("en", "fr")
    assert whisper.capabilities.translates
    assert whisper.capabilities.finds_language
    assert whisper.capabilities.has_word_times
    assert ctc.capabilities.languages == ()
    assert not ctc.capabilities.translates
    assert not ctc.capabilities.finds_language
    assert ctc.capabilities.has_word_times
    assert not whisper.capabilities.takes_prompt


def test_ctc_hears_its_letter_from_beginning_to_end(ctc, stretch):
    [[segment]] = ctc.hear([stretch], replace(ENGLISH, has_word_times=True))
    assert segment.text == "A"
    assert segment.start_seconds == 50.0
    assert 52.9 < segment.end_seconds <= 53.0
    assert segment.words == (HeardWord("A", segment.start_seconds, segment.end_seconds),)
    assert type(segment.end_seconds) is float


def test_words_are_given_where_they_are_asked_for(ctc, stretch):
    [[segment]] = ctc.hear([stretch], ENGLISH)
    assert segment.words == ()


@pytest.mark.parametrize("has_word_times", [True, False])
@pytest.mark.parametrize("task", list(Task))
def test_whisper_hears_segments_in_order_within_the_stretch(task, has_word_times, whisper, stretch):
    hearing = Hearing(language="fr", task=task, has_word_times=has_word_times)
    first, second = whisper.hear([stretch, replace(stretch, start_seconds=60.0)], hearing)
    assert first
    assert [segment.text for segment in first] == [segment.text for segment in second]
    assert [segment.id for segment in first] == list(range(len(first)))
    assert any(segment.words for segment in first) == has_word_times
    at = 50.0
    for segment in first:
        assert at <= segment.start_seconds <= segment.end_seconds <= 53.0
        assert segment.text == " ".join(segment.text.split())
        at = segment.start_seconds


def test_a_temperature_other_than_none_is_heard_too(whisper, stretch):
    [found] = whisper.hear([stretch], replace(ENGLISH, temperature=0.7))
    assert isinstance(found, list)


def test_whisper_finds_one_of_its_languages(whisper, ctc, stretch):
    assert whisper.find_language(stretch) in ("en", "fr")
    assert ctc.find_language(stretch) == ""


@pytest.mark.parametrize("frames", [0, 1, 400])
def test_next_to_no_sound_has_no_words(frames, whisper, ctc):
    for recogniser in (whisper, ctc):
        assert recogniser.hear([Stretch(np.zeros(frames, np.float32), 0.0)], ENGLISH) == [[]]


def test_it_can_be_let_go_and_loaded_again(models, stretch):
    recogniser = hugging_face.open_checkpoint("tiny", models / "tiny-ctc", EngineSettings(device="cpu"))
    recogniser.unload()
    recogniser.load()
    pipeline = recogniser._pipeline
    recogniser.load()
    assert recogniser._pipeline is pipeline
    recogniser.unload()
    assert recogniser.hear([stretch], ENGLISH)[0][0].text == "A"


def test_a_model_that_breaks_is_told_as_its_failure(ctc, stretch, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(ctc, "_pipeline", broken)
    with pytest.raises(RecogniserFailed) as refused:
        ctc.hear([stretch], ENGLISH)
    assert "secret" not in str(refused.value)
    assert "secret" in caplog.text


def test_only_checkpoints_that_hear_are_found(models, tmp_path):
    for name in ("tiny-ctc", "tiny-whisper"):
        shutil.copytree(models / name, tmp_path / name)
    speaks = tmp_path / "speaks"
    shutil.copytree(models / "tiny-ctc", speaks)
    (speaks / "config.json").write_text(json.dumps({"architectures": ["VitsModel"]}))
    pickled = tmp_path / "pickled"
    shutil.copytree(models / "tiny-ctc", pickled)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    shutil.copytree(models / "tiny-ctc", tmp_path / ".staging")
    (tmp_path / "file").write_text("no folder")
    assert list(checkpoint_folders(tmp_path)) == ["tiny-ctc", "tiny-whisper"]
    assert checkpoint_folders(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    "content", ["", "[]", "[" * 100_000, '{"architectures": 7}', '{"architectures": [7]}']
)
def test_a_folder_whose_description_is_broken_is_none(content, models, tmp_path):
    shutil.copytree(models / "tiny-ctc", tmp_path / "odd")
    (tmp_path / "odd" / "config.json").write_text(content)
    assert not Checkpoint(tmp_path / "odd").is_one


def test_weights_that_are_damaged_are_told_when_it_loads(models, tmp_path):
    folder = tmp_path / "damaged"
    shutil.copytree(models / "tiny-ctc", folder)
    (folder / "model.safetensors").write_bytes(b"no tensors")
    recogniser = hugging_face.open_checkpoint("damaged", folder, EngineSettings(device="cpu"))
    with pytest.raises(EngineUnavailable, match="can't be loaded"):
        recogniser.load()


def test_code_that_comes_with_a_checkpoint_is_not_run(models, tmp_path):
    folder = tmp_path / "own-code"
    shutil.copytree(models / "tiny-ctc", folder)
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForCTC": "own.Own"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "own.py").write_text(f"open({str(tmp_path / 'harmed')!r}, 'w')\n")
    with pytest.raises(EngineUnavailable):
        hugging_face.open_checkpoint("own", folder, EngineSettings(device="cpu")).load()
    assert not (tmp_path / "harmed").exists()


def test_where_packages_lack_it_says_how_to_get_them(models, monkeypatch):
    monkeypatch.setattr(hugging_face, "find_spec", lambda name: None)
    with pytest.raises(
        EngineUnavailable, match=r"torch and transformers are not installed. Run .*install.py hf"
    ):
        hugging_face.open_checkpoint("tiny", models / "tiny-ctc", EngineSettings())


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(EngineUnavailable, match="not here"):
        hugging_face.open_checkpoint("gone", tmp_path / "gone", EngineSettings())


SOUND = Stretch(np.zeros(20 * 16_000, np.float32), 10.0)
texts = partial(map, lambda segment: segment.text)


def test_words_become_sentences():
    wordings = [
        Wording(" Yes.", 0, 1),
        Wording(" Come", 1, 2),
        Wording(" in", 2, 3),
        Wording(" and", 4, 5),
        Wording(" sit", 5, 6),
    ]
    segments = segments_of_words(wordings, SOUND, keeps_words=True)
    assert list(texts(segments)) == ["Yes.", "Come in", "and sit"]
    assert [segment.start_seconds for segment in segments] == [10, 11, 14]
    assert segments[1].words == (HeardWord("Come", 11, 12), HeardWord("in", 12, 13))


def test_words_without_an_end_are_cut_into_segments_that_can_be_read():
    wordings = [Wording(" so", second, second + 1) for second in range(20)]
    segments = segments_of_words(wordings, SOUND, keeps_words=False)
    assert [round(segment.end_seconds - segment.start_seconds) for segment in segments] == [15, 5]


def test_script_without_spaces_gets_none():
    wordings = [Wording("你", 0, 1), Wording("好", 1, 2)]
    assert list(texts(segments_of_words(wordings, SOUND, keeps_words=False))) == ["你好"]


def test_what_is_no_text_or_lies_beyond_the_sound_is_left_out():
    wordings = [
        Wording(" \x02 ", 0, 1),
        Wording("One\x00\n two", 3, 2),
        Wording("back", 1, 30),
        Wording("x", 21, 22),
    ]
    segments = segments_of_wordings(wordings, SOUND)
    assert list(texts(segments)) == ["One two", "back"]
    assert [(segment.start_seconds, segment.end_seconds) for segment in segments] == [(13, 13), (13, 30)]


def test_what_is_heard_behind_a_gap_lies_behind_it():
    [segment] = segments_of_wordings([Wording("late", 12, 13)], replace(SOUND, gaps=(Gap(11.0, 60.0),)))
    assert segment.start_seconds == 82
