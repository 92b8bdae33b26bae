"""Scripts as programs send them, and what would be made of them. What is wrong is said by `importing`."""

from rest_framework import serializers

from studio.conversations.casting import Part
from studio.conversations.importing import SCRIPT_FORMATS
from studio.conversations.limits import SCRIPT_CHARACTERS_AT_MOST
from studio.conversations.scripts import AUTO, FORMATS, SUFFIXES

PROFILE_OF = "A voice profile's id or name by speaker; null: none. Others have the profile of their name"


class _HowToRead(serializers.Serializer):
    format = serializers.ChoiceField(SCRIPT_FORMATS, default=AUTO, help_text="`auto`: it is found out")
    keep_times = serializers.BooleanField(
        default=False, help_text="Of subtitles: the pauses between them are those between the turns"
    )


class ScriptSerializer(_HowToRead):
    text = serializers.CharField(max_length=SCRIPT_CHARACTERS_AT_MOST)
    speakers = serializers.DictField(
        child=serializers.CharField(allow_null=True), required=False, help_text=PROFILE_OF
    )


class ScriptImportSerializer(ScriptSerializer):
    replace = serializers.BooleanField(default=False, help_text="true: instead of the turns there are")


class ScriptFileSerializer(_HowToRead):
    file = serializers.FileField(max_length=255, help_text=f".{', .'.join(SUFFIXES)}, in any usual encoding")
    speakers = serializers.CharField(required=False, help_text=f"{PROFILE_OF}. As JSON")


class ScriptImportFileSerializer(ScriptFileSerializer):
    replace = serializers.BooleanField(default=False, help_text="true: instead of the turns there are")


class ScriptTurnSerializer(serializers.Serializer):
    """As it can be sent as a turn."""

    speaker = serializers.CharField()
    text = serializers.CharField()
    gap_ms = serializers.IntegerField(allow_null=True)
    profile_id = serializers.UUIDField(allow_null=True)


class ScriptPartSerializer(serializers.Serializer):
    speaker = serializers.CharField(help_text="Empty: nobody is named")
    turn_count = serializers.IntegerField()
    profile_id = serializers.SerializerMethodField()
    profile_name = serializers.SerializerMethodField()

    def get_profile_id(self, part: Part) -> str | None:
        return str(part.profile.pk) if part.profile else None

    def get_profile_name(self, part: Part) -> str | None:
        return part.profile.name if part.profile else None


class ScriptPreviewSerializer(serializers.Serializer):
    format = serializers.ChoiceField(FORMATS)
    turns = ScriptTurnSerializer(many=True)
    speakers = ScriptPartSerializer(many=True, source="parts")
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Directions, headings, notes: what nobody says"
    )
