"""Own voices and consents in the admin: looked at, brought back, and deleted through the services."""

import pytest

from clips.models import Clip
from speech.models import OwnVoice, VoiceConsent
from speech.own_voices.consents import create_consent
from speech.own_voices.services import discard
from tests.speech.own_voices.builders import make_own_voice, spoken_file

pytestmark = pytest.mark.django_db
VOICES, CONSENTS = "/admin/speech/ownvoice/", "/admin/speech/voiceconsent/"


@pytest.fixture
def admin_client(admin_user, client_of):
    return client_of(admin_user)


def test_a_voice_is_deleted_with_its_recording(alice, admin_client):
    voice = make_own_voice(alice)
    assert admin_client.get(VOICES).status_code == 200
    assert admin_client.post(f"{VOICES}{voice.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not any(model.objects.exists() for model in (OwnVoice, VoiceConsent, Clip))


def test_a_consent_stays_while_a_voice_has_it(alice, admin_client):
    consent = create_consent(owner=alice, name="Ada", language="en", recording=spoken_file())
    make_own_voice(alice, consent=consent)
    admin_client.post(f"{CONSENTS}{consent.pk}/delete/", {"post": "yes"})
    assert VoiceConsent.objects.exists()


def test_a_deleted_voice_is_brought_back(alice, admin_client):
    voice = make_own_voice(alice)
    discard(voice=voice)
    chosen = {"action": "bring_back", "_selected_action": [str(voice.pk)]}
    admin_client.post(VOICES, chosen)
    assert OwnVoice.objects.get().deleted_at is None
