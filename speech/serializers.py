"""Model packs for programs."""

from rest_framework import serializers


class PackSerializer(serializers.Serializer):
    name = serializers.CharField(source="pack.name")
    title = serializers.CharField(source="pack.title")
    description = serializers.CharField(source="pack.description")
    version = serializers.CharField(source="pack.version")
    licence = serializers.CharField(source="pack.licence")
    state = serializers.ChoiceField(choices=["absent", "ready", "damaged"])
    size_bytes = serializers.IntegerField(source="pack.size_bytes", help_text="When whole")
    installed_bytes = serializers.IntegerField(help_text="On this machine now")
    languages = serializers.ListField(source="pack.languages", child=serializers.CharField())
    is_default = serializers.BooleanField()
