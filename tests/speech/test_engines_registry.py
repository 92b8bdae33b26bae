"""The table of engines: a broken one is listed with its reason, the others speak."""

import sys
import types

import pytest

from speech.engines.base import SpeechEngine
from speech.engines.errors import EngineUnavailable, UnknownEngine
from speech.engines.known import ENGINES
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings

FAKE = "tests.speech.fake_engine"


def broken_module(monkeypatch, name, error):
    module = types.ModuleType(name)

    def open_engine(settings):
        raise error

    module.open_engine = open_engine
    monkeypatch.setitem(sys.modules, name, module)
    return name


def test_an_engine_is_opened_once_and_is_what_the_protocol_says():
    registry = Registry(EngineSettings(), engines={"fake": FAKE})
    engine = registry.engine("fake")
    assert isinstance(engine, SpeechEngine)
    assert registry.engine("fake") is engine


def test_an_unknown_name_tells_the_known_ones():
    with pytest.raises(UnknownEngine, match=r"'elvis'.*kokoro, piper, espeak"):
        Registry(EngineSettings()).engine("elvis")


def test_one_that_breaks_is_listed_with_its_reason_beside_those_that_work(monkeypatch, caplog):
    broken = broken_module(monkeypatch, "broken_engine", ZeroDivisionError("secret detail"))
    registry = Registry(EngineSettings(), engines={"broken": broken, "fake": FAKE, "gone": "no_such_module"})
    broken_state, fake, gone = registry.states()
    assert fake.is_available
    assert not broken_state.is_available
    assert "secret" not in broken_state.reason + broken_state.what_to_do
    assert "ZeroDivisionError" in caplog.text
    assert gone.reason == "no_such_module is not installed"
    assert gone.what_to_do


def test_one_that_stays_broken_fills_no_log(monkeypatch, caplog):
    broken = broken_module(monkeypatch, "broken_engine", ZeroDivisionError())
    registry = Registry(EngineSettings(), engines={"broken": broken})
    for _ in range(3):
        assert not registry.states()[0].is_available
    assert caplog.text.count("can't be opened") == 1
    broken_module(monkeypatch, "broken_engine", RecursionError())
    registry.states()
    assert "RecursionError" in caplog.text


def test_one_that_failed_is_tried_again(monkeypatch):
    error = EngineUnavailable("late", reason="no weights yet", what_to_do="Wait.")
    broken = broken_module(monkeypatch, "late_engine", error)
    registry = Registry(EngineSettings(), engines={"late": broken})
    with pytest.raises(EngineUnavailable):
        registry.engine("late")
    monkeypatch.setattr(sys.modules[broken], "open_engine", lambda settings: "now", raising=True)
    assert registry.engine("late") == "now"


def test_without_weights_kokoro_and_piper_say_what_to_do(tmp_path):
    settings = EngineSettings(
        kokoro_dir=tmp_path / "none",
        piper_dirs=(tmp_path,),
        how_to_get={"kokoro": "Pull it.", "piper": "Pull."},
    )
    states = {state.name: state for state in Registry(settings).states()}
    assert set(states) == set(ENGINES)
    assert not states["kokoro"].is_available
    assert states["kokoro"].what_to_do == "Pull it."
    assert states["piper"].what_to_do == "Pull."
    assert states["espeak"].is_available


def test_a_damaged_voices_file_is_a_reason_and_no_crash(tmp_path):
    (tmp_path / "voices.npz").write_bytes(b"not a zip")
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    state = next(iter(Registry(EngineSettings(kokoro_dir=tmp_path)).states()))
    assert state.reason == "its voices can't be read"


def test_one_that_there_may_be_several_of_is_opened_by_a_function_of_its_own():
    registry = Registry(EngineSettings(threads=3), engines={"own": lambda settings: settings.threads})
    assert registry.engine("own") == 3
