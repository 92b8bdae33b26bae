import pytest

from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser


@pytest.fixture
def fake(monkeypatch, settings) -> FakeRecogniser:
    """The site's one recogniser: hears a word a second where there is sound."""
    recogniser = FakeRecogniser()
    put_recognisers(monkeypatch, settings, recogniser)
    return recogniser
