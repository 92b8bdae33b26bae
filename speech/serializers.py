"""Model packs for programs."""

from rest_framework import serializers


class PackSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    version = serializers.CharField()
    licence = serializers.CharField()
    state = serializers.ChoiceField(choices=["absent", "ready", "damaged"])
    size_bytes = serializers.IntegerField(help_text="When whole")
    installed_bytes = serializers.IntegerField(help_text="On this machine now")
    languages = serializers.ListField(child=serializers.CharField())
    is_default = serializers.BooleanField()
