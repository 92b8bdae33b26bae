"""Archives as programs see them."""

from rest_framework import serializers

from profiles.serializers import ProfileSerializer


class ArchiveSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True, max_length=255, help_text="A ZIP that `export` gave, of this site or another"
    )


class ImportedProfileSerializer(ProfileSerializer):
    warnings = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="What of the archive could not be taken"
    )

    class Meta(ProfileSerializer.Meta):
        fields = (*ProfileSerializer.Meta.fields, "warnings")
        read_only_fields = fields
