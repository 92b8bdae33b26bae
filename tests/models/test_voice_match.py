"""The real voices and the real encoder: the table that is shipped, and a search from end to end."""

import numpy as np
import pytest

from speech.engine_pool import pool
from speech.engines.base import PassageRequest
from speech.matching import find_match
from speech.matching.auditions import Auditions
from speech.matching.known import shipped
from speech.matching.phrases import SEARCHED
from speech.transcription.speakers import speaker_encoder

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]
SENTENCES = (
    "Somebody left a green umbrella in the hall, and nobody knows whose it is.",
    "My grandmother used to bake a cake with walnuts and honey every Sunday.",
)


def test_the_table_has_every_voice_where_it_is_heard():
    known = shipped("kokoro")
    with pool().generation("kokoro") as generation:
        assert set(known.voices) == {voice.id for voice in generation.engine.voices}
        auditions = Auditions(generation, speaker_encoder())
        for row in (0, len(known.recipes) - 1):  # a voice, and a blend
            phrase = SEARCHED[known.phrases[row]]
            [[heard]] = auditions.points([known.recipes[row]], [phrase])
            assert heard @ known.points[row] > 0.99


def test_a_voice_finds_itself():
    """Among all of its language: it is the only one, so that little has to be spoken."""
    findings = []
    with pool().generation("kokoro") as generation:
        engine = generation.engine
        said = [
            np.concatenate(list(generation.blocks(PassageRequest(text, "ff_siwis")))) for text in SENTENCES
        ]
        samples = [(sound, engine.sample_rate_hz("ff_siwis")) for sound in said]
        match = find_match(
            samples,
            generation=generation,
            encoder=speaker_encoder(),
            language="fr",
            on_progress=findings.append,
        )
    assert match.blend == match.nearest.voice == "ff_siwis"
    assert match.similarity > 0.75
    assert findings[-1].progress == 1
