"""The speaker encoder against PyTorch and Transformers, which it does without; weights that lie."""

import os
import pickle

import numpy as np
import pytest
import torch
from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

from speech.engines.errors import EngineUnavailable
from speech.recognition.base import RATE_HZ
from speech.recognition.speakers import mels
from speech.recognition.speakers.encoder import SIZE, WINDOW_FRAMES, SpeakerEncoder, middle, windows_over
from speech.recognition.speakers.weights import WeightsUnreadable, read_weights
from tests.speech.recognition.sounds import noise, silence, spoken


class Network(torch.nn.Module):
    """What the weights were made by."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.lstm = torch.nn.LSTM(40, SIZE, 3, batch_first=True)
        self.linear = torch.nn.Linear(SIZE, SIZE)

    def forward(self, windows):
        _, (hidden, _) = self.lstm(windows)
        raw = torch.relu(self.linear(hidden[-1]))
        return raw / raw.norm(dim=1, keepdim=True)


@pytest.fixture(scope="module")
def network():
    return Network().eval()


@pytest.fixture
def folder(network, tmp_path):
    save({"step": 1, "model_state": network.state_dict(), "optimizer_state": {}}, tmp_path)
    return tmp_path


def save(checkpoint, folder):
    torch.save(checkpoint, folder / "pretrained.pt", _use_new_zipfile_serialization=False)


def test_weights_are_those_that_pytorch_wrote(network, folder):
    weights = read_weights(folder / "pretrained.pt")
    assert set(weights) == set(network.state_dict())
    for name, tensor in network.state_dict().items():
        np.testing.assert_array_equal(weights[name], tensor.numpy())


def test_points_are_those_of_the_network(network, folder):
    windows = np.abs(np.random.default_rng(0).normal(size=(70, WINDOW_FRAMES, 40))).astype(np.float32)
    with torch.no_grad():
        expected = network(torch.from_numpy(windows)).numpy()
    np.testing.assert_allclose(SpeakerEncoder(folder).points(windows), expected, atol=1e-5)


def test_nothing_is_a_point_of_nothing(folder):
    assert SpeakerEncoder(folder).points(np.zeros((0, WINDOW_FRAMES, 40), np.float32)).shape == (0, SIZE)
    assert not SpeakerEncoder(folder).voice(silence(0)).any()


def test_of_no_sounds_there_are_no_voices(folder):
    assert SpeakerEncoder(folder).voices([]) == []


def test_bands_are_those_of_slaneys_scale():
    sound = spoken()
    filters = mel_filter_bank(201, 40, 0.0, RATE_HZ / 2, RATE_HZ, norm="slaney", mel_scale="slaney")
    expected = spectrogram(
        sound,
        window_function(mels.WINDOW, "hann"),
        mels.WINDOW,
        mels.HOP,
        power=2.0,
        pad_mode="constant",
        mel_filters=filters,
    ).T
    np.testing.assert_allclose(mels.bands_of(sound), expected, rtol=1e-3, atol=1e-6)


def test_a_long_sound_has_the_bands_of_its_parts():
    sound = noise(65)
    np.testing.assert_allclose(
        mels.bands_of(sound)[6_100:6_200], mels.bands_of(sound[6_000 * mels.HOP :])[100:200], rtol=1e-4
    )


@pytest.mark.parametrize("level", [0.5, 0.001])
def test_what_is_quiet_is_made_louder_and_what_is_loud_quieter(level):
    sound = noise(1, level=level)
    assert 10 * np.log10(np.mean(mels.at_wanted_level(sound) ** 2)) == pytest.approx(
        mels.WANTED_DBFS, abs=0.01
    )
    assert not mels.at_wanted_level(silence(1)).any()


def test_windows_cover_all_there_is_and_repeat_what_is_short():
    bands = np.arange(250 * 40, dtype=np.float32).reshape(250, 40)
    windows = windows_over(bands, step=80)
    assert [int(window[0, 0] / 40) for window in windows] == [0, 80, 90]
    [short] = windows_over(bands[:50], step=80)
    np.testing.assert_array_equal(short[50:100], bands[:50])


def test_the_middle_of_points_has_length_one():
    points = np.eye(SIZE, dtype=np.float32)[:2]
    assert np.linalg.norm(middle(points)) == pytest.approx(1)


class _Harm:
    def __reduce__(self):
        return os.system, ("touch harmed",)


def test_a_pickle_that_would_run_something_is_refused_and_runs_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pretrained.pt"
    path.write_bytes(pickle.dumps(_Harm(), protocol=2))
    with pytest.raises(WeightsUnreadable, match="system"):
        read_weights(path)
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize("name", ["builtins.eval", "torch.load", "collections.Counter", "torch.HalfStorage"])
def test_no_other_name_means_anything(name, tmp_path):
    module, _, attribute = name.rpartition(".")
    path = tmp_path / "pretrained.pt"
    path.write_bytes(f"c{module}\n{attribute}\n.".encode())
    with pytest.raises(WeightsUnreadable, match=attribute):
        read_weights(path)


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, -1])
def test_a_file_cut_short_is_no_file(kept, folder):
    path = folder / "pretrained.pt"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(WeightsUnreadable):
        read_weights(path)


def test_other_tensors_than_float32_row_by_row_are_refused(tmp_path):
    for tensor in (torch.ones(3, 2).T, torch.ones(2, dtype=torch.float64)):
        save({"model_state": {"linear.weight": tensor}}, tmp_path)
        with pytest.raises(WeightsUnreadable):
            read_weights(tmp_path / "pretrained.pt")


def test_it_says_what_to_do_where_its_weights_lack_or_are_no_good(tmp_path):
    encoder = SpeakerEncoder(tmp_path, how_to_get="Run this.")
    with pytest.raises(EngineUnavailable, match=r"not here. Run this."):
        encoder.load()
    save({"model_state": {"linear.weight": torch.ones(2, 2)}}, tmp_path)
    with pytest.raises(EngineUnavailable, match="another network"):
        encoder.load()
    (tmp_path / "pretrained.pt").write_bytes(b"no pickle")
    with pytest.raises(EngineUnavailable, match="damaged"):
        encoder.load()
