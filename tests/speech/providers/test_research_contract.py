"""Models of research keep the word of every engine, and speak by the way that all speech takes."""

from functools import partial

import numpy as np
import pytest

from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.pipeline import SpeechRequest, speak
from speech.providers.opening import open_provider
from tests.speech.engine_contract import WRONG, refuses, said_by_contract
from tests.speech.providers.checkpoints.speecht5 import speecht5_checkpoint
from tests.speech.providers.checkpoints.vits import vits_checkpoint
from tests.speech.providers.research_builders import research_settings
from tests.speech.test_encode import decoded

VOICES = {"vits": "default", "speecht5": "ann"}


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    models = tmp_path_factory.mktemp("models")
    folders = {"vits": vits_checkpoint(models / "vits"), "speecht5": speecht5_checkpoint(models / "speecht5")}

    def opener(kind):
        settings = research_settings(kind, folders[kind], name=kind)
        return lambda _: open_provider(settings)

    registry = Registry(EngineSettings(), engines={kind: opener(kind) for kind in folders})
    return EnginePool(registry.engine)


@pytest.mark.parametrize("kind", VOICES)
def test_the_contract_of_an_engine(kind, pool):
    said_by_contract(pool.engine(kind), voice=VOICES[kind], text="hello you", pool=pool)


@pytest.mark.parametrize("kind", VOICES)
@pytest.mark.parametrize(("wrong", "error"), WRONG)
def test_what_is_wrong_is_said_before_any_audio(kind, wrong, error, pool):
    refuses(pool.engine(kind), wrong, error, voice=VOICES[kind])


@pytest.mark.parametrize("kind", VOICES)
def test_a_text_becomes_a_file_and_with_a_seed_the_same_again(kind, pool):
    language = pool.engine(kind).capabilities.languages[0]
    make = partial(SpeechRequest, "hi. all here.", kind, VOICES[kind], language, response_format="wav")
    files = [b"".join(speak(make(seed=3), pool=pool)) for _ in range(2)]
    samples, rate_hz = decoded(files[0], "wav")
    assert files[0] == files[1]
    assert rate_hz == pool.engine(kind).sample_rate_hz(VOICES[kind])
    assert np.abs(samples).max() > 0
