"""Another voicesite, running, as a provider: its voices are listed, and it speaks."""

import numpy as np
import pytest

from speech.engines.base import PassageRequest
from speech.providers.opening import open_provider
from speech.providers.settings import Patience, ProviderSettings
from tests.running_site import RunningSite

pytestmark = pytest.mark.processes
KEY = """
from accounts.models import User
from accounts.services.keys import create_key
user = User.objects.create_user("alice")
print(create_key(user=user, name="program", scopes=["speech", "manage"])[1])
"""
SENTENCE = "The quick brown fox jumps over the lazy dog."
PATIENT = Patience(connect_seconds=60, first_audio_seconds=120, silence_seconds=120, total_seconds=600)


def test_it_lists_its_voices_and_speaks(tmp_path):
    with RunningSite(tmp_path / "site", workers=1) as site:
        settings = ProviderSettings(
            "box",
            "openai",
            url=f"{site.url}/v1",
            model="espeak",
            key=site.site.python(KEY),
            patience=PATIENT,
            cache_dir=tmp_path / "cache",
            options={"language_field": "language", "seed_field": "seed"},
        )
        engine = open_provider(settings)
        finnish = {voice.id: voice for voice in engine.refresh_voices()}["fi"]
        assert (finnish.language, finnish.engine) == ("fi", "box")
        usual, quick = (said(engine, speed=speed) for speed in (1.0, 2.0))
        engine.unload()
    seconds = len(usual) / engine.sample_rate_hz("en-US")
    assert 1.5 < seconds < 6.0
    assert 0.05 < float(np.abs(usual).max()) <= 1.0
    assert len(quick) < 0.75 * len(usual)


def said(engine, *, speed: float) -> np.ndarray:
    request = PassageRequest(SENTENCE, "en-US", language="en-US", speed=speed, seed=1)
    engine.validate(request)
    return np.concatenate(list(engine.synthesize(request)))
