"""Recognisers beside Whisper: another voicesite by its own door, and checkpoints in the models folder."""

import numpy as np
import pytest

from common.errors import Unavailable
from speech.recognition.base import RATE_HZ, Hearing, Stretch
from speech.refusals import refusals_told
from speech.transcription.further import checkpoint_opener
from speech.transcription.recognisers import registry
from tests.speech.recognition.checkpoints import ctc_checkpoint
from tests.speech.recognition.sounds import spoken
from voicesite.config_remotes import RemoteSettings


@pytest.fixture
def configured(settings, tmp_path):
    """The real registry over a models folder and settings of the test's own."""

    def configure(**changes):
        settings.CONFIG = settings.CONFIG.model_copy(update={"models_dir": tmp_path} | changes)
        registry.cache_clear()
        return registry()

    yield configure
    registry.cache_clear()


def test_a_voicesite_hears_for_another_one(server, configured, alice, key_of, recogniser, monkeypatch):
    monkeypatch.setenv("BOX_KEY", key_of(alice, "transcribe"))
    box = RemoteSettings(url=f"{server}/v1", model="whisper-1", key_env="BOX_KEY")
    remote = configured(transcription_remotes={"box": box}).engine("box")
    stretch = Stretch(spoken(), 20.0)
    with refusals_told():
        remote.load()
        assert remote.find_language(stretch) == "en"
        [[segment]] = remote.hear([stretch], Hearing(language="en", prompt="A ferry.", has_word_times=True))
        remote.unload()
    assert segment.text.startswith("one two")
    assert 20.0 <= segment.start_seconds < segment.end_seconds <= 20.0 + stretch.seconds + 0.01
    assert [word.text for word in segment.words] == segment.text.split()
    assert recogniser.hearings[-1].prompt == "A ferry."
    np.testing.assert_allclose(len(recogniser.heard[-1].samples) / RATE_HZ, stretch.seconds, atol=1.5)


def test_a_key_that_is_refused_is_told_to_the_operator(server, configured, monkeypatch):
    monkeypatch.setenv("BOX_KEY", "wrong")
    box = RemoteSettings(url=f"{server}/v1", model="whisper-1", key_env="BOX_KEY")
    remote = configured(transcription_remotes={"box": box}).engine("box")
    with pytest.raises(Unavailable, match="BOX_KEY"), refusals_told():
        remote.hear([Stretch(spoken(), 0.0)], Hearing())
    remote.unload()


def test_a_server_whose_key_is_not_set_is_listed_with_its_reason(configured):
    box = RemoteSettings(url="http://127.0.0.1:9/v1", model="whisper-1", key_env="NO_SUCH_KEY")
    states = {state.name: state for state in configured(transcription_remotes={"box": box}).states()}
    assert not states["box"].is_available
    assert "NO_SUCH_KEY" in states["box"].what_to_do


def test_a_checkpoint_in_the_models_folder_is_a_recogniser(configured, tmp_path):
    found = configured()
    assert "tiny-ctc" not in found.names
    ctc_checkpoint(tmp_path / "tiny-ctc")
    assert found.engine("tiny-ctc").hear([Stretch(spoken(), 0.0)], Hearing())[0][0].text == "A"


def test_a_checkpoint_elsewhere_is_one_by_its_setting(configured, tmp_path):
    ctc_checkpoint(tmp_path / "far" / "away")
    found = configured(transcription_models={"mine": str(tmp_path / "far" / "away")})
    assert found.engine("mine").capabilities.has_word_times
    assert checkpoint_opener("none", "someone/on-the-hub") is None
