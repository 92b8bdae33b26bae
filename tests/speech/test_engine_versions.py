"""Whether what is remembered of an engine was spoken by the weights that are there now."""

import pytest

from speech.engine_versions import MAKINGS, engine_version
from speech.engines.errors import EngineUnavailable
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.provider_settings import name_providers


class OfAFolder(FakeEngine):
    version = "before"


@pytest.fixture
def lab(monkeypatch, settings, tmp_path) -> OfAFolder:
    engine = OfAFolder("lab")
    gone = EngineUnavailable("gone", reason="its model is not here", what_to_do="Fetch it.")
    put_engines(monkeypatch, settings, tmp_path, engine, FakeEngine("plain"), missing={"gone": gone})
    research = {"kind": "vits", "model": "someone/model"}
    name_providers(settings, lab=research, plain=research, gone=research)
    return engine


def test_new_weights_in_the_same_folder_are_another_version(lab):
    before = engine_version("lab")
    assert before == engine_version("lab")
    lab.version = "after"
    assert engine_version("lab") != before


def test_who_has_no_files_or_is_not_here_goes_by_its_settings(lab):
    assert engine_version("plain") == engine_version("gone")


def test_an_engine_that_makes_another_sound_now_is_another_version_and_others_are_not(lab, monkeypatch):
    before = engine_version("lab"), engine_version("plain")

    monkeypatch.setitem(MAKINGS, "lab", 7)

    assert engine_version("lab") != before[0]
    assert engine_version("plain") == before[1]
