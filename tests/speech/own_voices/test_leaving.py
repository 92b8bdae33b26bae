"""Own voices go with their person: into the archive of everything, and off the disk with the account."""

import json

import pytest
from django.core.files.storage import default_storage

from clips.models import Clip
from speech.own_voices.consents import create_consent
from speech.own_voices.models import OwnVoice, VoiceConsent
from tests.accounts.archives import export_of
from tests.conftest import PASSWORD
from tests.speech.own_voices.builders import STATEMENT, make_own_voice, spoken_file

pytestmark = pytest.mark.django_db


def test_the_archive_holds_the_voice_its_consent_and_its_recording(alice, bob):
    voice = make_own_voice(alice, "Grandma")
    make_own_voice(bob, "Grandpa")
    archive = export_of(alice)
    (row,) = json.loads(archive.read("speech.ownvoice.json"))
    (consent,) = json.loads(archive.read("speech.voiceconsent.json"))
    assert (row["name"], row["transcript"]) == ("Grandma", "Hello there.")
    assert STATEMENT in consent.values()
    with default_storage.open(voice.clip.file.name) as file:
        assert archive.read(f"files/{voice.clip.file.name}") == file.read()


def test_a_deleted_account_leaves_neither_recording_nor_consent(
    alice, client_of, django_capture_on_commit_callbacks
):
    voice = make_own_voice(alice)
    create_consent(owner=alice, name="Yes", language="en", recording=spoken_file())
    files = [clip.file.name for clip in Clip.objects.all()]
    assert voice.clip.file.name in files
    with django_capture_on_commit_callbacks(execute=True):
        client_of(alice).post("/settings/data/delete/", {"password": PASSWORD})
    assert not OwnVoice.objects.exists()
    assert not VoiceConsent.objects.exists()
    assert not any(default_storage.exists(name) for name in files)
