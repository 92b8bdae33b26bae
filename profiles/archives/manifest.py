"""`manifest.json`: what a profile is, beside its recordings. Written by us, read from anybody."""

import re
from typing import Any

from rest_framework import serializers

from common.api import message_and_param
from common.errors import AppError
from profiles.archives.names import AVATAR, SAMPLE
from profiles.archives.refusals import REFUSALS, broken
from profiles.matching.outcomes import MatchOutcomeSerializer
from profiles.models import NAME_MAX_CHARACTERS, NOTE_MAX_CHARACTERS, TRANSCRIPT_MAX_CHARACTERS
from speech.archives.manifests import place, read_json, require_storable, require_version
from speech.audio.formats import FORMATS
from speech.engines.checks import LARGEST_SEED
from speech.fields import (
    BLEND_CHARACTERS,
    IdField,
    NameField,
    NumberField,
    OneOfField,
    TextField,
    TruthField,
    WholeNumberField,
)
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.models import NAME_MAX_CHARACTERS as LEXICON_NAME_MAX_CHARACTERS
from speech.text.passages import FASTEST, SLOWEST
from speech.wish_serializer import StrictSerializer

FORMAT = "voicesite-profile"
VERSION = 1
MANIFEST_MAX_BYTES = 2 * 1024 * 1024
EFFECTS_MOST = 64  # how many a chain has is its own rule; this bounds what is looked at
SECONDS_MOST = 24 * 3600.0
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Sha256Field(TextField):
    def to_internal_value(self, data: Any) -> str:
        if not _SHA256.fullmatch(text := super().to_internal_value(data)):
            raise serializers.ValidationError("Send a SHA-256 as 64 digits and small letters a to f.")
        return text


class SampleFileField(TextField):
    def to_internal_value(self, data: Any) -> str:
        if not SAMPLE.fullmatch(text := super().to_internal_value(data)):
            raise serializers.ValidationError("Send the name of a file in samples/, such as samples/01.wav.")
        return text


class PackedSampleSerializer(StrictSerializer):
    file = SampleFileField()
    sha256 = Sha256Field()
    title = TextField(most_characters=200, default="")
    transcript = TextField(most_characters=TRANSCRIPT_MAX_CHARACTERS, default="")
    is_transcript_edited = TruthField(default=False)
    language = TextField(most_characters=LANGUAGE_MAX_CHARACTERS, default="")
    trim_start_seconds = NumberField(min_value=0, max_value=SECONDS_MOST, default=0.0)
    trim_end_seconds = NumberField(min_value=0, max_value=SECONDS_MOST, required=False)
    is_enabled = TruthField(default=True)
    is_denoised = TruthField(default=False)


class PackedAvatarSerializer(StrictSerializer):
    file = OneOfField([AVATAR])
    sha256 = Sha256Field()


class PackedFieldsSerializer(StrictSerializer):
    name = NameField(most_characters=NAME_MAX_CHARACTERS)
    note = TextField(most_characters=NOTE_MAX_CHARACTERS, default="")
    backend = NameField(most_characters=40)
    model = TextField(most_characters=100, default="")
    voice = NameField()
    language = TextField(most_characters=LANGUAGE_MAX_CHARACTERS, default="")
    speed = NumberField(min_value=SLOWEST, max_value=FASTEST, default=1.0)
    format = OneOfField(list(FORMATS), default="mp3")
    blend = TextField(most_characters=BLEND_CHARACTERS, required=False)
    effects = serializers.ListField(child=serializers.JSONField(), max_length=EFFECTS_MOST, default=list)
    seed = WholeNumberField(min_value=0, max_value=LARGEST_SEED, required=False)
    lexicon_id = IdField(required=False)
    lexicon_name = TextField(most_characters=LEXICON_NAME_MAX_CHARACTERS, required=False)
    match = MatchOutcomeSerializer(required=False)


class ManifestSerializer(StrictSerializer):
    format = OneOfField([FORMAT])
    version = WholeNumberField(min_value=VERSION, max_value=VERSION)
    written_by = TextField(most_characters=100, default="")
    profile = PackedFieldsSerializer()
    samples: Any = serializers.ListSerializer(child=PackedSampleSerializer(), max_length=100)
    avatar = PackedAvatarSerializer(required=False)


def read_manifest(data: bytes) -> dict[str, Any]:
    given = read_json(data, refusals=REFUSALS)
    require_version(
        given,
        refusals=REFUSALS,
        form=FORMAT,
        version=VERSION,
        otherwise="This is a ZIP, but not of a voice profile. Take one that “Export” gave you.",
    )
    require_storable(given, refusals=REFUSALS)
    return _checked(given)


def _checked(given: Any) -> dict[str, Any]:
    serializer = ManifestSerializer(data=given)
    try:
        serializer.is_valid(raise_exception=True)
    except serializers.ValidationError as error:
        message, param = message_and_param(error.detail)
        raise broken(place(message, param)) from None
    except AppError as error:
        raise broken(place(error.message, error.param)) from None
    return serializer.validated_data
